// What the clock does to a phase: each crossing once, forward only, and what stands in for a cancelled meeting.
import { expect, it } from 'vitest';
import { createWorld } from '../world/world.ts';
import {
  engage,
  expectQuiet,
  forget,
  HOUR,
  mails,
  PEOPLE,
  PLANNED,
  settle,
  story,
  tellStories,
} from './story.ts';

tellStories();

it('[P20] the clock takes an engagement from Planning to Completed, in Phase and in the span, and tells nobody', async () => {
  const { world, row, calendar } = await engage(PEOPLE);
  mails(world);
  const phases = [];
  for (const moment of [
    '2026-12-07T09:44:00Z',
    '2026-12-07T09:45:00Z',
    '2026-12-31T13:59:00Z',
    '2026-12-31T14:00:00Z',
    '2027-04-01T08:29:00Z',
    '2027-04-01T08:30:00Z',
  ]) {
    await world.at(moment, { immediate: false });
    phases.push(`${row('Phase')} / ${(await calendar())[0]}`);
  }
  const span = (phase: string) => `${phase} / 2026-12-07–2027-01-01 [${phase}] Apollo`;
  expect(phases).toEqual([
    span('Planning'),
    span('Executing'),
    span('Executing'),
    span('Wrapping up'),
    span('Wrapping up'),
    span('Completed'),
  ]);
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[P22] a phase that a person set after a crossing stands, until the next crossing', async () => {
  const { world, row, edit } = await engage(PEOPLE);
  await world.at('2026-12-07T10:00:00Z');
  await edit({ Phase: 'Planning' });
  expect(row('Phase')).toBe('Planning');
  await world.at('2026-12-21T10:00:00Z');
  expect(row('Phase')).toBe('Planning');
  await world.at('2026-12-31T15:00:00Z');
  expect(row('Phase')).toBe('Wrapping up');
  await expectQuiet(world);
});

it('[P22] a phase that a person set ahead of the clock spends the crossing', async () => {
  const { world, row, edit } = await engage(PEOPLE);
  await edit({ Phase: 'Executing' });
  await world.at('2026-12-07T10:00:00Z');
  expect(row('Phase')).toBe('Executing');
  await edit({ Phase: 'Planning' });
  world.pass(24 * HOUR);
  await settle(world);
  expect(row('Phase')).toBe('Planning');
  await expectQuiet(world);
});

it.each(['Completed', 'Ended early', 'Declined'])(
  '[S16] [P22] what was over when memory was lost moves no phase, also where it was %s then',
  async (Phase) => {
    const { world, row, edit } = await engage(PEOPLE);
    await world.at('2027-04-02T10:00:00Z');
    await edit({ Phase });
    forget(world);
    await settle(world);
    await edit({ Phase: 'Wrapping up' });
    await world.at('2027-04-03T10:00:00Z');
    expect(row('Phase')).toBe('Wrapping up');
    await expectQuiet(world);
  },
);

it('[P21] with the kickoff cancelled the first retro leads to Executing', async () => {
  const { world, row, edit } = await engage(PEOPLE);
  await edit({ Kickoff: null });
  await world.at('2026-12-10T13:29:00Z');
  expect(row('Phase')).toBe('Planning');
  await world.at('2026-12-10T13:30:00Z');
  expect(row('Phase')).toBe('Executing');
  await expectQuiet(world);
});

it('[P21] with the project retro cancelled the day after Dates leads to Wrapping up', async () => {
  const { world, row, edit } = await engage(PEOPLE);
  await edit({ 'Project retro': null });
  await world.at('2027-01-01T22:59:00Z');
  expect(row('Phase')).toBe('Executing');
  await world.at('2027-01-01T23:00:00Z');
  expect(row('Phase')).toBe('Wrapping up');
  await expectQuiet(world);
});

