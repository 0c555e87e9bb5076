// A repetition that a person changed in Calendar: kept as they made it, followed week by week, withdrawn and brought back.
import { expect, it } from 'vitest';
import { point } from './hands.ts';
import {
  at,
  dragOn,
  each,
  endWell,
  pages,
  SPLIT,
  seriesId,
  shown,
  splitOff,
  THURSDAYS,
  type Told,
  tell,
  WEEKLY,
} from './series-story.ts';
import { forget, mails, settle, tellStories } from './story.ts';

tellStories();

const DATES = { start: '2026-12-07', end: '2027-01-22' };
const ON_THE_WAY = '2026-12-11T09:00:00Z';
const SECOND_WEEK = ';INTERVAL=2';
const [FIRST = '', , THIRD = ''] = THURSDAYS;

/** A person changes the repetition: more parts for our rule, or lines of their own. Answers the rule as it was. */
async function repeat({ world }: Told, id: string, how: string | string[]): Promise<string[]> {
  const before = world.google.look.event(id)?.recurrence as string[];
  world.google.act.repeat(id, typeof how === 'string' ? [`${before[0]}${how}`] : how);
  await settle(world);
  return before;
}
const ruleOf = ({ world }: Told, id: string) => world.google.look.event(id)?.recurrence;
const left = (days: readonly string[], time: string, out: readonly number[]) =>
  each(days, time).map((line, index) => (out.includes(index) ? `${line} Cancelled` : line));
/** Weeks 1, 3 and 5; the others have none. */
const EVERY_SECOND = left(THURSDAYS, '14:00', [1, 3, 5]);
const meetings = (lines: readonly string[]) => lines.filter((line) => !line.endsWith('Cancelled'));
const weeklyMails = ({ world }: Told) => mails(world).filter((line) => line.includes('Weekly'));

it('[M24, C24] every second week: weeks without a retro are Cancelled, the others stay, nobody is mailed', async () => {
  const told = await tell();
  await repeat(told, await seriesId(told), SECOND_WEEK);
  expect(pages(told)).toEqual(EVERY_SECOND);
  expect(await shown(told)).toEqual(meetings(EVERY_SECOND));
  expect(String(told.row('Sync'))).toContain('weeks without a retro are Cancelled');
  expect(mails(told.world)).toEqual([]);
  await endWell(told);
});

it('[M24] put back to weekly it is ours again, and every week is back', async () => {
  const told = await tell();
  const id = await seriesId(told);
  const before = await repeat(told, id, SECOND_WEEK);
  await repeat(told, id, before);
  expect(pages(told)).toEqual(each(THURSDAYS, '14:00'));
  expect(told.row('Sync')).toBe('');
  await told.edit({ 'Weekly retro': at('2026-12-10', '16:00') });
  expect(await shown(told)).toEqual(each(THURSDAYS, '16:00'));
  mails(told.world);
  await endWell(told);
});

it('[M37] two days a week: the first of a week counts, the other is people’s own', async () => {
  const told = await tell();
  await repeat(told, await seriesId(told), ';BYDAY=TU,TH');
  expect(pages(told)).toEqual([
    '2026-12-10 14:00',
    ...each(['2026-12-15', '2026-12-22', '2026-12-29', '2027-01-05', '2027-01-12'], '14:00'),
  ]);
  expect(await shown(told)).toHaveLength(11);
  await endWell(told);
});

it('[M23] without an end: every week has its retro, and what goes on after them is people’s own', async () => {
  const told = await tell();
  const id = await seriesId(told);
  await repeat(told, id, ['RRULE:FREQ=WEEKLY']);
  expect(pages(told)).toEqual(each(THURSDAYS, '14:00'));
  await told.edit({ Dates: { start: '2026-12-07', end: '2027-01-29' } });
  expect(pages(told)).toEqual(each([...THURSDAYS, '2027-01-21'], '14:00'));
  expect(ruleOf(told, id)).toEqual(['RRULE:FREQ=WEEKLY']);
  mails(told.world);
  await endWell(told);
});

