// Brings Notion's databases to what schemas/ declares: observe, plan, make one step, plan again, until nothing is left.
// Nothing but Notion itself says how far it got, so it may be broken off anywhere and started anew.
import type { Client } from '@notionhq/client';
import { databases } from '../../schemas/index.ts';
import type { Failure, Outcome, Run } from '../call.ts';
import { applyStep } from './apply.ts';
import { createObserver, type Observer } from './observe.ts';
import { type Observed, ORDER } from './observed.ts';
import { type Plan, planProvision, type Step } from './plan.ts';
import { wantsViews } from './views.ts';
import type { Bindings } from './workspace.ts';

export interface ProvisionRequest {
  readonly client: Client;
  readonly run: Run;
  /** Id of the page under which the databases are made. */
  readonly parentPage: string;
  /** What an earlier run answered; null at first. */
  readonly bindings: Bindings | null;
  /** Told each sentence of `done` as it becomes true. */
  readonly onStep?: (sentence: string) => void;
}

export interface Provisioned {
  /** To be kept for the next run; null while a database is neither there nor was bound before. */
  readonly bindings: Bindings | null;
  /** What this run did, in sentences. */
  readonly done: readonly string[];
  /** What a person has to mend, in sentences; empty when Notion is as declared. */
  readonly problems: readonly string[];
  /** The call at which it stopped, to go on later by running it again (`exhausted`, `refused`, …); else null. */
  readonly stopped: Failure | null;
}

/** Makes what is missing, and only that. A second run makes no write. */
export async function provision(request: ProvisionRequest): Promise<Provisioned> {
  const { client, run, parentPage, bindings, onStep } = request;
  const observer = createObserver(client, run, parentPage);
  const done: string[] = [];
  const refused: string[] = [];
  const tried = new Set<string>();
  const say = (sentence: string) => {
    done.push(sentence);
    onStep?.(sentence);
  };
  const stop = (failure: Failure, plan: Plan | null): Provisioned => ({
    bindings: plan?.bindings ?? bindings,
    done,
    problems: [...(plan?.problems ?? []), ...refused, ...stopSentence(failure)],
    stopped: failure,
  });

  const first = await observer.all(bindings);
  if (!first.ok) return stop(first.failure, null);
  let observed = first.value;
  let plan = planProvision(observed, bindings);
  if (bindings === null && plan.problems.length === 0) {
    for (const key of ORDER) {
      if (observed[key].state === 'there')
        say(`Found the database ${databases[key].name} under the parent page.`);
    }
  }
  for (;;) {
    const quiet = plan.steps.every(({ sentence }) => tried.has(sentence));
    const looked = await lookAgain(observer, observed, quiet, bindings);
    if (!looked.ok) return stop(looked.failure, plan);
    const learned = looked.value !== observed;
    observed = looked.value;
    plan = planProvision(observed, bindings);
    const step = plan.steps.find(({ sentence }) => !tried.has(sentence));
    if (step === undefined) {
      if (learned) continue;
      break;
    }
    tried.add(step.sentence);
    const applied = await applyStep(client, run, parentPage, observed, step);
    if (applied.ok) {
      observed = applied.value;
      say(step.sentence);
    } else if (isPassable(step, applied.failure)) {
      refused.push(refusal(step, applied.failure));
    } else {
      return stop(applied.failure, plan);
    }
    plan = planProvision(observed, bindings);
  }
  // What was made and is still planned was taken by Notion and not kept.
  const ignored = plan.steps.filter(({ sentence }) => done.includes(sentence));
  const problems = [
    ...plan.problems,
    ...refused,
    ...ignored.map((step) => `Notion did not keep this: ${step.sentence}`),
  ];
  return { bindings: plan.bindings, done, problems, stopped: null };
}

/** Reads what the next plan needs: properties once all databases are there; once nothing else is left, views, one by one. */
async function lookAgain(
  observer: Observer,
  observed: Observed,
  quiet: boolean,
  bindings: Bindings | null,
): Promise<Outcome<Observed>> {
  if (ORDER.some((key) => observed[key].state !== 'there')) return { ok: true, value: observed };
  let next = observed;
  for (const key of ORDER) {
    const place = observed[key];
    if (place.state !== 'there') continue;
    const unread = place.properties === null;
    if (!unread && !(quiet && place.views === null && wantsViews(key, bindings?.[key]))) continue;
    const answer = unread ? await observer.properties(key, place) : await observer.views(place);
    if (!answer.ok) return answer;
    next = { ...next, [key]: answer.value };
    // One database's views are acted on before the next one's are read, so that a small budget gets somewhere.
    if (!unread) break;
  }
  return { ok: true, value: next };
}

/** A view or a formula that Notion will not have is named and passed over; a database is needed. */
function isPassable(step: Step, failure: Failure): boolean {
  if (step.do === 'create database') return false;
  const isView = step.do === 'create view' || step.do === 'delete view';
  return failure.reason === 'broken' || failure.reason === 'gone' || (isView && failure.status === 403);
}

function refusal(step: Step, failure: Failure): string {
  return `Notion refused (${failure.code ?? failure.status ?? failure.reason}) what would have been: ${step.sentence}`;
}

/** What a person can do about it; nothing where going on later is enough. */
function stopSentence(failure: Failure): string[] {
  switch (failure.reason) {
    case 'exhausted':
    case 'refused':
    case 'unknown':
    case 'conflict':
      return [];
    case 'denied':
      return [
        failure.status === 401
          ? 'Notion does not accept the token. Put a valid one into NOTION_TOKEN.'
          : 'Notion does not let the integration do this. Give it the rights to read, insert and update content, and mind the block limit of a free workspace.',
      ];
    case 'gone':
      return [
        'The parent page is not there, or not shared with the integration. Share it in Notion (Connections).',
      ];
    case 'broken':
      return [
        `Notion refused the request ${failure.operation} (${failure.code ?? failure.status ?? 'an unexpected answer'}).`,
      ];
  }
}
