// What the API shows, put together from the trees and the ledger. Reads only.
import type { Page } from '../../schemas/index.ts';
import type { Side } from '../call.ts';
import { pageLink } from '../notion/parent.ts';
import { dayOf, type Instant, minutesOf, shownName, startOfDay, titleOf } from '../playbook/index.ts';
import type { Settings } from '../settings.ts';
import { hashAll } from '../sync/action.ts';
import { isTime } from '../sync/meeting.ts';
import { type EngagementPlan, planEngagement } from '../sync/plan.ts';
import { sayTime } from '../sync/single.ts';
import type { SlotPlan } from '../sync/slots.ts';
import { isDays, type View, type World } from '../sync/view.ts';
import type {
  EngagementReport,
  Hold,
  RunReport,
  ScheduledMeeting,
  SideStatus,
  StatusReport,
  Waiting,
} from './api.ts';
import { PARKED_AFTER } from './failures.ts';
import type { Ledger } from './ledger.ts';
import { readPush } from './push.ts';
import type { EngagementState } from './rows.ts';
import type { Trouble } from './tick.ts';
import type { Trees } from './trees.ts';
import { readView, readWorld } from './views.ts';

export const stamp = (at: Instant): string => new Date(at).toISOString();
const stampOrNull = (at: Instant | undefined): string | null => (at === undefined ? null : stamp(at));

/** A side after this many failures in a row is called failing, not merely interrupted. */
const FAILING_AFTER = 1;

export function readHold(ledger: Ledger): Hold | null {
  const held = ledger.held();
  if (held.length === 0) return null;
  return {
    id: hashAll(held.map(({ print }) => print)),
    since: stamp(Math.min(...held.map(({ since }) => since))),
    why: ledger.recall<string>('hold-why') ?? 'too much at once',
    changes: held.map(({ change }) => change),
  };
}

export function readSide(side: Side, ledger: Ledger): SideStatus {
  const trouble = ledger.recall<Trouble>(`trouble:${side}`);
  const read = ledger.recall<Instant>(`read:${side}`);
  const lastReadAt = read === undefined ? null : stamp(read);
  const clashes = side === 'notion' ? ledger.recall<string[]>('provision-problems') : undefined;
  if (!trouble && clashes) {
    return { state: 'failing', sentence: clashes.join(' '), since: null, lastReadAt };
  }
  if (!trouble || trouble.times < FAILING_AFTER) {
    return { state: read === undefined ? 'never read' : 'ok', sentence: null, since: null, lastReadAt };
  }
  const state = trouble.isPaused ? 'paused' : 'failing';
  return { state, sentence: trouble.sentence, since: stamp(trouble.since), lastReadAt };
}

const nameOf = (trees: Trees, id: string): string => {
  const page = trees.page(id);
  return shownName(page ? ((page.row as { name?: string | null }).name ?? null) : null);
};

export function readWaiting(trees: Trees, now: Instant): Waiting[] {
  return trees.waiting(now).flatMap((state): Waiting[] => {
    const engagement = { id: state.id, name: nameOf(trees, state.id) };
    if (state.waiting !== null && state.waiting > now) {
      return [
        {
          engagement,
          until: stamp(state.waiting),
          why: 'an edit in Notion is to settle before people are mailed',
        },
      ];
    }
    if (state.retry !== null && state.retry > now && state.failure) {
      const isParked = state.attempts >= PARKED_AFTER;
      const why = isParked
        ? `${state.failure} It is tried again daily, or once somebody edits it.`
        : state.failure;
      return [{ engagement, until: stamp(state.retry), why }];
    }
    return [];
  });
}

const PAUSED: Readonly<Record<string, string>> = {
  archived: 'The page is archived: nothing is changed until it is taken out of the archive.',
  elsewhere: 'The page was moved out of Engagements: nothing is changed until it is moved back.',
  unreadable: 'The page cannot be read any more: nothing is changed until it is shared again.',
};

/** What is wrong with an engagement, for people: its Sync, why it is paused, or why it failed. */
const problemOf = (state: EngagementState): string | null =>
  state.paused ? (PAUSED[state.paused] ?? state.paused) : (state.sync ?? state.failure);