it('[P21] with the check-in cancelled nothing completes an engagement', async () => {
  const { world, row, edit } = await engage(PEOPLE);
  await edit({ 'Check-in': null });
  await world.at('2027-01-02T09:00:00Z');
  await world.at('2028-01-01T09:00:00Z');
  expect(row('Phase')).toBe('Wrapping up');
  await expectQuiet(world);
});

it('[P22] after a long silence the clock leads straight to the last crossing', async () => {
  const { world, row, retros, calendar } = await engage(PEOPLE);
  mails(world);
  await world.at('2027-01-04T09:00:00Z');
  expect(row('Phase')).toBe('Wrapping up');
  expect(retros().every((line) => line.endsWith('Held'))).toBe(true);
  expect((await calendar()).slice(1)).toEqual(PLANNED.slice(1));
  expect(mails(world)).toEqual([]);
  await expectQuiet(world);
});

it('[P19] the clock moves nothing in Sourcing, Declined and Ended early', async () => {
  for (const Phase of ['Sourcing', 'Declined', 'Ended early']) {
    const { world, row } = await engage({ ...PEOPLE, Phase });
    await world.at('2027-01-04T09:00:00Z');
    await world.at('2027-06-04T09:00:00Z');
    expect(row('Phase')).toBe(Phase);
    await expectQuiet(world);
  }
});

it('[P44] back to Planning after the kickoff neither moves nor mails the past', async () => {
  const { world, edit, calendar } = await engage(PEOPLE);
  await world.at('2026-12-14T09:00:00Z');
  mails(world);
  await edit({ Phase: 'Sourcing' });
  expect((await calendar()).slice(1)).toEqual(PLANNED.slice(1, 3));
  mails(world);
  await edit({ Phase: 'Executing' });
  expect((await calendar()).slice(1)).toEqual(PLANNED.slice(1));
  await expectQuiet(world);
});

it('[N15] a Retros page becomes Held when its meeting is over, and not before', async () => {
  const { world, retros } = await engage(PEOPLE);
  await world.at('2026-12-10T13:29:00Z');
  expect(retros()[0]).toBe('1: 2026-12-10 14:00 Planned');
  await world.at('2026-12-10T13:30:00Z');
  expect(retros().slice(0, 2)).toEqual(['1: 2026-12-10 14:00 Held', '2: 2026-12-17 14:00 Planned']);
  await expectQuiet(world);
});

it('[N15] Held typed by a person on a retro ahead is put back', async () => {
  const { world, retro, retros } = await engage(PEOPLE);
  world.notion.act.edit(retro(2), { Status: 'Held' });
  await settle(world);
  expect(retros()[1]).toBe('2: 2026-12-17 14:00 Planned');
  await expectQuiet(world);
});

// A row met for the first time: what a workspace has when the Worker comes to it.
const met = async (
  row: Record<string, string | null | { start: string; end?: string | null }>,
  now: string,
) => {
  const world = await createWorld({ now: Date.parse(now) });
  const page = world.notion.act.create('Engagements', {
    Name: 'Apollo',
    Phase: 'Executing',
    Dates: { start: '2026-12-07', end: '2027-01-01' },
    'Time zone': 'Europe/Berlin',
    ...PEOPLE,
    ...row,
  });
  await settle(world);
  return story(world, page);
};

it('[P45] of a row met on its way only what lies ahead is made, the series at its next week with its right number', async () => {
  const { world, calendar, retros, row } = await met({}, '2026-12-14T09:00:00Z');
  expect(await calendar()).toEqual(['2026-12-07–2027-01-01 [Executing] Apollo', ...PLANNED.slice(3)]);
  expect(retros()).toEqual([
    '2: 2026-12-17 14:00 Planned',
    '3: 2026-12-24 14:00 Planned',
    'project: 2026-12-31 14:00 Planned',
  ]);
  expect([row('Phase'), row('Kickoff')]).toEqual(['Executing', null]);
  await expectQuiet(world);
});

