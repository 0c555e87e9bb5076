// The Durable Object inside workerd: woken by RPC, cron and HTTP, working in its alarm, dying and going on.
import {
  createScheduledController,
  env,
  evictDurableObject,
  runInDurableObject,
  SELF,
} from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import worker, { type Env } from '../../src/worker.ts';
import { ADMIN_SECRET, createHouse, leave, project } from './house.ts';

afterEach(leave);

const keys = (value: object | null | undefined) => Object.keys(value ?? {}).sort();

it('[H6] the object provisions by RPC, and a second time writes nothing', async () => {
  const house = await createHouse();
  const first = await house.stub.provision();
  expect(first).toMatchObject({ problems: [], more: false });
  expect(first.databases.map(({ name }) => name)).toEqual(['Engagements', 'Goals', 'Retros']);
  expect(house.notion.see.databases()).toEqual(expect.arrayContaining(['Engagements', 'Goals', 'Retros']));
  expect(house.writes().length).toBeGreaterThan(0);
  const second = await house.stub.provision();
  expect(second).toMatchObject({ done: [], problems: [], more: false });
  expect(house.writes()).toEqual([]);
});

it('[H6] provisioning that was interrupted goes on where it stood, also in a new object', async () => {
  const house = await createHouse({ CALL_BUDGET: '6' });
  house.notion.faults.add({ kind: 'lose-answer', operation: 'databases.create', nth: 2 });
  expect(await house.stub.provision()).toMatchObject({ more: true, problems: [] });
  expect((await house.stub.status()).provisioned).toBe(false);
  await house.die();
  await house.provision();
  expect((await house.stub.status()).provisioned).toBe(true);
  expect(house.notion.see.databases().sort()).toEqual(['Engagements', 'Goals', 'Retros']);
});

it('[N6] status names what stands in the way of provisioning, until it does not', async () => {
  const house = await createHouse();
  house.notion.act.createDatabase('Goals', { Name: { title: {} }, Metric: { number: {} } });
  const { problems } = await house.stub.provision();
  expect(problems).not.toEqual([]);
  const { notion, provisioned } = await house.stub.status();
  expect({ provisioned, state: notion.state }).toEqual({ provisioned: false, state: 'failing' });
  expect(notion.sentence).toContain('Metric');
  house.notion.act.renameDatabase('Goals', 'Our own goals');
  await house.provision();
  expect((await house.stub.status()).notion).toMatchObject({ state: 'never read', sentence: null });
});

it('before provisioning nothing is woken and nothing is called', async () => {
  const house = await createHouse();
  await house.stub.wake('cron');
  expect(await house.alarmAt()).toBeNull();
  expect(await house.stub.sync({ sweep: false })).toEqual({ run: null, finished: true });
  expect(await house.stub.plan()).toMatchObject({
    observedAt: null,
    complete: false,
    changes: [],
    hold: null,
  });
  expect(await house.stub.status()).toMatchObject({ provisioned: false, nextTickAt: null, lastRun: null });
  expect(await house.stub.engagements()).toEqual([]);
  expect([...house.notion.calls, ...house.google.calls]).toEqual([]);
});

it('[S1] woken, the object works in its alarm, and woken again it writes nothing', async () => {
  const house = await createHouse();
  await house.provision();
  house.notion.act.create('Engagements', project('Apollo'));
  await house.stub.wake('cron');
  await house.settle();
  expect(house.titles().filter((title) => title === 'Kickoff: Apollo')).toHaveLength(1);
  expect(house.notion.see.rows('Retros')).toHaveLength(10);
  house.writes();
  const { lastRun } = await house.stub.status();
  expect(lastRun).toMatchObject({ trigger: 'cron', state: 'done' });
  await house.stub.wake('cron');
  await house.settle();
  expect(house.writes()).toEqual([]);
  // A tick that found nothing to do leaves no run.
  expect((await house.stub.status()).lastRun?.id).toBe(lastRun?.id);
});

