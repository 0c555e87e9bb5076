// Votes on the fit check and answers to the survey: the row's numbers and links, and what was written, on the project retro's
// page. Pure. What it refuses: to write a number that nobody voted for, to fight over one that a person typed (rule N32), and
// to tell on a row or in the log who said what.
import { createHash } from 'node:crypto';
import { databases, type EngagementWrite } from '../../schemas/index.ts';
import {
  CRITERIA,
  hasSurveyBegun,
  type Instant,
  isVotingOpen,
  type Meeting,
  surveyEnds,
  type Timed,
} from '../playbook/index.ts';
import type { Action } from './action.ts';
import type { Base } from './base.ts';
import type { Field } from './pages.ts';
import type { SlotContext, SlotPlan } from './slots.ts';
import { isDays, type SeenForms } from './view.ts';

const NUMBERS = [...CRITERIA, 'votes', 'nps', 'promoters', 'passives', 'detractors'] as const;
export type FormColumn = (typeof NUMBERS)[number];

/** Which pages of an engagement take what people say now. */
export interface OpenForms {
  /** Null: there is nothing to vote on any more; `fitCheck`: the meeting until whose end it may be. */
  readonly vote: { readonly fitCheck: Timed | null } | null;
  /** Null: it has not begun, or has no end that could be known. It may be over. */
  readonly survey: { readonly ends: Instant } | null;
}

export const CLOSED: OpenForms = { vote: null, survey: null };

/** Which pages are open, from the merged meetings (rules P62–P64). */
export function readForms(slots: readonly SlotPlan[], context: SlotContext): OpenForms {
  const { phase, days, zone, world } = context;
  const timeOf = (meeting: Meeting): Timed | null => {
    const merge = slots.find((plan) => plan.meeting === meeting)?.merge;
    return merge?.state === 'planned' && merge.time && !isDays(merge.time) ? merge.time : null;
  };
  const fitCheck = timeOf('fit-check');
  const projectRetro = timeOf('project-retro');
  const ends = surveyEnds(days ?? null, projectRetro, zone, world.playbook);
  return {
    vote: isVotingOpen(phase, fitCheck, world.now) ? { fitCheck } : null,
    survey: ends !== null && hasSurveyBegun(phase, projectRetro, world.now) ? { ends } : null,
  };
}

/**
 * The row's columns that are to say something else. A number is written when votes or answers change it, and only then: what a
 * person types over it stays until the next vote or answer that gives another number.
 */
export function formFields(open: OpenForms, context: SlotContext): Field[] {
  const { view, settle } = context;
  const { row } = view.page;
  const written = view.base?.forms;
  const fields: Field[] = [];
  for (const [key, number] of Object.entries(numbersOf(view.forms)) as [FormColumn, number][]) {
    const before = row[key];
    // A column that is missing is filled once it is there again.
    if (before === undefined && written?.[key] !== undefined) settle({ forms: { [key]: null } });
    if (before === undefined || written?.[key] === number) continue;
    if (before === number) settle({ forms: { [key]: number } });
    else fields.push(aField(key, number, { from: before, to: number, record: { forms: { [key]: number } } }));
  }
  return [...fields, ...linkFields(open, context)];
}

/** The links, while their pages are open. The survey's goes with its end; the vote's page still shows what came of it. */
function linkFields(open: OpenForms, { view, world }: SlotContext): Field[] {
  const isOver = view.forms.comments === null || (open.survey !== null && open.survey.ends <= world.now);
  return (['vote', 'survey'] as const).flatMap((key) => {
    const link = world.links[key]?.(view.page.id);
    const before = view.page.row[key];
    if (link === undefined || before === undefined) return [];
    const isClosed = key === 'survey' && isOver;
    if (isClosed ? before !== link : open[key] === null || before === link) return [];
    // The link itself opens the page, so it stands on the row and nowhere else.
    const words = `link to the ${key}`;
    const [value, from, to] = isClosed ? [null, words, null] : [link, null, words];
    return [aField(key, value, { from, to, record: {} })];
  });
}

function numbersOf({ votes, nps }: SeenForms): Partial<Record<FormColumn, number>> {
  const { score, ...counts } = nps ?? {};
  return { ...votes, ...counts, ...(score === undefined ? {} : { nps: score }) };
}

function aField(
  key: FormColumn | 'vote' | 'survey',
  value: number | string | null,
  said: { from: number | string | null; to: number | string | null; record: Field['record'] },
): Field {
  const words = {
    meeting: null,
    kind: 'change',
    what: databases.engagements.properties[key].name,
    from: said.from === null ? null : String(said.from),
    to: said.to === null ? null : String(said.to),
    why:
      typeof value === 'number'
        ? 'of what people said on its page'
        : `its page is ${value === null ? 'over' : 'open'}`,
  } as const;
  return { write: { [key]: value } as EngagementWrite, words, cause: 'report', record: said.record };
}

/** The first line of the block that holds them: how it is found again. */
export const SURVEY_HEADING = 'What people said in the survey';

/**
 * What was written in the survey, as one block on the project retro's page, or on the engagement's own where there is none.
 * The block is written as a whole, so that each comment stands there once, and one that its author took back is gone.
 */
export function planSayings(slots: readonly SlotPlan[], context: SlotContext): Action[] {
  const { page, forms, retros, base } = context.view;
  const said = base?.forms;
  if (forms.comments === null || page.presence !== 'live') return [];
  if (forms.comments.length === 0 && said?.comments === undefined) return [];
  const comments = hashOf(forms.comments);
  const ours = [page, ...retros].find(({ id, presence }) => id === said?.page && presence === 'live');
  if (ours && said?.comments === comments) return [];
  const retro = slots.find(({ meeting }) => meeting === 'project-retro')?.page;
  const home = ours?.id ?? (retro?.presence === 'live' ? retro.id : page.id);
  const count = forms.comments.length;
  return [
    {
      call: { do: 'keep-block', page: home, heading: SURVEY_HEADING, lines: forms.comments },
      words: [
        {
          meeting: home === page.id ? null : 'project retro',
          kind: 'change',
          what: home === page.id ? 'page' : 'page of project retro',
          from: null,
          to: `${count} ${count === 1 ? 'comment' : 'comments'} from the survey`,
          why: 'people answered it',
        },
      ],
      cause: 'report',
      mails: [],
      cancels: false,
      record: { forms: { comments, page: home } },
    },
  ];
}

/** Whether everything that was written in the survey stands in Notion. */
export const areSayingsKept = ({ forms, base }: { forms: SeenForms; base: Base | null }): boolean =>
  forms.comments === null ||
  (forms.comments.length === 0 && base?.forms?.comments === undefined) ||
  base?.forms?.comments === hashOf(forms.comments);

const hashOf = (comments: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(comments)).digest('hex').slice(0, 16);