it('[P45] meetings that are over move no phase of a row met for the first time', async () => {
  const { world, row, calendar } = await met(
    { Phase: 'Planning', Kickoff: { start: '2026-12-07T10:00:00.000+01:00' } },
    '2027-01-04T09:00:00Z',
  );
  expect(row('Phase')).toBe('Planning');
  expect(await calendar()).toEqual([PLANNED.at(-1)]);
  await expectQuiet(world);
  await world.at('2027-04-01T09:00:00Z');
  expect(row('Phase')).toBe('Completed');
  await expectQuiet(world);
});

it('[P45] times that people typed before are pinned, also those in the past', async () => {
  const { world, calendar, row, edit } = await met(
    {
      Kickoff: { start: '2026-12-08T09:00:00.000+01:00' },
      'Project retro': { start: '2026-12-30T15:00:00.000+01:00', end: '2026-12-30T16:30:00.000+01:00' },
      'Weekly retro': { start: '2026-12-09T11:00:00.000+01:00', end: '2026-12-09T11:45:00.000+01:00' },
    },
    '2026-12-14T09:00:00Z',
  );
  expect(await calendar()).toEqual([
    '2026-12-07–2027-01-01 [Executing] Apollo',
    '2026-12-16 11:00 Weekly retro: Apollo',
    '2026-12-23 11:00 Weekly retro: Apollo',
    '2026-12-30 15:00 Project retro: Apollo',
    '2027-04-01 10:00 Three-month check-in: Apollo',
  ]);
  expect([row('Kickoff'), row('Weekly retro')]).toEqual(['2026-12-08 09:00', '2026-12-09 11:00']);
  await expectQuiet(world);
  await edit({ Dates: { start: '2026-12-07', end: '2027-01-08' } });
  expect((await calendar()).slice(1)).toEqual([
    '2026-12-16 11:00 Weekly retro: Apollo',
    '2026-12-23 11:00 Weekly retro: Apollo',
    '2026-12-30 11:00 Weekly retro: Apollo',
    '2026-12-30 15:00 Project retro: Apollo',
    '2027-04-08 10:00 Three-month check-in: Apollo',
  ]);
  await expectQuiet(world);
});

for (const [Phase, past, around, ahead] of [
  ['Sourcing', [], ['span'], ['span']],
  [
    'Planning',
    ['check-in'],
    ['span', 'retro', 'retro', 'project', 'check-in'],
    ['span', 'kickoff', 'retro', 'retro', 'retro', 'project', 'check-in'],
  ],
  [
    'Executing',
    ['check-in'],
    ['span', 'retro', 'retro', 'project', 'check-in'],
    ['span', 'kickoff', 'retro', 'retro', 'retro', 'project', 'check-in'],
  ],
  ['Wrapping up', ['check-in'], ['span', 'check-in'], ['span', 'check-in']],
  ['Completed', [], [], []],
  ['Declined', [], [], []],
  ['Ended early', ['check-in'], ['span', 'check-in'], ['span', 'check-in']],
] as const) {
  it(`[P45] a row first met in ${Phase} gets what its phase holds ahead, whether Dates are past, around or to come`, async () => {
    for (const [now, held] of [
      ['2027-01-11T09:00:00Z', past],
      ['2026-12-14T09:00:00Z', around],
      ['2026-11-23T09:00:00Z', ahead],
    ] as const) {
      const { world, calendar, row } = await met({ Phase }, now);
      const kind = (line: string) =>
        ['check-in', 'Project', 'Weekly', 'Kickoff']
          .find((word) => line.includes(word))
          ?.toLowerCase()
          .replace('weekly', 'retro') ?? 'span';
      expect((await calendar()).map(kind)).toEqual([...held]);
      expect(row('Phase')).toBe(Phase);
      const sent = world.google.outbox.map(({ to, event }) => `${to} ${event}`);
      expect(new Set(sent).size).toBe(sent.length);
      expect(world.google.outbox.length).toBe(4 * new Set(held.filter((one) => one !== 'span')).size);
      await expectQuiet(world);
    }
  });
}
