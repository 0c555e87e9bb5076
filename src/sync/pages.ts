// Notion actions: the engagement's row in one write, Retros pages, and comments. Pure.
// What it refuses: to write a value that is unknown, to touch pages in the trash, and pages that are people's.
import type { DateValue, EngagementWrite, RetroWrite } from '../../schemas/index.ts';
import { occurrenceLink } from '../google/ids.ts';
import {
  type Days,
  percent,
  progressOf,
  projectRetroName,
  retroName,
  type Timed,
} from '../playbook/index.ts';
import type { Action, Cause, Words } from './action.ts';
import { type BasePatch, joinPatches } from './base.ts';
import { isTime, sameSaid } from './meeting.ts';
import { slotPatch, wasAway } from './record.ts';
import { datedOf } from './said.ts';
import { sayTime, sayWhy } from './single.ts';
import { pagesBySlot, type SlotContext, type SlotPlan } from './slots.ts';
import { isDays, liveGoals, projectKey, weekKey } from './view.ts';

/** One column of the row to be written. */
export interface Field {
  readonly write: EngagementWrite;
  readonly words: Words;
  readonly cause: Cause;
  readonly record: BasePatch;
}

export const dateValue = (time: Timed | Days): DateValue =>
  isDays(time)
    ? { start: time.start, end: time.end }
    : { start: new Date(time.start).toISOString(), end: new Date(time.end).toISOString() };

/** All of a row's columns in one write; null when there is none. */
export function rowAction(
  fields: readonly Field[],
  context: Pick<SlotContext, 'view' | 'zone'>,
): Action | null {
  if (fields.length === 0) return null;
  return {
    call: {
      do: 'update-engagement',
      id: context.view.page.id,
      write: Object.assign({}, ...fields.map((field) => field.write)) as EngagementWrite,
      zone: context.zone,
    },
    words: fields.map((field) => field.words),
    cause: fields.find(({ cause }) => cause !== 'report')?.cause ?? 'report',
    mails: [],
    cancels: false,
    record: joinPatches(fields.map((field) => field.record)),
  };
}

/** The pages of every retro, and copies of them, which become a person's. */
export function planPages(slots: readonly SlotPlan[], context: SlotContext): Action[] {
  const retros = slots.filter(({ meeting }) => meeting === 'retro' || meeting === 'project-retro');
  const last = lastOver(retros, context.world.now);
  const pages = retros.flatMap((plan) =>
    planPage(
      plan,
      plan === last ? progressNow(plan, context) : null,
      (page, pageId) => ({
        slots: { [plan.key]: slotPatch(plan, { page, ...(pageId ? { pageId } : {}) }) },
      }),
      context,
    ),
  );
  const copies = pagesBySlot(context.view).copies.map(
    (page): Action => ({
      call: { do: 'update-retro', id: page.id, write: { key: null, calendar: null }, zone: context.zone },
      words: [
        {
          meeting: null,
          kind: 'change',
          what: 'copied retro page',
          from: null,
          to: 'yours: no longer kept in step',
          why: 'its Key belongs to another page',
        },
      ],
      cause: 'report',
      mails: [],
      cancels: false,
      record: {},
    }),
  );
  return [...pages, ...copies];
}

/** Pages in the trash whose meeting was brought back elsewhere, in words: they are a person's to take out (M51). */
export const sayTrashed = (slots: readonly SlotPlan[], { world, zone }: SlotContext): string[] =>
  slots.flatMap(({ page, merge, week }) => {
    const { state, time } = merge;
    const isMissed = page?.presence === 'trashed' && state === 'planned' && time && !isDays(time);
    if (!isMissed || time.start <= world.now) return [];
    const name = week === null ? 'The project retro' : `The retro of week ${week}`;
    return [
      `${name} is on ${sayTime(time, zone)} again, but its page is in the trash: restore it for notes.`,
    ];
  });

