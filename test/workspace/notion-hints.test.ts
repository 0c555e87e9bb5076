// Notion's own webhook, from the twin over the real route to the engine: hints only, and pages that no query shows.
import { afterEach, expect, it } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { WorkspaceApi } from '../../src/workspace/api.ts';
import { takeHint } from '../../src/workspace/notion-hints.ts';
import { createWorld, type TestWorld } from '../world/world.ts';
import { DAY, fillIn, journal, MINUTE, TEAM, tidy } from './ground.ts';

afterEach(tidy);

/** A world whose Notion has a subscription; `woken` counts the hooks that wake. */
async function subscribed() {
  const world = await createWorld();
  const token = await world.notion.webhooks.subscribe('https://sync.example.org/webhooks/notion');
  const heard = { woken: 0, statuses: [] as number[] };
  const workspace = {
    notionHook: async (hint) => {
      if (takeHint(hint, world.ledger, world.trees)) heard.woken += 1;
    },
  } satisfies Partial<WorkspaceApi>;
  const app = createApp({
    settings: () => ({
      ok: true,
      settings: { adminSecret: '', webhookSecret: '', notionWebhookToken: token },
    }),
    workspace: () => workspace as unknown as WorkspaceApi,
    now: Date.now,
    log: () => {},
  });
  world.listen(async (request) => {
    const answer = await app.request(request);
    heard.statuses.push(answer.status);
    return answer;
  });
  world.restart({ NOTION_WEBHOOK_TOKEN: token });
  world.ledger.remember('bindings', world.bindings);
  return { world, heard };
}

/** Delivers what Notion has to say, and ticks a minute later. */
async function hearAndTick(world: TestWorld) {
  world.pass(MINUTE);
  await world.notion.webhooks.pump(true);
  return world.tick();
}

/** Until nothing is left to do or to tell. */
async function settle(world: TestWorld): Promise<void> {
  await world.settle();
  await world.notion.webhooks.pump(true);
  await world.settle();
  await world.notion.webhooks.pump(true);
}

const titles = async (world: TestWorld, name: string) =>
  (await world.calendar()).map(({ title }) => title).filter((title) => title.includes(name));

it('[H28] a page that went into the trash leaves with the next tick, and comes back with the tick after its restoring', async () => {
  const { world } = await subscribed();
  const [page = ''] = fillIn(world, 2, TEAM);
  await settle(world);
  const before = await titles(world, 'Project 1');
  world.notion.act.trash(page);
  await hearAndTick(world);
  expect(await titles(world, 'Project 1')).toEqual([]);
  expect(await titles(world, 'Project 2')).not.toEqual([]);
  world.notion.act.restore(page);
  await hearAndTick(world);
  expect(await titles(world, 'Project 1')).toEqual(before);
});

it('[H28] a page that was moved away pauses at the next tick', async () => {
  const { world } = await subscribed();
  const [page = ''] = fillIn(world, 1, TEAM);
  await settle(world);
  const before = await titles(world, 'Project 1');
  world.notion.act.move(page, { page: world.notion.parentPage });
  await hearAndTick(world);
  expect(world.trees.page(page)?.presence).toBe('elsewhere');
  expect(await titles(world, 'Project 1')).toEqual(before);
});

it('[H28] a page that is not known and is restored into a database of ours is met', async () => {
  const { world } = await subscribed();
  const [page = ''] = fillIn(world, 1, TEAM);
  world.notion.act.trash(page);
  await world.settle();
  world.pass(DAY);
  await world.tick();
  await world.notion.webhooks.pump(true);
  world.notion.act.restore(page);
  await hearAndTick(world);
  await hearAndTick(world);
  expect(await titles(world, 'Project 1')).not.toEqual([]);
});

it('[H28] a hook that says a page is gone is no evidence: its own answer is', async () => {
  const { world, heard } = await subscribed();
  const [page = ''] = fillIn(world, 1, TEAM);
  await settle(world);
  const before = await world.calendar();
  // Trashed and restored before anybody looked; only the first hook arrives.
  world.notion.act.trash(page);
  world.pass(MINUTE);
  await world.notion.webhooks.pump(true);
  world.notion.act.restore(page);
  world.notion.webhooks.unsubscribe();
  await world.settle();
  expect(heard.woken).toBeGreaterThan(0);
  expect(await world.calendar()).toEqual(before);
});