it('[M24] made a single event: one week has its retro, the others none', async () => {
  const told = await tell();
  await repeat(told, await seriesId(told), []);
  expect(pages(told)).toEqual(left(THURSDAYS, '14:00', [1, 2, 3, 4, 5]));
  expect(await shown(told)).toEqual(['2026-12-10 14:00']);
  await endWell(told);
});

it('[M38] a rule that is not weekly rests, pages and all, and Sync says so', async () => {
  const told = await tell();
  const id = await seriesId(told);
  await repeat(told, id, ['RRULE:FREQ=MONTHLY;BYDAY=2TH']);
  expect(pages(told)).toEqual(each(THURSDAYS, '14:00'));
  expect(String(told.row('Sync'))).toContain('cannot be followed');
  await told.edit({ 'Weekly retro': at('2026-12-08', '11:00') });
  expect(ruleOf(told, id)).toEqual(['RRULE:FREQ=MONTHLY;BYDAY=2TH']);
  mails(told.world);
  await endWell(told);
});

it('[M24] [M16] dragged as a whole, one moved, one deleted: the pages follow', async () => {
  const told = await tell();
  const { world } = told;
  await repeat(told, await seriesId(told), SECOND_WEEK);
  world.google.act.move(await point(world, WEEKLY, FIRST), { minutes: 60, scope: 'all' });
  await settle(world);
  world.google.act.move(await point(world, WEEKLY, THIRD), { minutes: 60 });
  world.google.act.remove(await point(world, WEEKLY, '2027-01-07'));
  await settle(world);
  expect(pages(told)).toEqual([
    '2026-12-10 15:00',
    '2026-12-17 14:00 Cancelled',
    '2026-12-24 16:00',
    '2026-12-31 14:00 Cancelled',
    '2027-01-07 15:00 Cancelled',
    '2027-01-14 14:00 Cancelled',
  ]);
  expect(mails(world)).toEqual([]);
  await endWell(told);
});

it('[M24] [M17] a page moves or cancels its retro; one whose week has none stays Cancelled, whatever is typed', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  await repeat(told, id, SECOND_WEEK);
  world.notion.act.edit(told.retro(2), { Date: at('2026-12-18', '09:00'), Status: 'Planned' });
  world.notion.act.edit(told.retro(3), { Date: at('2026-12-23', '09:00') });
  world.notion.act.edit(told.retro(5), { Status: 'Cancelled' });
  await settle(world);
  expect(pages(told)).toEqual([
    '2026-12-10 14:00',
    '2026-12-18 09:00 Cancelled',
    '2026-12-23 09:00',
    '2026-12-31 14:00 Cancelled',
    '2027-01-07 14:00 Cancelled',
    '2027-01-14 14:00 Cancelled',
  ]);
  expect(await shown(told)).toEqual(['2026-12-10 14:00', '2026-12-23 09:00']);
  expect(mails(world)).toEqual(['update Weekly retro: Apollo ×4', 'cancellation Weekly retro: Apollo ×4']);
  await endWell(told);
});

it('[M19] [M24] deleted as a whole it is cancelled, and a new Weekly retro brings it back as it was', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  await repeat(told, id, SECOND_WEEK);
  world.google.act.remove(id);
  await settle(world);
  expect(told.row('Weekly retro')).toBeNull();
  expect(pages(told)).toEqual(left(THURSDAYS, '14:00', [0, 1, 2, 3, 4, 5]));
  expect(mails(world)).toEqual([]);
  await told.edit({ 'Weekly retro': at('2026-12-10', '14:00') });
  expect(pages(told)).toEqual(EVERY_SECOND);
  expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
  await endWell(told);
});

