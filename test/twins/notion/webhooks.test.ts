/** Webhooks of the Notion twin, read with the helpers of Notion's own client. */
import { verifyWebhookSignature } from '@notionhq/client';
import { expect, test } from 'vitest';
import { call, makeEngagements, makeTwin, pick } from './workspace.ts';

/** A twin whose webhooks arrive in a list; `status` is what the receiver answers. */
async function listening(status = 200) {
  const seen: { body: string; signature: string | null; event: Record<string, unknown> }[] = [];
  const answer = { status };
  const twin = makeTwin({
    deliver: async (request) => {
      const body = await request.text();
      seen.push({ body, signature: request.headers.get('x-notion-signature'), event: JSON.parse(body) });
      return new Response(null, { status: answer.status });
    },
  });
  const tables = await makeEngagements(twin);
  const token = await twin.webhooks.subscribe('https://product.example/webhooks/notion');
  const handshake = seen.splice(0);
  const types = () => seen.map(({ event }) => event.type);
  return { twin, tables, token, seen, handshake, answer, types };
}

test('the handshake brings the token and is signed with it', async () => {
  const { handshake, token } = await listening();
  expect(handshake[0]?.event).toEqual({ verification_token: token });
  expect(await verifyWebhookSignature({ ...signed(handshake[0]), verificationToken: token })).toBe(true);
});

function signed(one: { body: string; signature: string | null } | undefined) {
  return { body: one?.body ?? '', signature: one?.signature ?? null };
}

test('an edit is told by id, escaped property ids and author, and its signature holds', async () => {
  const { twin, tables, token, seen } = await listening();
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  await twin.webhooks.pump(true);
  seen.length = 0;
  twin.act.edit(apollo, { Phase: 'Planning' });
  await twin.webhooks.pump(true);
  const { body } = await call(twin, 'GET', `pages/${apollo}`);
  const author = [...twin.world.state.users.values()][0]?.id;
  expect(seen[0]?.event).toMatchObject({
    type: 'page.properties_updated',
    attempt_number: 1,
    api_version: '2026-03-11',
    entity: { id: apollo, type: 'page' },
    authors: [{ id: author, type: 'person' }],
    data: {
      parent: {
        id: tables.engagements.database,
        type: 'database',
        data_source_id: tables.engagements.source,
      },
      updated_properties: [pick(body, 'properties', 'Phase', 'id')],
    },
  });
  expect(await verifyWebhookSignature({ ...signed(seen[0]), verificationToken: token })).toBe(true);
});

test('edits that fall together are one event with all authors and properties; the own ones come too', async () => {
  const { twin, seen, types } = await listening();
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  await twin.webhooks.pump(true);
  seen.length = 0;
  twin.act.edit(apollo, { Phase: 'Planning' });
  await call(twin, 'PATCH', `pages/${apollo}`, { properties: { 'Team fit': { number: 1 } } });
  await twin.webhooks.pump(true);
  expect(types()).toEqual(['page.properties_updated']);
  expect(pick(seen[0]?.event, 'authors')).toMatchObject([
    { type: 'person' },
    { type: 'bot', id: twin.bot.id },
  ]);
  expect(pick(seen[0]?.event, 'data', 'updated_properties')).toHaveLength(2);
});

test('a page made and trashed at once is not told; nothing is told before its window is over', async () => {
  const { twin, types } = await listening();
  twin.act.trash(twin.act.create('Engagements', { Name: 'Oops' }));
  expect(await twin.webhooks.pump(true)).toBe(0);
  twin.act.create('Engagements', { Name: 'Apollo' });
  expect(await twin.webhooks.pump()).toBe(0);
  twin.advance(twin.webhooks.windowMs);
  expect(await twin.webhooks.pump()).toBe(1);
  expect(types()).toEqual(['page.created']);
});

test('what is refused is tried again later, with its attempt counted and the same id', async () => {
  const { twin, seen, answer } = await listening();
  answer.status = 500;
  twin.act.create('Engagements', { Name: 'Apollo' });
  await twin.webhooks.pump(true);
  answer.status = 200;
  expect(await twin.webhooks.pump()).toBe(0);
  twin.advance(60_000);
  await twin.webhooks.pump();
  expect(seen.map(({ event }) => event.attempt_number)).toEqual([1, 2]);
  expect(seen[1]?.event.id).toBe(seen[0]?.event.id);
});

test('events can be lost, doubled, late', async () => {
  const { twin, types } = await listening();
  twin.webhooks.disturb({ kind: 'lose', type: 'page.created' });
  twin.webhooks.disturb({ kind: 'double', type: 'page.deleted' });
  twin.webhooks.disturb({ kind: 'delay', type: 'page.undeleted', delayMs: 1000 });
  const apollo = twin.act.create('Engagements', { Name: 'Apollo' });
  await twin.webhooks.pump(true);
  expect(types()).toEqual([]);
  twin.act.trash(apollo);
  await twin.webhooks.pump(true);
  twin.act.restore(apollo);
  await twin.webhooks.pump(true);
  expect(types()).toEqual(['page.deleted', 'page.deleted']);
  twin.advance(1000);
  await twin.webhooks.pump();
  expect(types()).toEqual(['page.deleted', 'page.deleted', 'page.undeleted']);
});

test('what the integration cannot see is not told; schema changes are', async () => {
  const { twin, tables, seen, types } = await listening();
  twin.act.renameProperty('Engagements', 'Guests', 'Invited');
  twin.act.unshare(tables.goals.database);
  twin.act.create('Goals', { Name: 'Hidden' });
  await twin.webhooks.pump(true);
  expect(types()).toEqual(['data_source.schema_updated']);
  expect(pick(seen[0]?.event, 'data', 'updated_properties', 0)).toMatchObject({
    name: 'Invited',
    action: 'updated',
  });
});