it('[S80] an object that has done its work leaves the memory at once, and goes on when it is woken', async () => {
  const house = await createHouse();
  await house.provision();
  house.notion.act.create('Engagements', project('Apollo'));
  await house.stub.sync({ sweep: false });
  await house.settle();
  house.writes();
  // It waits for whatever still runs: a timer that is left behind would hold it for longer than this test may take.
  await evictDurableObject(house.stub);
  await house.stub.wake('cron');
  await house.settle();
  expect(house.writes()).toEqual([]);
}, 10_000);

it('sync waits for its tick, and whoever asks before it begins shares it', async () => {
  const house = await createHouse();
  await house.provision();
  house.notion.act.create('Engagements', project('Apollo'));
  const [one, other] = await Promise.all([
    house.stub.sync({ sweep: false }),
    house.stub.sync({ sweep: false }),
  ]);
  expect(one.finished).toBe(true);
  expect(one.run).toMatchObject({ state: 'done', trigger: 'person', remaining: 0 });
  expect(other).toEqual(one);
  expect(await house.stub.run(one.run?.id ?? '')).toEqual(one.run);
  const third = await house.stub.sync({ sweep: true });
  expect(third).toMatchObject({ finished: true, run: { sentence: 'Nothing to do.' } });
  expect(third.run?.id).not.toBe(one.run?.id);
});

it('a wish that comes while a slice works gets a tick of its own', async () => {
  const house = await createHouse();
  await house.provision();
  let isOpen = false;
  let isInside = false;
  // Polled: inside workerd a promise of the test is not one to wait for in the object.
  house.door.before = async () => {
    isInside = true;
    while (!isOpen) await scheduler.wait(5);
  };
  await house.stub.wake('cron');
  const working = house.alarm();
  while (!isInside) await scheduler.wait(5);
  const asked = house.stub.sync({ sweep: false });
  // The alarm that fires twice does not work twice.
  const again = runInDurableObject(house.stub, (workspace) => workspace.alarm());
  isOpen = true;
  await Promise.all([working, again]);
  await house.settle();
  const { run, finished } = await asked;
  expect({ finished, state: run?.state, trigger: run?.trigger }).toEqual({
    finished: true,
    state: 'done',
    trigger: 'person',
  });
});

it('[S15] an object that dies in the midst of a tick of many slices goes on where it was', async () => {
  const house = await createHouse({ CALL_BUDGET: '7' });
  await house.provision();
  for (const name of ['Apollo', 'Borealis', 'Calliope'])
    house.notion.act.create('Engagements', project(name));
  await runInDurableObject(house.stub, (_, { storage }) => storage.deleteAlarm());
  await house.stub.wake('cron');
  let deaths = 0;
  for (let n = 0; n < 60; n++) {
    const at = await house.alarmAt();
    if (at === null || at > Date.now() + 1_000) break;
    await house.alarm();
    if (n % 2 === 0) {
      await house.die();
      deaths += 1;
    }
  }
  expect(deaths).toBeGreaterThan(3);
  for (const name of ['Apollo', 'Borealis', 'Calliope'])
    expect(house.titles().filter((title) => title === `Kickoff: ${name}`)).toEqual([`Kickoff: ${name}`]);
  const made = house.notion.see.rows('Retros').map(({ Key }) => String(Key));
  expect(made).toHaveLength(new Set(made).size);
  expect(made).toHaveLength(30);
  const mails = house.google.outbox.map(({ to, event, kind }) => `${to} ${event} ${kind}`);
  expect(mails).toHaveLength(new Set(mails).size);
  const runs = await house.sql('SELECT id FROM runs');
  expect(runs).toHaveLength(1);
  expect((await house.stub.status()).lastRun?.state).toBe('done');
});