export function readStatus(
  trees: Trees,
  ledger: Ledger,
  now: Instant,
  extra: { lastRun: RunReport | null; nextTickAt: Instant | null; provisioned: boolean },
): StatusReport {
  const pages = trees.engagementPages().filter((page) => page.presence !== 'trashed');
  const states = new Map(trees.states().map((state) => [state.id, state]));
  const byPhase: Record<string, number> = {};
  const checks = pages.flatMap(({ id }) => states.get(id)?.checks ?? []);
  const unmetById: Record<string, number> = {};
  for (const { id } of checks) unmetById[id] = (unmetById[id] ?? 0) + 1;
  for (const { row } of pages) {
    const phase = row.phase ?? 'unknown';
    byPhase[phase] = (byPhase[phase] ?? 0) + 1;
  }
  return {
    now: stamp(now),
    provisioned: extra.provisioned,
    notion: readSide('notion', ledger),
    google: readSide('google', ledger),
    push: readPush(ledger, now),
    lastHookAt: stampOrNull(ledger.recall<Instant>('hooked')),
    engagements: {
      total: pages.length,
      byPhase,
      problems: pages.flatMap(({ id, row }) => {
        const state = states.get(id);
        const sentence = state && problemOf(state);
        return sentence ? [{ id, name: shownName(row.name ?? null), sentence }] : [];
      }),
      unmetChecks: checks.length,
      unmetById,
    },
    hold: readHold(ledger),
    waiting: readWaiting(trees, now),
    lastRun: extra.lastRun,
    nextTickAt: extra.nextTickAt === null ? null : stamp(extra.nextTickAt),
    callsLastHour: ledger.callsLastHour(now),
    mailsLastHour: ledger.mailsLastHour(now).all,
  };
}

/** Every engagement with its meetings as they are to be, the past ones too. */
export function readEngagements(
  trees: Trees,
  ledger: Ledger,
  settings: Settings,
  now: Instant,
): EngagementReport[] {
  const world = readWorld(ledger, settings, now);
  return trees.engagementPages().flatMap((page) => reportOf(page, trees, world) ?? []);
}

/** One of them; null where there is none of this id, or its page is in the trash. */
export function readEngagement(
  id: string,
  trees: Trees,
  ledger: Ledger,
  settings: Settings,
  now: Instant,
): EngagementReport | null {
  const page = trees.engagementPages().find((known) => known.id === id);
  return page ? reportOf(page, trees, readWorld(ledger, settings, now)) : null;
}

function reportOf(page: Page<'engagements'>, trees: Trees, world: World): EngagementReport | null {
  const state = trees.state(page.id);
  const view = state && readView(trees, state, world);
  if (!view || page.presence === 'trashed') return null;
  const plan = planEngagement(view, world);
  const name = shownName(page.row.name ?? null);
  const meetings = plan.slots.flatMap((slot) => toMeeting(slot, plan, name, world) ?? []);
  return {
    id: page.id,
    name,
    phase: page.row.phase ?? null,
    timeZone: plan.zone,
    link: pageLink(page.id),
    meetings: [...barOf(view, plan.zone, world.now), ...meetings].sort((a, b) =>
      a.start < b.start ? -1 : 1,
    ),
    checks: plan.checks,
    sync: plan.sync,
  };
}

/** The span as Calendar shows it. */
function barOf(view: View, zone: string, now: Instant): ScheduledMeeting[] {
  const span = view.events.find(({ marks }) => marks.meeting === 'span');
  const days = span?.time ?? null;
  if (!span || span.status === 'cancelled' || !days || !isDays(days)) return [];
  return [
    {
      meeting: 'span',
      week: null,
      title: span.title,
      start: stamp(startOfDay(days.start, zone)),
      end: stamp(startOfDay(days.end, zone) + 24 * 3_600_000),
      local: sayTime(days, zone) ?? '',
      state: days.end < dayOf(now, zone) ? 'over' : 'planned',
      mode: 'pinned',
      guests: [],
      link: span.link,
    },
  ];
}

function toMeeting(
  slot: SlotPlan,
  plan: EngagementPlan,
  name: string,
  world: World,
): ScheduledMeeting | null {
  const { merge, event, occurrence } = slot;
  const { time } = merge;
  if (!time || isDays(time) || !isTime(time)) return null;
  const shown =
    slot.meeting === 'retro' ? (occurrence?.exception ?? occurrence?.master.event ?? null) : event;
  // What a phase that is over never had in the calendar is not shown as if it had been.
  if (time.end <= world.now && shown === null) return null;
  const isOver = merge.state === 'planned' && time.end <= world.now;
  return {
    meeting: slot.meeting,
    week: slot.week,
    title: shown?.title || titleOf(slot.meeting, name),
    start: stamp(time.start),
    end: stamp(time.end || time.start + minutesOf(slot.meeting, world.playbook) * 60_000),
    local: sayTime(time, plan.zone) ?? '',
    state: isOver ? 'over' : merge.state,
    mode: merge.mode,
    guests: (shown?.guests ?? []).filter(({ fixed }) => !fixed).map(({ email }) => email),
    link: shown?.link ?? null,
  };
}
