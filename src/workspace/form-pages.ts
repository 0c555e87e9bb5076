// What the Worker's own pages show and take: the vote on a fit check, and the survey. Everything is asked of what was last observed.
// What it refuses: to show others' votes to whom has not voted, and to take anything once its time is over.
import { dayOf, formatDay, formatTimed, type Instant, shownName } from '../playbook/index.ts';
import type { Settings } from '../settings.ts';
import { areSayingsKept } from '../sync/forms.ts';
import { type EngagementPlan, planEngagement } from '../sync/plan.ts';
import type { View } from '../sync/view.ts';
import type { SurveyPage, VotePage } from './api.ts';
import { type Answer, markOf, type Vote } from './forms.ts';
import type { Ledger } from './ledger.ts';
import { keyFor } from './links.ts';
import type { Trees } from './trees.ts';
import { readView, readWorld } from './views.ts';

export interface Ground {
  readonly trees: Trees;
  readonly ledger: Ledger;
  readonly settings: Settings;
}

/** A living engagement and what is planned for it; null where there is none. */
function look(
  { trees, ledger, settings }: Ground,
  id: string,
  now: Instant,
): { view: View; plan: EngagementPlan } | null {
  const world = readWorld(ledger, settings, now);
  const state = trees.state(id);
  const view = state && readView(trees, state, world);
  return view?.page.presence === 'live' ? { view, plan: planEngagement(view, world) } : null;
}

/** The vote as one voter sees it; `voter` null: who has not said who they are. Null: there is no such page. */
export function readVotePage(
  ground: Ground,
  id: string,
  voter: string | null,
  now: Instant,
): VotePage | null {
  const { homeTeam } = ground.settings;
  const seen = homeTeam.length > 0 ? look(ground, id, now) : null;
  if (!seen) return null;
  const { view, plan } = seen;
  const { vote } = plan.forms;
  const votes = ground.trees.forms.votes(id);
  const own = votes.find((one) => one.voter === voter)?.scores ?? null;
  return {
    name: shownName(view.page.row.name ?? null),
    team: homeTeam,
    isOpen: vote !== null,
    fitCheck: vote?.fitCheck ? formatTimed(vote.fitCheck, plan.zone) : null,
    own,
    // Once it is over the means may be known; who gave what stays among those who voted.
    averages: own || !vote ? view.forms.votes : null,
    votes: own ? votes : [],
  };
}

/** Counts a vote. Null: there is no such page. */
export function takeVote(
  ground: Ground,
  id: string,
  vote: Vote,
  now: Instant,
): 'counted' | 'over' | 'not on the team' | null {
  const page = readVotePage(ground, id, vote.voter, now);
  if (!page) return null;
  if (!page.isOpen) return 'over';
  if (!page.team.includes(vote.voter)) return 'not on the team';
  ground.trees.forms.putVote(id, vote, now);
  ground.trees.touch(id, null);
  return 'counted';
}

/** The survey as one browser sees it. Null: it has not begun, is over, or there is no such page. */
export function readSurveyPage(
  ground: Ground,
  id: string,
  browser: string | null,
  now: Instant,
): SurveyPage | null {
  const { forms } = ground.trees;
  const seen = look(ground, id, now);
  const survey = seen?.plan.forms.survey;
  if (!seen || !survey || survey.ends <= now || forms.isEnded(id)) return null;
  return {
    name: shownName(seen.view.page.row.name ?? null),
    lastDay: formatDay(dayOf(survey.ends - 1, seen.plan.zone)),
    own: browser === null ? null : forms.answer(id, mark(ground, id, browser)),
  };
}

/** Takes an answer. `full`: it holds as many as it can. Null: there is no such page. */
export function takeAnswer(
  ground: Ground,
  id: string,
  browser: string,
  answer: Answer,
  now: Instant,
): 'taken' | 'full' | null {
  if (!readSurveyPage(ground, id, browser, now)) return null;
  if (!ground.trees.forms.putAnswer(id, mark(ground, id, browser), answer, now)) return 'full';
  ground.trees.touch(id, null);
  return 'taken';
}

const mark = ({ settings }: Ground, id: string, browser: string): string =>
  markOf(keyFor(settings.adminSecret, 'survey browser'), id, browser);

/** Ends surveys that are over and whose comments are in Notion: nothing stays but scores. */
export function endSurveys(ground: Ground, now: Instant): void {
  for (const id of ground.trees.forms.unended()) {
    const seen = look(ground, id, now);
    const survey = seen?.plan.forms.survey;
    if (seen && survey && survey.ends <= now && areSayingsKept(seen.view)) ground.trees.forms.end(id);
  }
}
