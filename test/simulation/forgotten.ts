// What the Worker lost of a person's values with its memory (S51).
import { type Phase, wants } from '../../src/playbook/index.ts';
import {
  isMeeting,
  isOut,
  isSet,
  isTakenAway,
  isWeek,
  isWeekWanted,
  type Missing,
  now,
  others,
  pickOfWeek,
  toldBy,
} from './missing.ts';

/**
 * With its memory the Worker lost what was moved or cancelled in a week that Dates did not have then, or cancelled in the
 * trash, or by the trash in a week that the series, back since, does not have, or cancelled in the tick that took the series
 * away, or moved on in one that had begun and was taken away then; and what slot the series had while it was withdrawn.
 */
export function isLostWithMemory(it: Missing): boolean {
  if (isUnfilled(it)) return true;
  const losses = it.story.shownAtLosses(it.version);
  if (losses.length === 0) return false;
  // A column that was blanked as its row went elsewhere looks as if it had not been filled yet (M12), and an event that was
  // deleted then like those that we took away (M59).
  const { version } = it;
  const { engagement, page, side, value } = version;
  const isGone = side === 'calendar' && isMeeting(it) && !isWeek(it);
  // So does a project retro that was cancelled on its page, of which its row could not be told.
  const isItsRows = page === engagement || version.field === 'project-retro';
  const isBlanked = (isItsRows || isGone) && value === 'none' && it.inCalendar !== 'none';
  const isUntold = ({ at }: (typeof losses)[number]) =>
    it.story.absences.some(
      (one) => one.engagement === engagement && one.from <= at && at <= one.to && toldBy(it) >= one.from,
    );
  // So does what was put back then of what its row says was taken away before.
  const isBack = ({ shown }: (typeof losses)[number]) =>
    isGone && version.act === 'put back' && shown.get(version.field) === 'none';
  if (losses.some((then) => isUntold(then) && (isBlanked || isBack(then)))) return true;
  // So does what was drawn right before, of a bar that has begun and was cut then.
  const isDrawn =
    version.field === 'dates' && side === 'calendar' && Date.parse(value.slice(0, 10)) <= now(it);
  if (isDrawn && losses.some(isUntold)) return true;
  // Of a series that was taken away and of which no page says so.
  if (it.version.field === 'slot' && it.version.value === 'none') return it.inCalendar === 'none';
  const isAway = (then: (typeof losses)[number]) => isOut('retro', then.shown) || then.isTrashed;
  // A slot that was drawn in Calendar while the series was withdrawn is told to nobody before it is back (M39).
  if (it.version.field === 'slot') return it.version.side === 'calendar' && losses.some(isAway);
  // Cancelled in the tick that took the whole series away, which may wait for it to settle (C25): its page looks like the
  // others, and Calendar was not told.
  const took = side === 'notion' ? (it.story.takenUpAt(version) ?? version.at) : version.at;
  const isSameTick = (at: number) =>
    !it.story.completed.some((done) => Math.min(at, took) < done && done < Math.max(at, took));
  const isInOneBreath = others(
    it,
    (one) =>
      ['phase', 'dates'].includes(one.field) &&
      ((one.side === 'notion' && it.story.takenUpAt(one) === took) || isSameTick(one.at)),
  );
  // So it is where phase or Dates took it away before, and its page was not told yet.
  const lastOf = (name: string) =>
    it.story.versions.findLast(
      (one) => one.engagement === engagement && one.field === name && one.order < version.order,
    )?.value;
  const wasOut = lastOf('dates') === 'none' || !wants((lastOf('phase') ?? 'Planning') as Phase, 'retro');
  // Calendar shows nothing of the weeks of a series that is deleted: one that comes back at another slot has them all.
  const isLaidAnew = (then: (typeof losses)[number]) =>
    (isAway(then) || then.shown.get('slot') === 'none') &&
    others(it, (one) => one.field === 'slot' && one.at > then.at);
  const isForgotten = (then: (typeof losses)[number]) =>
    !isWeekWanted({ ...it, n: then.shown }) ||
    (isTakenAway(it) && (isInOneBreath || wasOut) && isOut('retro', then.shown)) ||
    // Moved on when it had begun by its rule, which has it still: taken away with the series it looks deleted by itself.
    (isSet(it) && isAway(then) && Number(pickOfWeek({ ...it, n: then.shown })) <= then.at) ||
    (isTakenAway(it) && (then.isTrashed || then.isUntold || isLaidAnew(then)));
  return isWeek(it) && losses.some(isForgotten);
}

/** A Date typed in the trash on the page of a project retro, of whose row nothing was filled: blank is unset, or cancelled (M12). */
const isUnfilled = ({ version, story, inNotion }: Missing): boolean =>
  story.isForgotten() &&
  version.field === 'project-retro' &&
  version.page !== version.engagement &&
  version.value !== 'none' &&
  inNotion === 'none' &&
  story.absences.some(
    ({ engagement, from, to }) => engagement === version.engagement && from <= version.at && version.at <= to,
  );