it('[M36] [C24] Dates that move leave it where it is; Checks names what no longer fits', async () => {
  const told = await tell();
  await repeat(told, await seriesId(told), SECOND_WEEK);
  await told.edit({ Dates: { start: '2026-12-14', end: '2027-01-29' } });
  expect(pages(told)).toEqual(EVERY_SECOND);
  expect(await shown(told)).toEqual(meetings(EVERY_SECOND));
  expect(String(told.row('Checks')).match(/weekly retro of week/g)).toHaveLength(3);
  expect(weeklyMails(told)).toEqual([]);
  await endWell(told);
});

it('[M36] longer Dates do not continue it, shorter ones end it, and longer again it is as it was', async () => {
  const told = await tell();
  const id = await seriesId(told);
  await repeat(told, id, SECOND_WEEK);
  const theirs = ruleOf(told, id);
  await told.edit({ Dates: { ...DATES, end: '2027-02-05' } });
  expect(pages(told)).toEqual(EVERY_SECOND);
  expect(ruleOf(told, id)).toEqual(theirs);
  expect(weeklyMails(told)).toEqual([]);
  await told.edit({ Dates: { ...DATES, end: '2027-01-08' } });
  expect(await shown(told)).toEqual(['2026-12-10 14:00', '2026-12-24 14:00']);
  expect(weeklyMails(told)).toEqual(['update Weekly retro: Apollo ×4']);
  await told.edit({ Dates: DATES });
  expect(pages(told)).toEqual(EVERY_SECOND);
  expect(ruleOf(told, id)).toEqual(theirs);
  mails(told.world);
  await endWell(told);
});

const RULES: readonly (readonly [string, string | string[]])[] = [
  ['every second week', SECOND_WEEK],
  ['two days a week', ';BYDAY=TU,TH'],
  ['without an end', ['RRULE:FREQ=WEEKLY']],
  ['monthly', ['RRULE:FREQ=MONTHLY;BYDAY=2TH']],
  ['with a date left out', ['RRULE:FREQ=WEEKLY;COUNT=5', 'EXDATE;TZID=Europe/Berlin:20261224T140000']],
];
const REASONS = [
  ['Declined', { Phase: 'Declined' }],
  ['Dates cleared', { Dates: null }],
  ['Weekly retro blanked', { 'Weekly retro': null }],
] as const;

for (const [what, rule] of RULES) {
  for (const [reason, away] of REASONS) {
    for (const isOnTheWay of [false, true]) {
      const when = isOnTheWay ? 'on the way' : 'before the first';
      it(`[M36] [M11] ${what}, ${reason} ${when}: withdrawn, and back as it was`, async () => {
        const told = await tell();
        const { world } = told;
        const id = await seriesId(told);
        if (isOnTheWay) await world.at(ON_THE_WAY);
        await repeat(told, id, rule);
        const before = [await shown(told), pages(told), ruleOf(told, id)];
        mails(world);
        await told.edit(away);
        expect(await shown(told)).toEqual(isOnTheWay ? ['2026-12-10 14:00'] : []);
        expect(weeklyMails(told)).toHaveLength(1);
        const phase = isOnTheWay ? 'Executing' : 'Planning';
        const back = { Phase: phase, Dates: DATES, 'Weekly retro': at('2026-12-17', '14:00') };
        await told.edit({ [Object.keys(away)[0] ?? '']: back[Object.keys(away)[0] as keyof typeof back] });
        expect([await shown(told), pages(told), ruleOf(told, id)]).toEqual(before);
        expect(weeklyMails(told)).toHaveLength(1);
        await endWell(told);
      });
    }
  }
}

it('[M36] [S16] withdrawn on the way, memory lost, and back: as it was', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  await world.at(ON_THE_WAY);
  await repeat(told, id, SECOND_WEEK);
  const before = [await shown(told), pages(told), ruleOf(told, id)];
  await told.edit({ Phase: 'Declined' });
  mails(world);
  forget(world);
  await settle(world);
  await told.edit({ Phase: 'Executing' });
  expect([await shown(told), pages(told), ruleOf(told, id)]).toEqual(before);
  mails(world);
  await endWell(told);
});