/** The page of an occurrence, or of the project retro: made, changed, or left as it is. */
function planPage(
  plan: SlotPlan,
  progress: number | null,
  record: (page: Timed | 'cancelled', pageId?: string) => BasePatch,
  context: SlotContext,
): Action[] {
  const { merge, page, said } = plan;
  const { now } = context.world;
  const label = plan.week === null ? 'project retro' : `retro ${plan.week}`;
  const link = linkOf(plan, context);
  const time = merge.time && !isDays(merge.time) ? merge.time : null;
  const why = sayWhy(merge.cause, label, context);
  if (!page) {
    if (merge.state !== 'planned' || !time || time.start <= now) return [];
    const engagement = context.view.page.id;
    const key = plan.week === null ? projectKey(engagement) : weekKey(engagement, plan.week);
    const name =
      plan.week === null ? projectRetroName(context.facts.name) : retroName(plan.week, context.facts.name);
    const write: RetroWrite = {
      name,
      engagement: [engagement],
      kind: plan.week === null ? 'Project' : 'Weekly',
      ...(plan.week === null ? {} : { week: plan.week }),
      date: dateValue(time),
      status: 'Planned',
      notesStatus: 'Draft',
      ...(link ? { calendar: link } : {}),
      key,
    };
    return [
      {
        call: {
          do: 'create-retro',
          key,
          write,
          zone: context.zone,
          ...(wasAway(plan) ? { isKnown: true } : {}),
        },
        words: [
          {
            meeting: label,
            kind: 'make',
            what: `page "${name}"`,
            from: null,
            to: sayTime(time, context.zone),
            why,
          },
        ],
        cause: merge.cause,
        mails: [],
        cancels: false,
        record: record(time),
      },
    ];
  }
  if (page.presence !== 'live') return [];
  const isOver = time !== null && time.end <= now;
  const status = merge.state !== 'planned' ? 'Cancelled' : isOver ? 'Held' : 'Planned';
  const isSaid =
    merge.state === 'cancelled' ||
    // What is withdrawn keeps its date: a person's, too, who moved it in Calendar at that very moment.
    (merge.state === 'withdrawn' && (said.page === undefined || datedOf(page) === time?.start)) ||
    said.page === undefined ||
    // That a meeting of the past was not held after all is a person's to say; nothing follows from it.
    (isOver && page.row.status === 'Cancelled' && page.row.date !== null) ||
    (sameSaid(said.page, merge.time) && !plan.isPageInexact);
  const isStatusDue =
    page.row.status !== undefined && page.row.status !== status && mayStatus(page.row.status, status);
  const write: RetroWrite = {
    ...(time && !isSaid ? { date: dateValue(time) } : {}),
    ...(isStatusDue ? { status } : {}),
    // What a person wrote there stays, and what is not known is left alone (N47).
    ...(isStatusDue && status === 'Held' && progress !== null && page.row.progress === null
      ? { progress }
      : {}),
    // What is cancelled keeps the link that it had.
    ...(merge.state === 'planned' && link && page.row.calendar !== undefined && page.row.calendar !== link
      ? { calendar: link }
      : {}),
  };
  if (Object.keys(write).length === 0) return [];
  const from = isTime(said.page)
    ? sayTime(said.page, context.zone)
    : said.page === 'cancelled'
      ? 'Cancelled'
      : null;
  const words: Words = {
    meeting: label,
    kind: 'change',
    what: `page of ${label}`,
    from: write.date || write.status ? from : null,
    to: [
      write.date && sayTime(time ?? undefined, context.zone),
      write.status,
      typeof write.progress === 'number' && percent(write.progress),
      write.calendar && 'link',
    ]
      .filter(Boolean)
      .join(', '),
    why,
  };
  const after = merge.state === 'planned' && time ? time : 'cancelled';
  return [
    {
      call: { do: 'update-retro', id: page.id, write, zone: context.zone },
      words: [words],
      cause: write.date || write.status ? merge.cause : 'report',
      mails: [],
      cancels: false,
      // The Date that was typed there stays, and is known from then on: with it goes what was decided by it.
      ...(merge.cause === 'notion' && isTime(said.page) && !write.date ? { decided: [plan.key] } : {}),
      // A cancelled page keeps its Date: one that we wrote there is no person's, nor is the Status.
      record: joinPatches([
        record(after, page.id),
        write.date ? { slots: { [plan.key]: { dated: time?.start ?? null } } } : {},
        write.status ? { slots: { [plan.key]: { isBlanked: null } } } : {},
      ]),
    },
  ];
}

/** The retro that was over last: the one whose moment is now. */
function lastOver(retros: readonly SlotPlan[], now: number): SlotPlan | undefined {
  const endOf = ({ merge }: SlotPlan) =>
    merge.state === 'planned' && merge.time && !isDays(merge.time) ? merge.time.end : 0;
  return retros
    .filter((plan) => endOf(plan) > 0 && endOf(plan) <= now)
    .sort((a, b) => endOf(b) - endOf(a))[0];
}

/** The goals' progress, as a retro that ends now records it; null for one that was over when its row was first met. */
function progressNow({ merge }: SlotPlan, { view }: SlotContext): number | null {
  const end = merge.time && !isDays(merge.time) ? merge.time.end : 0;
  const progress = view.base !== null && end > view.base.met ? progressOf(liveGoals(view)) : null;
  return progress === null ? null : Math.round(progress * 1000) / 1000;
}

/** Held is set by the clock; a page that says Held stays so unless its meeting lies ahead again. */
const mayStatus = (before: string | null, after: 'Planned' | 'Held' | 'Cancelled'): boolean =>
  after !== 'Held' || before === 'Planned' || before === null;

/** The link of the very occurrence where it can be derived, else of its series. */
function linkOf(plan: SlotPlan, context: SlotContext): string | null {
  if (plan.occurrence) {
    const { exception, master, id } = plan.occurrence;
    const link = master.event.link;
    return exception?.link ?? (link && (occurrenceLink(link, master.event.id, id) ?? link));
  }
  return plan.week === null
    ? (context.view.events.find((event) => event === plan.event)?.link ?? null)
    : null;
}
