// What ends a value that a person set, other than another person: the windows, and the rules S42–S55 of docs/spec/sync.md,
// each by its id and no wider than it. A value that none of them ended is lost.
import { isDay } from '../../src/playbook/index.ts';
import { isLostWithMemory } from './forgotten.ts';
import type { House } from './ground.ts';
import {
  carriedOutBy,
  isGoneUnmet,
  isMeeting,
  isOfLeftPart,
  isOfOlderPart,
  isOut,
  isPageless,
  isSet,
  isTakenAway,
  isTitle,
  isWeek,
  isWeekWanted,
  type Missing,
  now,
  others,
  takenBy,
  toldBy,
} from './missing.ts';
import { eventsOf, isTime, type Json, presenceOf, slotsOfSeries } from './seen.ts';
import { isSame, type Version } from './version.ts';

type Ending = (it: Missing) => boolean;

/** So long after we changed a rule Calendar may show its exceptions elsewhere (M21). */
const RULED = 20 * 60_000;

const DAY = 24 * 3_600_000;

const FORWARD = ['Planning', 'Executing', 'Wrapping up', 'Completed'];

/** The slots of the parts of a series, or of that one alone which has the week. */
function slotsOfWeek(parts: ReadonlyMap<string, { slot: string }>, { known }: House, { version }: Missing) {
  const week = Number(version.field.slice(5));
  const firstOf = ([id]: readonly [string, unknown]) => known.get(id)?.week ?? Number.POSITIVE_INFINITY;
  const [its] = [...parts].filter((part) => firstOf(part) <= week).sort((a, b) => firstOf(b) - firstOf(a));
  return (its ? [its] : [...parts]).map(([, { slot }]) => slot);
}

/** Whether the phase, cleared Dates or the trash have taken the meeting away. */
function isWithdrawn({ story, version, n }: Missing): boolean {
  const meeting = /^(week:|slot)/.test(version.field) ? 'retro' : version.field;
  return presenceOf(story.people.house, version.engagement) !== 'live' || isOut(meeting, n);
}

/** Nothing of it is ahead in Calendar. */
const isOff = (it: Missing) =>
  it.inCalendar === 'none' ||
  (isTime(it.inCalendar) ? Number(it.inCalendar) : Date.parse(it.inCalendar)) <= now(it);

/** The Date that a Cancelled page kept. */
const keptOn = ({ version, n }: Missing) =>
  n.get(`kept:${version.field === 'project-retro' ? 'project-page' : version.field}`) ?? 'none';

