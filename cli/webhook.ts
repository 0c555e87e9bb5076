// `npm run webhook`: sets Notion's own webhook up. It opens the handshake, says what to enter in Notion, waits for the token that
// Notion sends, and shows it once. The Worker keeps no copy.
import type { HandshakeReport } from '../src/workspace/api.ts';
import { connect } from './client.ts';
import type { Options } from './commands.ts';
import { EXIT, type Exit, type Io, step } from './io.ts';

const POLL_MS = 2_000;

export async function webhook(io: Io, options: Options & { readonly wait: number }): Promise<Exit> {
  const client = connect(io, options.url);
  const address = `${client.url}/webhooks/notion`;
  const { body: opened } = await client.call<HandshakeReport>('POST', '/api/webhook-setup', {});
  if (!address.startsWith('https:'))
    io.err(`${io.colors.yellow('!')} Notion reaches https addresses only, so not this one.\n`);
  step(
    io,
    `In Notion's developer portal, under the connection's *Webhooks*, add a subscription with this URL:

    ${io.colors.bold(address)}

  Events: everything under Page. API version: 2026-03-11.
`,
  );
  step(io, `Waiting for Notion's token until ${opened.openUntil ?? 'it is closed'}`);
  const end = io.now() + options.wait * 1000;
  for (;;) {
    const { body } = await client.call<HandshakeReport>('GET', '/api/webhook-setup');
    if (body.state === 'received') break;
    if (body.state === 'closed' || io.now() >= end) {
      io.err(
        'No token came. Run this again, and then add the subscription, or choose "Resend token" in Notion.\n',
      );
      return EXIT.incomplete;
    }
    await io.sleep(POLL_MS);
  }
  const { body } = await client.call<{ token: string | null }>('POST', '/api/webhook-setup', { take: true });
  if (body.token === null) {
    io.err('The token was shown to somebody else. Run this again, and choose "Resend token" in Notion.\n');
    return EXIT.failed;
  }
  io.out(
    options.json ? `${JSON.stringify({ address, token: body.token }, null, 2)}\n` : advice(io, body.token),
  );
  return EXIT.ok;
}

function advice(io: Io, token: string): string {
  return `
${io.colors.bold(token)}

It is shown this once.
  1. In Notion: Verify, and paste it.
  2. For the Worker: npx wrangler secret put NOTION_WEBHOOK_TOKEN, and paste it there too.
Until the second is done hooks are refused; Notion sends them again, and everything is polled meanwhile.
`;
}