it('a bug in a slice is logged by its name only, the alarm does not throw, and it is armed again', async () => {
  const house = await createHouse();
  await house.provision();
  house.notion.act.create('Engagements', project('Secret Apollo'));
  await house.stub.wake('cron');
  await house.settle();
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  await house.sql(`INSERT INTO intents (engagement, action, at) VALUES ('x', '{"Secret Apollo', 0)`);
  await house.stub.wake('cron');
  await house.alarm();
  expect(printed.mock.calls.map(String)).toEqual(['{"event":"slice failed","error":"SyntaxError"}']);
  expect(((await house.alarmAt()) ?? 0) - Date.now()).toBeGreaterThan(4 * 60_000);
  expect((await house.stub.status()).lastRun).toMatchObject({
    state: 'failed',
    sentence: 'Something unexpected happened; it is tried again.',
  });
  await house.sql('DELETE FROM intents');
  await house.alarm();
  await house.settle();
  expect(house.titles().filter((title) => title === 'Kickoff: Secret Apollo')).toHaveLength(1);
  expect((await house.stub.status()).notion.state).toBe('ok');
});

it('not even a storage that cannot be read makes the alarm throw', async () => {
  const house = await createHouse();
  await house.provision();
  await house.stub.wake('cron');
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  for (const table of ['runs', 'memory', 'pages'])
    await house.sql(`ALTER TABLE ${table} RENAME TO ${table}_gone`);
  await house.alarm();
  expect(printed).toHaveBeenCalled();
  for (const line of printed.mock.calls.map(String))
    expect(line).toMatch(/^\{"event":"[a-z ]+"(,"error":"\w+")?\}$/);
  expect(((await house.alarmAt()) ?? 0) - Date.now()).toBeGreaterThan(60_000);
  for (const table of ['runs', 'memory', 'pages'])
    await house.sql(`ALTER TABLE ${table}_gone RENAME TO ${table}`);
  await house.alarm();
  await house.settle();
  expect((await house.stub.status()).notion.state).toBe('ok');
});

it('hooks that pour in while a side rests cause no call, and a person is heard', async () => {
  const house = await createHouse();
  await house.provision();
  house.notion.act.revoke();
  for (let n = 0; n < 4; n++) {
    await house.stub.sync({ sweep: false });
  }
  expect((await house.stub.status()).notion).toMatchObject({ state: 'paused' });
  const calls = house.notion.calls.length;
  for (let n = 0; n < 20; n++) {
    await house.stub.wake('webhook');
    await house.settle();
  }
  expect(house.notion.calls).toHaveLength(calls);
  expect(((await house.alarmAt()) ?? 0) - Date.now()).toBeGreaterThan(10_000);
  house.notion.act.reconnect();
  expect(await house.stub.sync({ sweep: false })).toMatchObject({ finished: true, run: { state: 'done' } });
});

it('a wish during a pause for the rate does not make the object spin', async () => {
  const house = await createHouse({ NOTION_RATE: '30' });
  await house.provision();
  house.notion.act.create('Engagements', project('Apollo'));
  await house.stub.wake('cron');
  await house.settle();
  const at = (await house.alarmAt()) ?? 0;
  expect(at - Date.now()).toBeGreaterThan(5_000);
  await house.stub.wake('webhook');
  let slices = 0;
  for (; slices < 10; slices++) {
    const next = (await house.alarmAt()) ?? Number.POSITIVE_INFINITY;
    if (next > Date.now() + 1_000) break;
    await house.alarm();
  }
  expect(slices).toBeLessThanOrEqual(1);
  expect(house.notion.calls.length).toBeLessThanOrEqual(30);
});