/** By id: whether the rule ended this value. */
export const ENDINGS: Readonly<Record<string, Ending>> = {
  /** Written over; or deleted in Calendar while Notion's index did not show yet what was typed there. */
  W1: (it) => {
    const { version } = it;
    const isHidden = ({ field, side, order, shown }: Version) =>
      field === version.field &&
      side === 'notion' &&
      order < version.order &&
      (shown?.order ?? 0) > (version.shown?.order ?? Number.POSITIVE_INFINITY);
    const isDeleted = version.side === 'calendar' && isTakenAway(it);
    // A phase that is put back in Calendar to what Notion's index shows still says nothing new.
    const isSameThere = (one: Version) => one.before === version.value;
    const isPutBack = version.side === 'calendar' && version.field === 'phase';
    return (
      version.ended === 'W1' ||
      (isDeleted && others(it, (one) => isHidden(one) && one.before === 'none')) ||
      (isPutBack && others(it, (one) => isHidden(one) && isSameThere(one)))
    );
  },
  W2: ({ version, story }) => version.ended === 'W2' || isGoneUnmet(story, version),
  /** What comes back when its time is over, at the latest as the Worker sees that it comes back, is picked anew. */
  M11: (it) => {
    const { version, story } = it;
    const { engagement, value } = version;
    const at = Number(value);
    // The slot takes a week away, too, where it leaves it no place, or is taken away itself (M19).
    const isTaking = ({ field, value: slot }: Version) =>
      field === 'slot' &&
      (slot === 'none' || !isWeekWanted({ ...it, n: new Map([...it.n, ['slot', slot]]) }));
    const reasons = isWeek(it) && others(it, isTaking) ? ['phase', 'dates', 'slot'] : ['phase', 'dates'];
    // What comes back once its series has may tell guests what no guard has seen: then it waits for the next tick.
    const backBy = (seen: number) => story.completed.find((time) => time > seen) ?? now(it);
    const isOver = (one: Version) => reasons.includes(one.field) && backBy(takenBy(one, it)) > at;
    const isAway = (one: (typeof story.absences)[number]) =>
      one.engagement === engagement && one.from <= at && at < one.to;
    return isSet(it) && isTime(value) && (others(it, isOver) || story.absences.some(isAway));
  },
  /** Blank and never made is unset. */
  M12: ({ version }) => version.ended === 'M12',
  /** Taken out of the trash when its meeting was back already: the Date that it had is no wish. */
  M51: ({ version, story }) => {
    const { versions, completed } = story;
    const isOf = ({ engagement, field }: Version) =>
      engagement === version.engagement && field === version.field;
    const trashed = versions.findLast(
      (one) => isOf(one) && one.act === 'retro trash' && one.order < version.order,
    );
    const isBack = (one: Version) =>
      isOf(one) &&
      one.value !== 'none' &&
      trashed !== undefined &&
      one.order > trashed.order &&
      completed.some((at) => at > one.at && at < version.at);
    return version.act === 'retro restore' && version.value !== 'none' && versions.some(isBack);
  },
  /** The project retro is taken away in its other place in Notion; of three wishes one is said. */
  M52: (it) =>
    isSet(it) &&
    it.version.field === 'project-retro' &&
    it.version.side === 'notion' &&
    it.inNotion === 'none' &&
    others(
      it,
      ({ field, side, value, order }) =>
        field === 'project-retro' && side === 'notion' && value === 'none' && order > it.version.order,
    ),
  /** What was over, or was over when the Worker could see it. */
  S42: (it) => {
    const { version } = it;
    const seen = takenBy(version, it);
    const isPast = (value: string, at: number) =>
      isTime(value) ? Number(value) <= at : isDay(value) && Date.parse(value) + DAY <= at;
    // What was over where it stood in Calendar is history, and somebody drags it from there to a day ahead (S13).
    const isDraggedOn = ({ field, side, before, value, order, at }: Version) =>
      field === version.field &&
      side === 'calendar' &&
      value !== 'none' &&
      order > version.order &&
      isPast(before, at);
    if (isTakenAway(it))
      return isPast(it.inCalendar, now(it)) || isPast(version.known, seen) || others(it, isDraggedOn);
    const isOverThen = ({ field, side, order, at }: Version) =>
      field === version.field && side === 'calendar' && order > version.order && isPast(version.value, at);
    return isSet(it) && (isPast(version.value, seen) || others(it, isOverThen));
  },
  /** Withdrawn: its page keeps it, or the Worker where that is in the trash; the slot is remembered; what somebody puts back leaves again, at the time that it had. */
  S43: (it) => {
    const { version } = it;
    if (version.field === 'slot') return version.side === 'calendar' && it.inCalendar === 'none';
    if (!isSet(it) || !isWithdrawn(it) || !isOff(it)) return false;
    const isOver = (one: Version) =>
      one.field === version.field && one.act === 'put back' && one.order > version.order;
    const isKept = isSame(version.value, keptOn(it)) || isPageless(it);
    return isKept || version.act === 'put back' || others(it, isOver);
  },
  /** The page was in the trash or elsewhere before this could be told to it, or said on it. */
  S44: (it) => {
    const { story, version } = it;
    const left = story.left.get(version.engagement);
    const isLeft = presenceOf(story.people.house, version.engagement) !== 'live';
    return isLeft && left !== undefined && toldBy(it) >= left;
  },
  /** That an event is gone or back says nothing of what it carries: title, and of the bar Dates and phase. */
  S45: (it) => {
    const { version } = it;
    const isBar = ['dates', 'phase'].includes(version.field) && version.side === 'calendar';
    if (isTitle(it)) return version.act !== 'rename';
    // It is there; or it was, and somebody set another time since.
    const isSetSince = ({ field, value, order }: Version) =>
      field === version.field && isTime(value) && order > version.order;
    if (version.act === 'put back') return !isMeeting(it) || isTime(it.inCalendar) || others(it, isSetSince);
    return isBar && version.value === 'none';
  },
  /** A title is its event's: gone with it, and back with it; words of a whole series go over those of its weeks. */
  S46: (it) => {
    if (!isTitle(it)) return false;
    if (it.version.ended === 'S46') return true;
    const { look } = it.story.people.house.google;
    const id = it.version.event ?? '';
    const isThere = eventsOf(it.story.people.house, it.version.engagement).some((one) => one.id === id);
    // Whoever gave the series these words did so when the week was not shown.
    const words = String((look.event(id.replace(/_\d{8}T\d{6}Z$/, '')) as Json | undefined)?.summary);
    const isWhole = ({ act, order, value }: Version) =>
      act === 'rename' && order > it.version.order && words.includes(value);
    if (it.version.field.startsWith('title:week:') && others(it, isWhole)) return true;
    if (it.version.field.startsWith('title:week:') && !isThere) return true;
    return [id, id.split('_')[0] ?? ''].some((one) => {
      const event = look.event(one) as Json | undefined;
      return event?.status === 'cancelled' && String(event.summary).includes(it.version.value);
    });
  },
  /** Ended early ends Dates on that day, or on their first: they show it, or did when somebody set others. */
  S47: (it) => {
    const { version, story } = it;
    const isCut = (dates: string, at: number) => {
      const [start = '', end = ''] = dates.split('..');
      const isOver = end <= new Date(at).toISOString().slice(0, 10) || end === start;
      return end < version.value.slice(12) && isOver;
    };
    const isAfter = ({ field, order }: Version) => field === 'dates' && order > version.order;
    const isShown =
      isCut(it.inNotion, now(it)) || others(it, (one) => isAfter(one) && isCut(one.before, one.at));
    // Or the bar did, which somebody drew longer in that phase: it is cut again.
    const phases = story.versions.filter(
      (one) => one.engagement === version.engagement && one.field === 'phase',
    );
    const cutAt = story.completed.find((time) => time > version.at) ?? now(it);
    const isEnded =
      phases.findLast(({ order }) => order < version.order)?.value === 'Ended early' &&
      !phases.some(({ order, at }) => order > version.order && at <= cutAt);
    const isDrawn = version.side === 'calendar' && isEnded && isCut(version.before, version.at);
    const isEarly = isDrawn || (isShown && others(it, ({ value }) => value === 'Ended early'));
    return version.field === 'dates' && isEarly;
  },
  /** The clock moved the phase on, to what is there now, or to what somebody saw there who set another. */
  S48: (it) => {
    const { version, inNotion } = it;
    const isOn = (phase: string) => FORWARD.indexOf(phase) > FORWARD.indexOf(version.value);
    const isPhase = ({ field }: Version) => field === 'phase';
    const isClocks = (phase: string) =>
      isOn(phase) && !others(it, (one) => isPhase(one) && one.value === phase && one.order > version.order);
    if (!isPhase(version) || !FORWARD.includes(version.value)) return false;
    return (
      isOn(inNotion) || others(it, (one) => isPhase(one) && one.order > version.order && isClocks(one.before))
    );
  },
  /** What is just what the playbook picks is picked again when Dates, zone, slot or phase change. */
  S49: (it) => {
    const { version, story } = it;
    const isOwn = story.people.tokens.has(version.value);
    // A page that is taken out of the trash has the Date that it had when it went there.
    const trashed = story.versions.findLast(
      ({ act, page, order }) => act === 'retro trash' && page === version.page && order < version.order,
    );
    const shownSince = version.act === 'retro restore' && trashed ? trashed.at : version.at;
    // Made all-day on the day that it was on: no other time (M14).
    const isThere = version.act === 'all day' && isSame(version.value, version.before);
    return (
      isSet(it) &&
      !isOwn &&
      (isThere ||
        others(
          it,
          (one) =>
            (['dates', 'zone', 'slot'].includes(one.field) || one.value === 'Ended early') &&
            (one.order > version.order || carriedOutBy(one, it) >= shownSince),
        ))
    );
  },
  /**
   * Of a whole series its slot is the value: weeks follow it, also those that were moved or cancelled before, and a series
   * that was taken away comes back with another slot. Its zone is the row's; a part's slot is the last part's (M22, M35).
   */
  S50: (it) => {
    const { act, order, ended } = it.version;
    if (ended === 'S50' || isOfOlderPart(it)) return true;
    if (!isWeek(it)) return false;
    const isWhole = /^(remove all|remove following|clear slot|rule|move all|move following)$/.test(act);
    return others(
      it,
      (one) =>
        one.field === 'slot' &&
        one.order > order &&
        (one.side === 'calendar' || (isTakenAway(it) && isWhole)),
    );
  },
  S51: isLostWithMemory,
  S52: (it) => {
    // A series that was dragged to where nothing of it is left ahead shows its slot in Calendar only.
    const { house } = it.story.people;
    const { living, gone } = slotsOfSeries(house, it.version.engagement);
    const slots = slotsOfWeek(living.size > 0 ? living : gone, house, it);
    const isGoneAt = (slot: string) => !isWeekWanted({ ...it, n: new Map(it.n).set('slot', slot) });
    const isDragged = ({ act }: Version) => /^move (all|following)$/.test(act) && slots.every(isGoneAt);
    // A rule that was changed where nothing is ahead shows nobody anything.
    const isTheirs = [...living.values()].some(({ rule }) => rule.includes('INTERVAL'));
    const isLeftOut =
      !isWeekWanted(it) || it.n.get('slot') === 'none' || isTheirs || others(it, (one) => one.act === 'rule');
    return isOfLeftPart(it) || (isSet(it) && isWeek(it) && isOff(it) && (isLeftOut || others(it, isDragged)));
  },
  /** An occurrence that the rule of its series no longer has, put back or deleted; one that was moved on before it was laid on its new rule. */
  S54: (it) => {
    const { version, story } = it;
    if (!isWeek(it) || version.side !== 'calendar') return false;
    const isRuled = (from: number, to: number) =>
      story.ruled.some(({ engagement, at }) => engagement === version.engagement && from < at && at <= to);
    if (version.ended === 'S54' || version.act === 'put back') return isRuled(0, version.at);
    // It is laid on its new rule by a tick that gets to its end.
    const laidBy = (at: number) => story.completed.findLast((done) => done < at) ?? 0;
    return others(
      it,
      (one) =>
        one.field === version.field &&
        one.side === 'calendar' &&
        one.order > version.order &&
        isRuled(Math.min(one.at - RULED, laidBy(one.at)), one.at),
    );
  },
  /**
   * A Date typed in a page that is Cancelled while Calendar still has the meeting, or that the Worker was not shown Cancelled
   * yet: it was taken away in one breath, and the page keeps that Date. What was put back, or dragged into a week that had none, and taken away, or changed
   * and changed back, before anybody looked, is nothing; so is what was put back when it had been taken away in Notion unseen.
   */
  S55: (it) => {
    const { version, story } = it;
    if (version.ended === 'S55') return true;
    const isUndone = (one: Version) =>
      one.field === version.field &&
      one.order < version.order &&
      one.side === 'calendar' &&
      (one.act === 'put back' || one.before === 'none') &&
      story.seenBy(one) >= version.at;
    if (isTakenAway(it)) return others(it, isUndone);
    const isAwayUnseen = ({ field, side, value, order, shown }: Version) =>
      field === version.field &&
      side === 'notion' &&
      value === 'none' &&
      order < version.order &&
      (shown?.order ?? Number.POSITIVE_INFINITY) > version.order;
    if (version.act === 'put back') return others(it, isAwayUnseen);
    const isUnseen = (one: Version) =>
      one.field === version.field &&
      one.page === version.page &&
      one.value === 'none' &&
      one.order < version.order &&
      (story.takenUpAt(one) ?? Number.POSITIVE_INFINITY) > version.at;
    // The page keeps it until somebody brings the meeting back elsewhere, who saw that it was taken away.
    const isBack = ({ field, value, before, order }: Version) =>
      field === version.field && value !== 'none' && before === 'none' && order > version.order;
    const isNew = version.isForgotten && version.before === 'none';
    const isInOneBreath = version.across !== 'none' || isNew || others(it, isUnseen);
    const isKept = isSame(version.value, keptOn(it)) || others(it, isBack);
    return isSet(it) && version.page !== null && isInOneBreath && isKept;
  },
};
