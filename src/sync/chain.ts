// The parts of the series that carry the weeks ahead, and the slot of each week: the live part's, which Weekly retro
// shows, or an older part's where a person split the series and the older part goes on until then. Pure.
// What it refuses: to keep parts apart once the series is placed anew (a slot typed in Notion, Dates or zone that moved).
import { type Days, type Instant, pickRetros, type Slot } from '../playbook/index.ts';
import { readTimeMark } from './event.ts';
import { sameSlot } from './row.ts';
import {
  type Agreed,
  chainOf,
  type Master,
  partForWeek,
  slotByRule,
  slotOfTime,
  startOfWeek,
} from './series.ts';
import type { World } from './view.ts';

export interface Chain {
  readonly live: Master | undefined;
  /** In order. After the live part come those that Dates no longer reach. */
  readonly parts: readonly Master[];
  /** Those that Dates reach: they carry the weeks, the live one also those of the parts after it (M40). */
  readonly carrying: readonly Master[];
  /** The parts no longer stand where the playbook has them: what is ahead becomes one series again. */
  readonly isOne: boolean;
  /** The slot at which the playbook has a week. */
  readonly slotFor: (week: number) => Slot;
}

export interface ChainInput {
  readonly masters: readonly Master[];
  readonly live: Master | undefined;
  /** What both sides agreed on: the live part's slot, or where it is to be. */
  readonly slot: Slot;
  readonly days: Days | null | undefined;
  readonly zone: string;
  readonly world: World;
  readonly agreed: Agreed;
}

/** Reads which part carries which week, and whether they still stand as the person split them. */
export function readChain(input: ChainInput): Chain {
  const { masters, live, slot } = input;
  const parts = live ? chainOf(masters, live, input.agreed) : [];
  const carrying = live ? parts.slice(0, parts.indexOf(live) + 1) : [];
  const older = carrying.filter((part) => part !== live && (part.rule === 'ours' || part.rule === 'all-day'));
  if (!live || older.length === 0) return { live, parts, carrying, isOne: false, slotFor: () => slot };
  const slots = new Map(older.map((part) => [part, olderSlot(part, slot, input.zone)]));
  const isMoved = live.rule === 'ours' && !sameSlot(slotByRule(live, slot), slot);
  const isOne = older.some((part) => {
    const ahead = picksOf(part, slots.get(part) ?? slot, carrying, input);
    return (
      ahead.length > 0 && (isMoved || !ahead.every(({ week, start }) => isStanding(part, week, start, input)))
    );
  });
  return {
    live,
    parts,
    carrying,
    isOne,
    slotFor: (week) => {
      const part = partForWeek(carrying, week);
      return (!isOne && part && slots.get(part)) || slot;
    },
  };
}

/** An older part made all-day is put back at the time that it had. */
function olderSlot(part: Master, slot: Slot, zone: string): Slot {
  const agreed = readTimeMark(part.event.marks.agreed);
  const usual = agreed ? slotOfTime(agreed, part.event.zone ?? zone) : slot;
  return slotByRule(part, usual) ?? slot;
}

/** The weeks ahead that are a part's, where the playbook would have them at its slot. */
function picksOf(
  part: Master,
  slot: Slot,
  parts: readonly Master[],
  { days, zone, world, agreed }: ChainInput,
): { week: number; start: Instant }[] {
  // What was held is not met again where its slot would be ahead of now, but where a person dragged it to.
  const isHeld = (week: number) => {
    const { state, time } = agreed.slots[`week:${week}`] ?? {};
    const isDragged = (startOfWeek(part, week) ?? 0) > world.now;
    return state === 'planned' && Number(time?.start) <= world.now && !isDragged;
  };
  // Weeks before the first part were another's, which a person deleted.
  const isIts = (week: number) => week >= part.firstWeek && partForWeek(parts, week) === part;
  return (days ? pickRetros(days, slot, zone, world.playbook) : [])
    .filter(({ week, time }) => time.start > world.now && isIts(week) && !isHeld(week))
    .map(({ week, time }) => ({ week, start: time.start }));
}

/** Whether a part has a week where the playbook would have it, or where a person moved the part. */
function isStanding(part: Master, week: number, start: Instant, { agreed }: ChainInput): boolean {
  if (part.rule === 'all-day') return true;
  const there = startOfWeek(part, week);
  const base = agreed.slots[`week:${week}`];
  // What is met for the first time stands where it is.
  return there === start || !base || (base.mode === 'pinned' && base.time?.start === there);
}
