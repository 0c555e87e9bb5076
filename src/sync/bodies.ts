// Bodies of pages, each given once and never over what somebody wrote (rule N22): the engagement's own, the next retro's,
// and the project retro's, which gathers what was learnt on the way. Pure.
// What it refuses: to give an old row a body, and to gather before the last weekly retro could be written up.
import {
  type BodyLine,
  dayOf,
  type Instant,
  linesBelow,
  NEXT_TIME,
  projectRetroTemplate,
  retroTemplate,
  sourcingTemplate,
  type Timed,
} from '../playbook/index.ts';
import type { Action } from './action.ts';
import { type BasePatch, joinPatches } from './base.ts';
import type { SlotContext, SlotPlan } from './slots.ts';
import { isDays, weekKey } from './view.ts';

const DAY = 24 * 3_600_000;

export interface BodyPlan {
  readonly actions: readonly Action[];
  /** When the clock alone changes this. */
  readonly due: Instant | null;
}

/** What the pages of one engagement are to be given now. */
export function planBodies(slots: readonly SlotPlan[], context: SlotContext): BodyPlan {
  const { view, world } = context;
  if (view.page.presence !== 'live') return { actions: [], due: null };
  const own = planOwn(context);
  const next = nextRetro(slots, world.now);
  if (!next?.plan.base || next.plan.base.hasBody || next.plan.page?.presence !== 'live')
    return { actions: own, due: null };
  const { plan, time } = next;
  const { id } = next.plan.page;
  const record = { slots: { [plan.key]: { hasBody: true } } };
  if (plan.week !== null) {
    const what = `page of retro ${plan.week}`;
    return { actions: [...own, fill(id, retroTemplate(), what, 'it is the next one', record)], due: null };
  }
  const held = heldRetros(slots, world.now);
  const from = gatherAt(held, time);
  if (from > world.now) return { actions: own, due: from };
  return { actions: [...own, ...gather(id, record, held, time, slots, context)], due: null };
}

/** The next retro's page is made with its outline where it is made now: one call in the place of three. */
export function withOutline(
  pages: readonly Action[],
  slots: readonly SlotPlan[],
  context: SlotContext,
): Action[] {
  const next = nextRetro(slots, context.world.now)?.plan;
  if (!next || next.week === null || next.page || next.base?.hasBody) return [...pages];
  const key = weekKey(context.view.page.id, next.week);
  return pages.map((action) =>
    action.call.do === 'create-retro' && action.call.key === key
      ? {
          ...action,
          call: { ...action.call, lines: retroTemplate() },
          record: joinPatches([action.record, { slots: { [next.key]: { hasBody: true } } }]),
        }
      : action,
  );
}

/** The page of an engagement that is new and being sourced (N45). An old row that is met late stays as it is. */
function planOwn({ view, world, phase }: SlotContext): Action[] {
  const { page, base } = view;
  const isNew = page.created > (base?.met ?? world.now) - DAY;
  if (phase !== 'Sourcing' || base?.hasBody || !isNew || page.row.name == null) return [];
  const why = 'a new engagement begins with what both teams may expect';
  return [fill(page.id, sourcingTemplate(), 'page of the engagement', why, { hasBody: true })];
}

interface Retro {
  readonly plan: SlotPlan;
  readonly time: Timed;
}

const retrosOf = (slots: readonly SlotPlan[]): Retro[] =>
  slots
    .flatMap((plan): Retro[] => {
      const { time, state } = plan.merge;
      const isRetro = plan.meeting === 'retro' || plan.meeting === 'project-retro';
      return isRetro && state === 'planned' && time && !isDays(time) ? [{ plan, time }] : [];
    })
    .sort((a, b) => a.time.start - b.time.start);

const nextRetro = (slots: readonly SlotPlan[], now: Instant): Retro | undefined =>
  retrosOf(slots).find(({ time }) => time.start > now);

const heldRetros = (slots: readonly SlotPlan[], now: Instant): Retro[] =>
  retrosOf(slots).filter(({ plan, time }) => plan.week !== null && time.start <= now);

/** A day after the last weekly retro, so that it is written up, and a day before the project retro at the latest. */
const gatherAt = (held: readonly Retro[], project: Timed): Instant =>
  Math.min((held.at(-1)?.time.end ?? 0) + DAY, project.start - DAY);

/** Reads what the weekly retros' pages say, each once, then fills the project retro's page with it (N52). */
function gather(
  page: string,
  record: BasePatch,
  held: readonly Retro[],
  projectRetro: Timed,
  slots: readonly SlotPlan[],
  { view, zone, facts, days }: SlotContext,
): Action[] {
  const live = held.flatMap(({ plan }) => (plan.page?.presence === 'live' ? [plan.page.id] : []));
  const unread = live.filter((id) => !view.bodies.has(id));
  if (unread.length > 0) return unread.map(readBody);
  const kickoff = slots.find(({ key }) => key === 'kickoff')?.merge;
  const lines = projectRetroTemplate({
    name: facts.name,
    zone,
    days: days ?? null,
    kickoff: kickoff?.state === 'planned' && kickoff.time && !isDays(kickoff.time) ? kickoff.time : null,
    retros: held.map(({ plan, time }) => ({
      week: plan.week ?? 0,
      time,
      progress: plan.page?.row.progress ?? null,
      nextTime: linesBelow((plan.page && view.bodies.get(plan.page.id)) ?? [], NEXT_TIME),
    })),
    projectRetro,
  });
  return [fill(page, lines, 'page of project retro', `it is on ${dayOf(projectRetro.start, zone)}`, record)];
}

/** A read changes nothing, so nobody is told of it. */
export const readBody = (page: string): Action => ({
  call: { do: 'read-body', page },
  words: [],
  cause: 'report',
  mails: [],
  cancels: false,
  record: {},
});

const fill = (
  page: string,
  lines: readonly BodyLine[],
  what: string,
  why: string,
  record: BasePatch,
): Action => ({
  call: { do: 'fill-page', page, lines },
  words: [{ meeting: null, kind: 'change', what, from: null, to: 'its outline', why }],
  cause: 'report',
  mails: [],
  cancels: false,
  record,
});