it('[H29] hooks of what only we ourselves did wake nobody, and get 202 all the same', async () => {
  const { world, heard } = await subscribed();
  fillIn(world, 1, TEAM);
  await settle(world);
  const kickoff = (await world.calendar()).find(({ title }) => title.startsWith('Kickoff'));
  world.google.act.move(kickoff?.id ?? '', { minutes: 60 });
  heard.woken = 0;
  heard.statuses.length = 0;
  world.pass(MINUTE);
  const run = await world.tick();
  expect(run.changes.map(({ side }) => side)).toContain('notion');
  world.pass(MINUTE);
  await world.notion.webhooks.pump(true);
  expect(heard.statuses.length).toBeGreaterThan(0);
  expect(new Set(heard.statuses)).toEqual(new Set([202]));
  expect(heard.woken).toBe(0);
});

it('[H29] a hook of ourselves and a person together wakes', async () => {
  const { world, heard } = await subscribed();
  const [page = ''] = fillIn(world, 1, TEAM);
  await world.settle();
  await world.notion.webhooks.pump(true);
  const bot = world.ledger.recall<string>('bot') ?? '';
  const hint = { type: 'page.properties_updated', page, dataSource: null, at: null };
  const us = { id: bot, isBot: true };
  const take = (authors: { id: string; isBot: boolean }[]) =>
    takeHint({ ...hint, authors }, world.ledger, world.trees);
  expect(bot).not.toBe('');
  expect(take([us])).toBe(false);
  expect(take([us, us])).toBe(false);
  expect(take([us, { id: 'a', isBot: false }])).toBe(true);
  expect(take([{ id: 'another bot', isBot: true }])).toBe(true);
  expect(take([])).toBe(true);
  expect(heard.statuses.every((status) => status === 202)).toBe(true);
});

it('[H29] who we are is asked for once a day, and only where hooks come', async () => {
  const { world } = await subscribed();
  fillIn(world, 1, TEAM);
  const asked = (one: TestWorld) => journal(one).filter(({ operation }) => operation === 'users.me').length;
  await world.settle();
  for (let n = 0; n < 5; n++) {
    world.pass(5 * MINUTE);
    await world.tick();
  }
  expect(asked(world)).toBe(1);
  world.pass(DAY);
  await world.tick({ sweep: true });
  expect(asked(world)).toBe(2);

  const without = await createWorld();
  await without.settle();
  expect(asked(without)).toBe(0);
});

for (const kind of ['double', 'delay', 'reorder', 'lose'] as const) {
  it(`[S21, H28] hooks that Notion ${kind}s change nothing about the outcome`, async () => {
    const { world } = await subscribed();
    const [first = '', second = ''] = fillIn(world, 3, TEAM);
    await world.settle();
    await world.notion.webhooks.pump(true);
    world.notion.webhooks.disturb({ kind, times: 4 });
    world.notion.act.trash(first);
    world.notion.act.edit(second, { Phase: 'Declined' });
    for (let n = 0; n < 4; n++) await hearAndTick(world);
    if (kind === 'lose') {
      world.pass(DAY);
      await world.tick({ sweep: true });
      await world.settle();
    }
    expect(await titles(world, 'Project 1')).toEqual([]);
    expect(await titles(world, 'Project 2')).toEqual([]);
    expect(await titles(world, 'Project 3')).not.toEqual([]);
  });
}

it('[H28] a hint that comes while its page is being asked for is asked about again', async () => {
  const { world } = await subscribed();
  const [page = ''] = fillIn(world, 1, TEAM);
  await world.settle();
  world.notion.act.trash(page);
  const hint = { type: 'page.undeleted', page, dataSource: null, authors: [], at: null };
  takeHint(hint, world.ledger, world.trees);
  const reach = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const answer = await reach(input, init);
    if (String(input instanceof Request ? input.url : input).includes(`/pages/${page}`)) {
      globalThis.fetch = reach;
      world.notion.act.restore(page);
      takeHint(hint, world.ledger, world.trees);
    }
    return answer;
  };
  world.pass(MINUTE);
  await world.tick();
  world.pass(MINUTE);
  await world.tick();
  expect(world.trees.page(page)?.presence).toBe('live');
});
