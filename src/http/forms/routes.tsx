// The pages behind signed links: the vote on a fit check (/f/fit/…), the survey (/f/nps/…). They need no log-in: the link is
// the key. What they refuse: every link that leads nowhere, with one dull page whatever is wrong with it.
import { CRITERIA } from '../../playbook/index.ts';
import type { SurveyPage as Survey } from '../../workspace/api.ts';
import { type FormKind, readLink } from '../../workspace/links.ts';
import { parseForm } from '../body.ts';
import type { Ask, Deps, Handler } from '../deps.ts';
import type { Gate } from '../gates.ts';
import { createLimit } from '../limit.ts';
import { isSameOrigin } from '../origin.ts';
import { problem } from '../problem.ts';
import { keepVoter, markBrowser, readBrowser, readVoter } from './cookies.ts';
import {
  readPoints,
  readScore,
  readWhy,
  type SurveyForm,
  surveyForm,
  voteForm,
  WHY_LIMIT,
} from './fields.ts';
import { FitPage } from './fit.tsx';
import { Dull, TooMany } from './frame.tsx';
import { SurveyPage, type SurveyProps } from './survey.tsx';

const WINDOW_MS = 60_000;
/** A whole team may sit behind one address, and vote within one minute. */
const PER_ADDRESS = 30;
const PER_LINK = 60;

type Html = Parameters<Ask['html']>[0];
const show = (c: Ask, page: Html, code: 200 | 404 | 409 | 422 | 429 | 503 = 200) =>
  c.html(`<!doctype html>${page}`, code);

/** The same bytes whatever was wrong: a forged link, one that has expired, an engagement that is not there. */
export const dull: Handler = (c) => show(c, <Dull />, 404);

/** The engagement that the link names; null when we did not sign it. */
const engagementOf = (c: Ask, kind: FormKind): string | null =>
  readLink(c.var.settings.adminSecret, kind, c.req.param('link') ?? '');

/** A post must come from the page itself, and not too often. */
export function postGate(deps: Deps): Gate {
  const addresses = createLimit(PER_ADDRESS, WINDOW_MS);
  const links = createLimit(PER_LINK, WINDOW_MS);
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    if (!isSameOrigin(c)) return problem({ reason: 'cross-origin' });
    const now = deps.now();
    const address = c.req.header('cf-connecting-ip') ?? 'here';
    const seconds = Math.max(addresses.wait(address, now) ?? 0, links.wait(c.req.path, now) ?? 0);
    if (seconds > 0) {
      c.header('retry-after', String(seconds));
      return show(c, <TooMany seconds={seconds} />, 429);
    }
    addresses.count(address, now);
    links.count(c.req.path, now);
    return next();
  };
}

export const showVote: Handler = async (c) => {
  const voter = await readVoter(c);
  const engagement = engagementOf(c, 'fit');
  const page = engagement && (await c.var.workspace.votePage(engagement, voter));
  return page ? show(c, <FitPage {...{ page, voter, sent: null, isLate: false }} />) : dull(c);
};

export const takeVote: Handler = async (c) => {
  const engagement = engagementOf(c, 'fit');
  const voter = await readVoter(c);
  const page = engagement && (await c.var.workspace.votePage(engagement, voter));
  if (!page || !engagement) return dull(c);
  const form = await parseForm(c, voteForm);
  if (!form.ok) return problem(form.refusal);
  const sent = form.value;
  const refuse = (isLate: boolean) =>
    show(c, <FitPage {...{ page: { ...page, isOpen: !isLate }, voter, sent, isLate }} />, isLate ? 409 : 422);
  if (!page.isOpen) return refuse(true);
  const [businessValue, technicalValue, teamFit] = CRITERIA.map((criterion) => readPoints(sent, criterion));
  if (businessValue == null || technicalValue == null || teamFit == null || !page.team.includes(sent.voter))
    return refuse(false);
  const scores = { businessValue, technicalValue, teamFit };
  const answer = await c.var.workspace.vote(engagement, { voter: sent.voter, scores });
  if (answer === null) return dull(c);
  if (answer !== 'counted') return refuse(answer === 'over');
  await keepVoter(c, sent.voter);
  return c.redirect(c.req.path, 303);
};

export const showSurvey: Handler = async (c) => {
  const engagement = engagementOf(c, 'nps');
  const page = engagement && (await c.var.workspace.surveyPage(engagement, readBrowser(c)));
  if (!page) return dull(c);
  // Before the answer, so that one that is sent twice by a double click comes from one browser.
  markBrowser(c);
  return show(c, <SurveyPage {...{ page, sent: null, faults: {} }} />);
};

export const takeAnswer: Handler = async (c) => {
  const engagement = engagementOf(c, 'nps');
  const browser = readBrowser(c);
  const page = engagement && (await c.var.workspace.surveyPage(engagement, browser));
  if (!page || !engagement) return dull(c);
  const form = await parseForm(c, surveyForm);
  if (!form.ok) return problem(form.refusal);
  const sent = form.value;
  const refuse = (faults: SurveyProps['faults'], code: 422 | 503) =>
    refuseAnswer(c, page, sent, faults, code);
  if (browser === null)
    return refuse({ form: 'This browser keeps no cookie for this page. Allow it, and send it again.' }, 422);
  const [score, why] = [readScore(sent), readWhy(sent)];
  const isTooLong = (why?.length ?? 0) > WHY_LIMIT;
  if (score === null || isTooLong) {
    return refuse(
      {
        ...(score === null && { score: 'Choose a number from 0 to 10.' }),
        ...(isTooLong && { why: `Keep it to ${WHY_LIMIT.toLocaleString('en')} characters.` }),
      },
      422,
    );
  }
  const answer = await c.var.workspace.answer(engagement, browser, { score, why });
  if (answer === null) return dull(c);
  if (answer === 'full') return refuse({ form: 'This survey has as many answers as it can take.' }, 503);
  return c.redirect(c.req.path, 303);
};

function refuseAnswer(
  c: Ask,
  page: Survey,
  sent: SurveyForm,
  faults: SurveyProps['faults'],
  code: 422 | 503,
) {
  markBrowser(c);
  return show(c, <SurveyPage {...{ page, sent, faults }} />, code);
}