it('what the object answers has the shape that routes and the command line read', async () => {
  const house = await createHouse({ GUARD_MAILS: '4' });
  await house.provision();
  const pages = ['Apollo', 'Borealis'].map((name) => house.notion.act.create('Engagements', project(name)));
  await house.stub.wake('cron');
  await house.settle();
  const status = await house.stub.status();
  expect(keys(status)).toEqual([
    'callsLastHour',
    'engagements',
    'google',
    'hold',
    'lastHookAt',
    'lastRun',
    'mailsLastHour',
    'nextTickAt',
    'notion',
    'now',
    'provisioned',
    'push',
    'waiting',
  ]);
  expect(status).toMatchObject({ provisioned: true, engagements: { total: 2, byPhase: { Planning: 2 } } });
  expect(status.notion).toMatchObject({ state: 'ok', sentence: null });
  expect(status.mailsLastHour).toBeLessThanOrEqual(4);
  const plan = await house.stub.plan();
  expect(keys(plan)).toEqual(['changes', 'complete', 'hold', 'observedAt', 'waiting']);
  expect(plan.complete).toBe(true);
  expect(plan.hold?.id).toBe(status.hold?.id);
  expect(keys(plan.hold?.changes[0])).toEqual([
    'engagement',
    'from',
    'id',
    'kind',
    'mails',
    'meeting',
    'side',
    'to',
    'what',
    'why',
  ]);

  expect(await house.stub.approve('no-such-hold')).toEqual({ ok: false, hold: status.hold });
  expect(await house.stub.approve(status.hold?.id ?? '')).toEqual({
    ok: true,
    approved: status.hold?.changes.length,
  });
  await house.settle();
  expect((await house.stub.status()).hold).toBeNull();
  expect(house.titles().filter((title) => title.startsWith('Kickoff'))).toHaveLength(2);

  const engagements = await house.stub.engagements();
  expect(engagements.map(({ name }) => name).sort()).toEqual(['Apollo', 'Borealis']);
  expect(engagements[0]?.meetings.map(({ meeting }) => meeting)).toEqual(
    expect.arrayContaining(['span', 'kickoff', 'retro', 'project-retro', 'check-in']),
  );
  const activity = await house.stub.activity({ limit: 500, engagement: pages[0] ?? null });
  expect(activity.some(({ sentence }) => sentence.startsWith('Made Kickoff: Apollo'))).toBe(true);
  expect(activity.every(({ engagement }) => engagement?.name === 'Apollo')).toBe(true);
  expect(await house.stub.activity({ limit: 1, engagement: null })).toHaveLength(1);
});

it('[H2] with faulty settings the object calls nobody', async () => {
  const house = await createHouse({ NOTION_PARENT_PAGE: 'not a page' });
  await expect(
    runInDurableObject(house.stub, (workspace) =>
      workspace.provision().catch((error: Error) => error.message),
    ),
  ).resolves.toContain('settings are faulty');
  expect(house.notion.calls).toEqual([]);
});

it('[H23] from cron to the calendar, and back by HTTP with the admin secret', async () => {
  const house = await createHouse({}, 'default');
  const ask = async (path: string, body?: object) =>
    SELF.fetch(`https://sync.example.com${path}`, {
      headers: { authorization: `Bearer ${ADMIN_SECRET}`, 'content-type': 'application/json' },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
  expect((await SELF.fetch('https://sync.example.com/api/status')).status).toBe(401);
  expect((await ask('/api/provision', {})).status).toBe(200);
  house.notion.act.create('Engagements', project('Apollo'));
  await worker.scheduled(createScheduledController(), env as unknown as Env);
  await house.settle();
  expect(house.titles()).toContain('Kickoff: Apollo');
  const status = await ask('/api/status');
  expect(status.status).toBe(200);
  expect(await status.json()).toMatchObject({
    provisioned: true,
    notion: { state: 'ok' },
    google: { state: 'ok' },
    engagements: { total: 1 },
    lastRun: { trigger: 'cron', state: 'done' },
  });
  const kickoff = house.google.look.all().find(({ summary }) => summary === 'Kickoff: Apollo');
  house.google.act.move(String(kickoff?.id), { minutes: 60 });
  const synced = await ask('/api/sync', {});
  expect(synced.status).toBe(200);
  expect(await synced.json()).toMatchObject({ finished: true, run: { state: 'done' } });
  const row = house.notion.see.rows('Engagements')[0]?.Kickoff as { start: string };
  const moved = house.google.look.event(String(kickoff?.id))?.start as { dateTime: string };
  expect(Date.parse(row.start)).toBe(Date.parse(moved.dateTime));
});
