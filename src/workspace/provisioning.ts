// Provisioning as the Workspace object does it: over several calls, with what it has got so far in memory.
import { databases } from '../../schemas/index.ts';
import { createClient } from '../notion/client.ts';
import { pageLink } from '../notion/parent.ts';
import { provision } from '../notion/provision.ts';
import type { Bindings } from '../notion/workspace.ts';
import type { Settings } from '../settings.ts';
import type { ProvisionReport } from './api.ts';
import { type CallClock, createCalls } from './calls.ts';
import type { Ledger } from './ledger.ts';
import { noteNewColumns } from './rebind.ts';
import type { Trees } from './trees.ts';

/** Provisioning reads the databases, and one's views, before it goes on, so it ends only with this many calls. */
const PROVISIONING = 15;

interface Ground {
  readonly ledger: Ledger;
  readonly trees: Trees;
  readonly clock: CallClock;
}

/** Provisions Notion, or goes on where an earlier call stopped; `isAnyNew`: all pages are to be read again. */
export async function provisionNotion(
  settings: Settings,
  { ledger, trees, clock }: Ground,
): Promise<{ readonly report: ProvisionReport; readonly isAnyNew: boolean }> {
  let isAnyNew = false;
  const calls = createCalls(
    {
      budget: Math.max(settings.callBudget, PROVISIONING),
      rate: { notion: settings.notion.rate, google: settings.google.rate },
      insist: true,
    },
    ledger,
    clock,
  );
  const answer = await provision({
    client: createClient(settings.notion.token),
    run: calls.run,
    parentPage: settings.notion.parentPage,
    bindings: ledger.recall<Bindings>('provisioning') ?? ledger.recall<Bindings>('bindings') ?? null,
  });
  const { bindings, stopped } = answer;
  const isDone = stopped === null && bindings !== null;
  if (bindings) ledger.remember('provisioning', bindings);
  if (isDone) {
    isAnyNew = noteNewColumns(ledger.recall<Bindings>('bindings'), bindings, trees, clock.now());
    ledger.remember('bindings', bindings);
    ledger.remember('provisioning', undefined);
  }
  ledger.remember('provision-problems', answer.problems.length > 0 ? answer.problems : undefined);
  for (const sentence of answer.done)
    ledger.log({ run: null, engagement: null, meeting: null, sentence }, clock.now());
  const isResumable =
    stopped?.reason === 'exhausted' || stopped?.reason === 'refused' || stopped?.reason === 'unknown';
  const report = {
    done: answer.done,
    problems: answer.problems,
    more: isResumable,
    databases: bindings
      ? Object.values(databases).map(({ key, name }) => {
          const id = bindings[key].databaseId;
          return { name, id, url: pageLink(id) };
        })
      : [],
  };
  return { report, isAnyNew };
}
