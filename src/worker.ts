import { DurableObject } from 'cloudflare:workers';
export class Workspace extends DurableObject {}
export default { fetch: () => new Response('ok') } satisfies ExportedHandler;
