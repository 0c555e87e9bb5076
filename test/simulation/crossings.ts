// Whether the clock moved a phase twice at one crossing: a phase that a person set after a crossing stands (P22), until
// another one comes. It knows when one may have come, not which: any meeting that ended, and any act on what meetings hang on.
import { isTime, presenceOf, say, seeCalendar, seeNotion } from './seen.ts';
import type { Story } from './story.ts';
import type { Version } from './version.ts';

const FORWARD = ['Planning', 'Executing', 'Wrapping up', 'Completed'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOVERS = /^(kickoff|project-retro|check-in|dates|slot|zone|week:\d+)$/;

/** Says each phase that a person set after a crossing and that the clock moved on again. */
export function findCrossings(story: Story, wrong: (words: string) => void): void {
  const { people, versions } = story;
  for (const version of versions) {
    if (version.field !== 'phase' || version.isReplaced || !FORWARD.includes(version.value)) continue;
    // What was typed in Calendar cannot be told to a page in the trash.
    if (version.side === 'calendar' && presenceOf(people.house, version.engagement) !== 'live') continue;
    const now = seeNotion(people.house, version.engagement).get('phase') ?? '';
    if (FORWARD.indexOf(now) <= FORWARD.indexOf(version.value)) continue;
    const ofIt = versions.filter((one) => one.engagement === version.engagement);
    // Somebody else set it so, or the clock stood still meanwhile and caught up.
    const isExplained = ofIt.some(
      ({ field, value }) => field === 'phase' && (value === now || !FORWARD.includes(value)),
    );
    if (!isExplained && !mayCross(version, ofIt, story))
      wrong(`the clock moved ${say(version.value)} on to ${now}, though no crossing came`);
  }
}

/** Whether a crossing may have come since the tick before it was set. */
function mayCross({ at, engagement }: Version, versions: readonly Version[], story: Story): boolean {
  const { house } = story.people;
  const since = story.completed.filter((time) => time <= at).at(-2) ?? story.began;
  const shown = [seeNotion(house, engagement), seeCalendar(house, engagement)].flatMap((side) => [...side]);
  const said = versions.flatMap(({ field, value, before }) => [
    [field, value] as const,
    [field, before] as const,
  ]);
  const moments = [...shown, ...said].flatMap(([field, value]) => {
    if (!MOVERS.test(field)) return [];
    if (isTime(value)) return field === 'slot' ? [] : [Number(value), Number(value) + HOUR];
    const end = value.split('..')[1];
    return end ? [Date.parse(end) + DAY] : [];
  });
  const acts = versions.flatMap(({ field, at: when }) => (MOVERS.test(field) ? [when] : []));
  return [...moments, ...acts].some((moment) => moment >= since && moment <= house.now());
}
