// What the Worker said of values that it did not keep: in comments and in the activity log, by the clock times and words in
// them. It knows no other way to be told.
import {
  DEFAULT_PLAYBOOK,
  fillTime,
  formatTimed,
  isDay,
  type Meeting,
  slotOf,
  wallOf,
} from '../../src/playbook/index.ts';
import type { ActivityEntry } from '../../src/workspace/api.ts';
import type { Doubts } from './doubts.ts';
import type { House } from './ground.ts';
import { ZONES } from './people.ts';
import { isTime, seeNotion } from './seen.ts';
import type { Version } from './version.ts';

/** A slot is counted from a Thursday: from one of these days, since in 1970 London had no winter time. */
const SLOTS = Date.parse('2026-12-03');

/** So long after a page was first read the Worker, interrupted in between, has looked after it. */
const LOOKED = 10 * 60_000;

/** How an instant is written on a clock, in each zone. */
const clocksOf = (value: string): string[] =>
  ZONES.map((zone) => {
    const { hour, minute } = wallOf(Number(value), zone);
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  });

/** Listens to what is said in a house. */
export function hear(house: House, doubts: Doubts) {
  /** What was said before the Worker's memory was lost. */
  const before: ActivityEntry[] = [];
  const logged = () => [...house.ledger.activity(1000, null), ...before];

  const textOf = (engagement: string): string[] => [
    ...house.notion.see.comments(engagement).map(({ words }) => words),
    ...logged().map(({ sentence }) => sentence),
  ];

  /** How a meeting that was made all-day is written, in each zone: as that day at the playbook's time (M14). */
  function timesOf({ engagement, field, value }: Version): string[] {
    const meeting = (/^(week|follow-up)/.exec(field)?.[0].replace('week', 'retro') ?? field) as Meeting;
    const at = seeNotion(house, engagement).get('slot') ?? 'none';
    const typed = at === 'none' ? null : { start: new Date(SLOTS + Number(at)).toISOString(), end: null };
    return ZONES.map((zone) => {
      const slot = slotOf(typed, zone, DEFAULT_PLAYBOOK);
      return formatTimed(fillTime(value, meeting, zone, slot, DEFAULT_PLAYBOOK), zone);
    });
  }

  /** Whether it was said that this value was not kept. */
  function isSaid(version: Version): boolean {
    const lines = textOf(version.engagement).filter((line) =>
      /both sides|stays cancelled|Somebody typed|was kept|were kept/.test(line),
    );
    const words =
      version.field === 'slot' && version.value !== 'none'
        ? clocksOf(String(SLOTS + Number(version.value)))
        : isTime(version.value)
          ? clocksOf(version.value)
          : version.field === 'dates'
            ? [new Date(version.value.slice(12)).getUTCDate().toString()]
            : isDay(version.value)
              ? timesOf(version)
              : [version.value];
    return lines.some((line) => words.some((word) => line.includes(word)));
  }

  /**
   * Whether it was said that what a person did to a meeting looked like our own doing (M56, M76): so may what the Worker was
   * not shown when it made the call that was not answered.
   */
  function isTakenForOurs(version: Version): boolean {
    const { engagement, field, value, side, at, act, page, shown } = version;
    const isWeek = field.startsWith('week:');
    const isPages = side === 'notion';
    if (isPages ? act !== 'retro cancel' : value !== 'none' && act !== 'put back') return false;
    const labels = isWeek ? [`retro ${field.slice(5)}`] : [];
    if (isPages) labels.push(field.replace('-', ' '));
    else labels.push(isWeek || field === 'slot' ? 'retros' : field.replace(/-(?=\d+$)/, ' '));
    const words = isPages ? 'Cancelled at that moment looks' : 'deleting it or putting it back, looks';
    // What our write made Cancelled is looked after once: that is when a person's may pass for it.
    const seen = isPages && shown ? shown.at : Number.POSITIVE_INFINITY;
    const about = isPages ? (page ?? '') : `${engagement}/${isWeek || field === 'slot' ? 'retro' : field}`;
    const shownBy = shown?.order ?? Number.POSITIVE_INFINITY;
    // One event that nobody changed otherwise holds where a person put it back; a series its weeks change, too.
    const isPlain = act === 'put back' && !isWeek && field !== 'slot';
    return logged().some(
      (entry) =>
        entry.engagement?.id === engagement &&
        labels.includes(entry.meeting ?? '') &&
        Date.parse(entry.at) >= at &&
        Date.parse(entry.at) <= seen + LOOKED &&
        shownBy > doubts.since(about, Date.parse(entry.at)) &&
        !(isPlain && doubts.isUntouched(version.order, about, Date.parse(entry.at))) &&
        entry.sentence.endsWith(`${words} the same.`),
    );
  }

  /**
   * Whether both sides are said to have wanted a time, though whoever set it in Calendar saw there the one that was set in
   * Notion: our write had landed (S92).
   */
  function isQuarrel(typed: Version, drawn: Version): boolean {
    return textOf(typed.engagement).some((line) => {
      const [lost, kept] = line.split('; kept was: ');
      if (kept === undefined || !lost?.includes('changed on both sides. Notion wanted')) return false;
      const isIn = (text: string, { value }: Version) =>
        clocksOf(value).some((clock) => text.includes(clock));
      return isIn(lost, typed) && isIn(kept, drawn);
    });
  }

  return {
    isSaid,
    isTakenForOurs,
    isQuarrel,
    /** Before the Worker's memory is lost, and the activity log with it. */
    keep: () => void before.push(...house.ledger.activity(1000, null)),
  };
}
