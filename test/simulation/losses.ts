// What became of each value that a person set: it stands on both sides, was replaced by somebody who saw it, or is said
// in the activity log or in a comment. What is excused is excused by its exact cause, and counted.
import {
  DEFAULT_PLAYBOOK,
  type Meeting,
  type Phase,
  pickRetros,
  slotOf,
  wants,
} from '../../src/playbook/index.ts';
import { eventsOf, isTime, presenceOf, retrosOf, type Shown, say } from './seen.ts';
import type { Story, Version } from './story.ts';

/** So long after we changed a rule what Calendar shows of its exceptions may not be a person's doing. */
const RULED = 20 * 60_000;

/** Judges what was lost; `strict`: excuses that do not count, to show what they are needed for. */
export function createJudge(story: Story, wrong: (words: string) => void, strict: readonly string[]) {
  const { people, versions, completed, ruled, goneBefore, revived, isSaid, seenBy } = story;
  const { house } = people;
  const excused = new Map<string, number>();

  function wantedWeeks(shown: Shown): Set<string> {
    const [start, end] = (shown.get('dates') ?? 'none').split('..');
    if (!start || start === 'none') return new Set();
    const zone = shown.get('zone') || 'Europe/Berlin';
    const slot = Number(shown.get('slot'));
    const text = shown.get('slot');
    const wall = text && text !== 'none' && Number.isFinite(slot) ? new Date(slot).toISOString() : null;
    const days = { start, end: end || start };
    const picks = pickRetros(
      days,
      slotOf(wall ? { start: wall, end: null } : null, zone, DEFAULT_PLAYBOOK),
      zone,
      DEFAULT_PLAYBOOK,
    );
    return new Set(picks.map(({ week }) => `week:${week}`));
  }

  const excuse = (why: string): true => {
    excused.set(why, (excused.get(why) ?? 0) + 1);
    return true;
  };

  /** Every value that nobody replaced knowingly has to be somewhere. */
  function findAll(notion: Map<string, Shown>, calendar: Map<string, Shown>) {
    for (const version of versions) {
      const { engagement, field, value } = version;
      if (version.isReplaced) continue;
      if (presenceOf(house, engagement) !== 'live') continue;
      const n = notion.get(engagement) ?? new Map<string, string>();
      const c = calendar.get(engagement) ?? new Map<string, string>();
      if (isFound(version, n, c)) continue;
      // Whatever an exception shows around a change of its rule may be Google's doing (M21).
      const isRuled = ruled.some(
        (one) => one.engagement === engagement && Math.abs(one.at - version.at) < RULED,
      );
      // So it is where somebody moves the week once more before it was laid on its new rule.
      const isMovedAgain = versions.some(
        (later) =>
          later.engagement === engagement &&
          later.field === field &&
          later.side === 'calendar' &&
          later.order > version.order &&
          ruled.some(
            (one) => one.engagement === engagement && later.at >= one.at && later.at < one.at + RULED,
          ),
      );
      if (version.side === 'calendar' && field.startsWith('week:') && (isRuled || isMovedAgain)) {
        excuse('its rule was just changed');
        continue;
      }
      const why = version.excuse ?? lostItsKey(version);
      if (why !== null && !strict.includes(why) && excuse(why)) continue;
      const seen = n.get(field) ?? 'none';
      wrong(
        `lost: ${field} = ${say(value)}, set in ${version.side} by "${version.act}" in place of ${say(version.before)}; Notion has ${say(seen)}, Calendar ${say(c.get(field) ?? 'none')}`,
      );
    }
  }

  /** A copy loses its Key and is a person's own (N18); so does a page that was made once more (W2). */
  function lostItsKey({ engagement, page, isUnmet }: Version): string | null {
    if (page === null || retrosOf(house, engagement, true).some(({ id }) => id === page)) return null;
    return people.copies.has(page) ? 'of a copy' : isUnmet ? 'W2' : null;
  }

  function isFound(version: Version, n: Shown, c: Shown): boolean {
    const { field, value, side, engagement } = version;
    const [inNotion, inCalendar] = [n.get(field) ?? 'none', c.get(field) ?? 'none'];
    if (field === 'guests' || field === 'zone') return true;
    if (field === 'name') return inNotion === value;
    if (field.startsWith('title:')) {
      if (!value.includes('Title-') || inCalendar.includes(value)) return true;
      // Google gives a series' new words to its occurrences too (the twin's README).
      if (field.startsWith('title:week:')) return true;
      if (revived.has(version.event ?? '')) return excuse('came back under its own title');
      const there = eventsOf(house, engagement).find((one) => `title:${one.field}` === field);
      return there === undefined || there.id !== version.event;
    }
    if (field === 'phase') return isPhaseFound(version, inNotion);
    if (field === 'dates' && side === 'calendar' && (value === 'none' || version.before === 'none'))
      return true;
    if (field === 'slot') return isSlotFound(version, inNotion, inCalendar);
    if (value === 'none' || !(isTime(value) || field === 'dates')) {
      if (!isTime(value) && value !== 'none') return true;
      return isAbsenceFound(version, inNotion, inCalendar);
    }
    if (inNotion === value || inCalendar === value) return true;
    if (field === 'project-retro' && n.get('project-page') === value) return true;
    if (retrosOf(house, engagement).some((retro) => retro.date === value)) return true;
    if (isSaid(version)) return excuse('said');
    if (isTime(version.before) && Number(version.before) <= version.at) return excuse('was over');
    const isEnded = versions.some((one) => one.engagement === engagement && one.value === 'Ended early');
    if (field === 'dates' && isEnded) return excuse('ended early');
    const isDragged = versions.some(
      (one) =>
        one.engagement === engagement &&
        one.field === 'slot' &&
        one.side === 'calendar' &&
        one.order > version.order,
    );
    if (field.startsWith('week:') && isDragged) return excuse('its series was dragged');
    if (field.startsWith('week:') && n.get('slot') === 'none' && inCalendar === 'none')
      return excuse('withdrawn with its series');
    const isTakenAway = versions.some(
      (one) => one.engagement === engagement && one.field === field && one.value === 'none',
    );
    const meeting = (field.startsWith('week:') ? 'retro' : field) as Meeting;
    const isWithdrawn = inCalendar === 'none' && !wants(n.get('phase') as Phase, meeting);
    if (isTakenAway && isWithdrawn) return excuse('cancelled while withdrawn');
    // Of a series that goes at that very moment Google no longer says where its occurrences were.
    if (version.isMid && field.startsWith('week:') && isWithdrawn) return excuse('withdrawn at that moment');
    // Notion has two places for the project retro: whoever trashes its page takes away what the row says.
    if (field === 'project-retro' && side === 'notion' && isTakenAway && inCalendar === 'none')
      return excuse('taken away in its other place');
    if (isTime(value) && Number(value) <= seenBy(version.at)) return excuse('over');
    if (field.startsWith('week:') && !wantedWeeks(n).has(field)) return excuse('its week is gone');
    // What was brought back at the playbook's time is no token; that it is there is compared elsewhere.
    return isTime(value) && !people.tokens.has(value);
  }

  function isAbsenceFound(version: Version, inNotion: string, inCalendar: string): boolean {
    const { field, before, act: by, order: since, engagement } = version;
    if (field === 'dates') return inNotion === 'none' || isSaid(version);
    if (inCalendar === 'none' || !isTime(inCalendar)) return true;
    if (Number(inCalendar) <= house.now()) return excuse('is over');
    if (inNotion === 'none') return true;
    if (isTime(before) && Number(before) <= seenBy(version.at)) return excuse('was over');
    // Withdrawn by us and deleted by a person at once: to the same effect, so it comes back with its reason.
    if (by === 'remove' && goneBefore.has(engagement)) return excuse('withdrawn at once');
    const isSeenAgain = versions.some(
      (one) =>
        one.engagement === engagement &&
        one.field === field &&
        one.side === 'calendar' &&
        isTime(one.before) &&
        one.order > since &&
        completed.some((time) => time > version.at && time < one.at),
    );
    // Until the occurrence is taken out of a rule made longer it shows for a moment, and may be moved.
    if (isSeenAgain) return excuse('came back for a moment');
    const isBroad = [
      'remove all',
      'remove following',
      'clear slot',
      'rule',
      'move all',
      'move following',
    ].includes(by);
    const isBackByRow =
      isBroad &&
      versions.some((one) => one.engagement === engagement && one.field === 'slot' && one.order > since);
    if (isBackByRow) return excuse('the series was set anew');
    return false;
  }

  function isSlotFound(version: Version, inNotion: string, inCalendar: string): boolean {
    const { value, side } = version;
    if (value === 'none') return true;
    if (inNotion === value || inCalendar === value || isSaid(version)) return true;
    // Another zone shows the same wall time at another instant; what no series hangs on is only in Notion.
    if (side === 'calendar') return true;
    return (
      versions.some(
        (one) =>
          one.engagement === version.engagement &&
          ['zone', 'dates', 'slot'].includes(one.field) &&
          one.order > version.order,
      ) || inCalendar === 'none'
    );
  }

  function isPhaseFound(version: Version, now: string): boolean {
    const { value, side } = version;
    if (value === now || value === 'none') return true;
    if (isSaid(version)) return excuse('said');
    const forward = ['Planning', 'Executing', 'Wrapping up', 'Completed'];
    if (forward.includes(value) && forward.indexOf(now) > forward.indexOf(value))
      return excuse('the clock went on');
    return side === 'calendar' && version.before === 'none';
  }

  return { findAll, excused };
}
