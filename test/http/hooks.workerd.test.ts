// Hooks in workerd, from the request to the tick: a burst costs one tick, and Google's pushes find the object that asked for
// them.
import { signWebhookPayload } from '@notionhq/client';
import { afterEach, expect, it } from 'vitest';
import { ADMIN_SECRET, createHouse, leave, project } from '../workspace/house.ts';

afterEach(leave);

const TOKEN = 'secret_0123456789abcdefghijklmnop';
type House = Awaited<ReturnType<typeof createHouse>>;

/** A house that has nothing left to do. */
async function calmHouse(settings: Record<string, string> = {}): Promise<House> {
  const house = await createHouse({ NOTION_WEBHOOK_TOKEN: TOKEN, ...settings });
  await house.provision();
  house.notion.act.create('Engagements', project('Apollo'));
  await house.stub.wake('cron');
  await house.settle();
  await house.stub.sync({ sweep: false });
  calls(house);
  return house;
}

/** Calls since the last time this was asked, by name. */
const calls = (house: House): string[] =>
  [...house.notion.calls.splice(0), ...house.google.calls.splice(0)].map(({ operation }) => operation).sort();

/** What a whole tick at rest calls. */
const AT_REST = ['dataSources.query', 'dataSources.query', 'events.list'];

/** Hooks as Notion sends them, signed. */
function hooks(count: number, page: string): Promise<Request[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const body = JSON.stringify({
        id: crypto.randomUUID(),
        timestamp: new Date(Date.now() - at).toISOString(),
        type: at % 3 === 0 ? 'page.moved' : 'page.properties_updated',
        authors: [{ id: 'a person', type: 'person' }],
        attempt_number: 1,
        entity: { id: page, type: 'page' },
        data: { parent: { id: page, type: 'database' } },
      });
      const signature = await signWebhookPayload({ body, verificationToken: TOKEN });
      const headers = { 'content-type': 'application/json', 'x-notion-signature': signature };
      return new Request('https://sync.example.org/webhooks/notion', { method: 'POST', headers, body });
    }),
  );
}

it('[H30] a burst of a thousand hooks costs one tick, and one call for the page that they name', async () => {
  const house = await calmHouse();
  const [page] = house.notion.see.rows('Engagements');
  const burst = await hooks(1000, String(page?.id));
  // They come while a tick is under way, so that the test does not hang on how fast a thousand of them are.
  const door = { isReached: false, isOpen: false };
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await scheduler.wait(5);
  };
  house.door.before = async () => {
    door.isReached = true;
    await until(() => door.isOpen);
  };
  const working = house.stub.wake('cron').then(() => house.settle());
  await until(() => door.isReached);
  const statuses = await Promise.all(burst.map(async (hook) => (await house.ask(hook)).status));
  expect(statuses).toEqual(Array(1000).fill(202));
  door.isOpen = true;
  await working;
  await house.settle();
  // The tick under way, and one for them all: it reads what hooks of Notion's can mean, and the page that they name.
  expect(calls(house)).toEqual(
    [...AT_REST, 'dataSources.query', 'dataSources.query', 'pages.retrieve'].toSorted(),
  );
}, 60_000);

it('[H30] hooks at rest are gathered for two seconds before the tick that they wish for', async () => {
  const house = await calmHouse();
  const [page] = house.notion.see.rows('Engagements');
  const came = Date.now();
  for (const hook of await hooks(5, String(page?.id))) await house.ask(hook);
  expect((await house.alarmAt()) ?? 0).toBeGreaterThanOrEqual(came + 2_000);
  await house.alarm();
  await house.settle();
  expect(calls(house)).toEqual(['dataSources.query', 'dataSources.query', 'pages.retrieve']);
});

it("[H24] a change in Calendar reaches the object by Google's push, and wakes it", async () => {
  const house = await calmHouse({ PUBLIC_URL: 'https://sync.example.org' });
  await house.google.settled();
  const { push } = await house.stub.status();
  expect(push).toMatchObject({ state: 'live', sentence: null });
  const kickoff = house.google.look
    .between(Date.now(), Date.now() + 60 * 86_400_000)
    .find(({ summary }) => String(summary).startsWith('Kickoff'));
  house.google.act.move(String(kickoff?.id), { minutes: 30 });
  await house.google.settled();
  expect(house.google.pushes.at(-1)).toMatchObject({ state: 'exists', status: 202 });
  await house.alarm();
  await house.settle();
  expect(house.writes()).toEqual(['pages.update']);
});

it('[H24] a push with a token that is not ours gets 401 and wakes nobody', async () => {
  const house = await calmHouse({ PUBLIC_URL: 'https://sync.example.org' });
  await house.google.settled();
  await house.settle();
  const [channel] = house.google.look.channels();
  const alarm = await house.alarmAt();
  const ask = (token: string) =>
    house.ask(
      new Request('https://sync.example.org/webhooks/google', {
        method: 'POST',
        headers: {
          'x-goog-channel-id': channel?.id ?? '',
          'x-goog-resource-id': channel?.resourceId ?? '',
          'x-goog-resource-state': 'exists',
          'x-goog-channel-token': token,
        },
      }),
    );
  expect((await ask('f'.repeat(64))).status).toBe(401);
  expect(await house.alarmAt()).toBe(alarm);
  expect((await ask(channel?.token ?? '')).status).toBe(202);
});

it('[H27] a handshake over the routes: opened, taken, shown once; not before and not after', async () => {
  const house = await calmHouse();
  const offer = async (token: string) => {
    const body = JSON.stringify({ verification_token: token });
    const headers = { 'x-notion-signature': await signWebhookPayload({ body, verificationToken: token }) };
    return (
      await house.ask(
        new Request('https://sync.example.org/webhooks/notion', { method: 'POST', headers, body }),
      )
    ).status;
  };
  const setup = async (body?: object) => {
    const headers = { authorization: `Bearer ${ADMIN_SECRET}`, 'content-type': 'application/json' };
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    return (await house.ask(new Request('https://sync.example.org/api/webhook-setup', init))).json();
  };
  const first = 'secret_first_first_first';
  expect(await offer(first)).toBe(401);
  expect(await setup({})).toMatchObject({ state: 'waiting' });
  expect(await offer(first)).toBe(202);
  expect(await offer('secret_second_second')).toBe(401);
  expect(await setup()).toMatchObject({ state: 'received' });
  expect(await setup({ take: true })).toEqual({ state: 'closed', openUntil: null, token: first });
  expect(await setup({ take: true })).toMatchObject({ token: null });
  expect(await offer(first)).toBe(401);
});