it('[M36] a rule that a person changes while it is withdrawn counts', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  await world.at(ON_THE_WAY);
  await repeat(told, id, SECOND_WEEK);
  await told.edit({ Phase: 'Declined' });
  mails(world);
  world.google.act.repeat(id, ['RRULE:FREQ=WEEKLY;INTERVAL=3;UNTIL=20270114T130000Z']);
  await settle(world);
  expect(await shown(told)).toEqual(['2026-12-10 14:00']);
  mails(world);
  await told.edit({ Phase: 'Executing' });
  expect(await shown(told)).toEqual(['2026-12-10 14:00', '2026-12-31 14:00']);
  mails(world);
  await endWell(told);
});

it('[M22] [M24] split, then the part made every second week: the older part goes on weekly', async () => {
  const told = await tell();
  const { world } = told;
  const part = await dragOn(told, THURSDAYS[3] ?? '', 60);
  await repeat(told, part, SECOND_WEEK);
  const lines = [...SPLIT.slice(0, 4), '2027-01-07 15:00 Cancelled', '2027-01-14 15:00'];
  expect(pages(told)).toEqual(lines);
  mails(world);
  await told.edit({ Phase: 'Declined' });
  expect(await shown(told)).toEqual([]);
  await told.edit({ Phase: 'Planning' });
  expect(pages(told)).toEqual(lines);
  expect(await shown(told)).toEqual(meetings(lines));
  mails(world);
  await endWell(told);
});

it('[M35] [M24] the older part made every second week stays so when the slot moves what comes after', async () => {
  const told = await splitOff();
  const { world } = told;
  await repeat(told, await seriesId(told), SECOND_WEEK);
  await told.edit({ 'Weekly retro': at('2026-12-08', '11:00') });
  const lines = [
    '2026-12-10 14:00',
    '2026-12-17 14:00 Cancelled',
    '2026-12-24 14:00',
    ...each(['2026-12-29', '2027-01-05', '2027-01-12'], '11:00'),
  ];
  expect(pages(told)).toEqual(lines);
  expect(weeklyMails(told)).toEqual(['invitation Weekly retro: Apollo ×4']);
  expect(String(told.row('Sync'))).toContain('repetition');
  await told.edit({ Phase: 'Declined' });
  expect(await shown(told)).toEqual([]);
  await told.edit({ Phase: 'Planning' });
  expect(pages(told)).toEqual(lines);
  mails(world);
  await endWell(told);
});

it('[M22] [M24] every second week, split and dragged: the weeks after the cut follow', async () => {
  const told = await tell();
  await repeat(told, await seriesId(told), SECOND_WEEK);
  await dragOn(told, THIRD, 60);
  expect(pages(told)).toEqual([
    '2026-12-10 14:00',
    '2026-12-17 14:00 Cancelled',
    '2026-12-24 15:00',
    '2026-12-31 14:00 Cancelled',
    '2027-01-07 15:00',
    '2027-01-14 14:00 Cancelled',
  ]);
  expect(mails(told.world)).toEqual([]);
  await endWell(told);
});

it('[M23] [C15] [C26] name and guests go on being kept in a rule of theirs', async () => {
  const told = await tell();
  const { world } = told;
  const id = await seriesId(told);
  await repeat(told, id, SECOND_WEEK);
  await told.edit({ Name: 'Boreas', Advisor: [] });
  const weekly = (await world.calendar()).filter(({ title }) => title.startsWith('Weekly'));
  expect(weekly.map(({ title, guests }) => [title, guests.length])).toEqual(
    Array(3).fill(['Weekly retro: Boreas', 3]),
  );
  mails(world);
  await endWell(told);
});
