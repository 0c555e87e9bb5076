// The oracle over people's edits. Each value that a person set remembers the value that they saw in its place; in the
// end every one of them stands on both sides, was replaced by somebody who saw it, or is said in the activity log or
// in a comment. What ended otherwise was ended by a rule of the spec, which is counted. It knows nothing of the engine's tables.
import { type Meeting, type Phase, wants } from '../../src/playbook/index.ts';
import { createComparison } from './compare.ts';
import { findCrossings } from './crossings.ts';
import { createJudge } from './losses.ts';
import type { People } from './people.ts';
import { eventsOf, isTime, presenceOf, retrosOf, say, seeCalendar, seeNotion } from './seen.ts';
import { createStory } from './story.ts';
import type { Version } from './version.ts';

/** `strict`: windows and rules that do not count, to show what they are needed for. */
export function createOracle(people: People, strict: readonly string[] = []) {
  const { house } = people;
  const wrongs: string[] = [];
  const wrong = (words: string) => void wrongs.push(words);
  const story = createStory(people);
  const compare = createComparison(people, wrong);
  const { findAll, excused } = createJudge(story, wrong, strict);
  const { versions } = story;

  /** One page and one event for each meeting. */
  function countPairs() {
    for (const engagement of people.engagements) {
      const keys = retrosOf(house, engagement, true).filter(
        ({ isLive, id }) => isLive && !people.copies.has(id),
      );
      const counts = new Map<string, number>();
      for (const { key } of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      for (const [key, count] of counts) if (count > 1) wrong(`${count} pages for ${key.slice(37)}`);
      // What people do to the events of one that rests is looked at when it is back.
      if (!['live', 'trashed'].includes(presenceOf(house, engagement))) continue;
      const fields = new Map<string, number>();
      for (const { field, start } of eventsOf(house, engagement))
        if (Number(start) > house.now()) fields.set(field, (fields.get(field) ?? 0) + 1);
      for (const [field, count] of fields) if (count > 1) wrong(`${count} events for ${field}`);
    }
  }

  /** No time that nobody set and no playbook picks; no text of people's gone. */
  function findInvented() {
    const isOurs = (value: string) => {
      const minute = new Date(Number(value)).getUTCMinutes();
      return !isTime(value) || minute % 30 === 0 || people.minutes.has(minute);
    };
    for (const engagement of people.engagements) {
      for (const shown of [seeNotion(house, engagement), seeCalendar(house, engagement)])
        for (const [field, value] of shown)
          if (field !== 'slot' && !isOurs(value)) wrong(`invented: ${field} = ${say(value)}`);
    }
    for (const [words, { page }] of people.texts)
      if (page && !house.notion.see.body(page).includes(words)) wrong(`${words} is gone from its page`);
  }

  /** Where memory was lost between the two nothing says to which Date a week was moved: a write to its series goes over that mark. */
  const isUnmarked = (typed: Version, drawn: Version) =>
    typed.field.startsWith('week:') && story.shownAtLosses(typed).some(({ at }) => at < drawn.at);

  /** A conflict is said only where there was one: what somebody replaced knowingly is none, whatever answer was lost. */
  function findQuarrels() {
    const isToken = ({ value }: (typeof versions)[number]) => people.tokens.has(value);
    for (const typed of versions.filter((one) => one.side === 'notion' && isToken(one)))
      for (const drawn of versions)
        if (
          drawn.side === 'calendar' &&
          drawn.engagement === typed.engagement &&
          drawn.field === typed.field &&
          drawn.before === typed.value &&
          isToken(drawn) &&
          !isUnmarked(typed, drawn) &&
          story.isQuarrel(typed, drawn)
        )
          wrong(
            `said to be a conflict: ${drawn.field} = ${say(drawn.value)}, set in place of ${say(typed.value)}`,
          );
  }

  return {
    ...story,
    wrongs,
    wrong,
    excused,
    /** Whether anybody gave a reason to take this meeting away: it was cancelled, or its phase, Dates or page changed. */
    mayGo(engagement: string, meeting: string): boolean {
      const shown = seeNotion(house, engagement);
      if (!['intro', 'fit-check', 'kickoff', 'check-in'].includes(meeting)) return true;
      // The clock moves the phase on before Notion is told.
      const now = house.now();
      const isOver = [shown, seeCalendar(house, engagement)].some((side) => {
        const end = side.get('dates')?.split('..')[1] ?? '';
        return (
          ['project-retro', 'project-page', 'kept:project-page', 'check-in'].some(
            (one) => Number(side.get(one)) <= now,
          ) ||
          (end !== '' && Date.parse(end) <= now)
        );
      });
      // It was over where it stood when the tick began.
      const wasOver = versions.some(
        ({ engagement: of, field, value }) =>
          of === engagement &&
          ['project-retro', 'check-in'].includes(field) &&
          isTime(value) &&
          Number(value) <= now,
      );
      if (
        isOver ||
        wasOver ||
        people.done.includes('trash') ||
        !wants(shown.get('phase') as Phase, meeting as Meeting)
      )
        return true;
      return versions.some(
        ({ engagement: of, field, value }) =>
          of === engagement &&
          (field === 'phase' || ([meeting, 'dates'].includes(field) && value === 'none')),
      );
    },
    rule: (engagement: string) => void story.ruled.push({ engagement, at: house.now() }),
    /** Compares both sides now. */
    compareAll(stage: string) {
      for (const engagement of people.engagements) {
        const calendar = seeCalendar(house, engagement);
        const presence = presenceOf(house, engagement);
        if (presence === 'live') compare(engagement, seeNotion(house, engagement), calendar, stage);
        // Without its memory the Worker does not know what lies in the trash (docs/storage.md).
        if (presence !== 'trashed' || stage !== 'end' || story.isForgotten()) continue;
        for (const [field, value] of calendar)
          if (isTime(value) && field !== 'slot' && Number(value) > house.now())
            wrong(`${field} is in Calendar though its engagement is in the trash`);
      }
    },
    judge() {
      findAll(story.see('notion'), story.see('calendar'));
      countPairs();
      findInvented();
      findQuarrels();
      findCrossings(story, wrong);
    },
  };
}

export type Oracle = ReturnType<typeof createOracle>;
