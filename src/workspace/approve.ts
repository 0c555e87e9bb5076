// Approving a hold: it covers just the actions that the hold shows now (DESIGN section 6).
// What it refuses: a hold that has changed since a person saw it; they are shown the new one.
import type { Instant } from '../playbook/index.ts';
import type { ApproveAnswer } from './api.ts';
import type { Ledger } from './ledger.ts';
import { readHold } from './reports.ts';

/** Approves the hold of this id for 24 hours; the next tick does what it holds. */
export function approveHold(hold: string, ledger: Ledger, now: Instant): ApproveAnswer {
  const current = readHold(ledger);
  if (current?.id !== hold) return { ok: false, hold: current };
  const prints = ledger.held().map(({ print }) => print);
  ledger.approve(prints, now);
  const sentence = `A person approved hold ${hold}.`;
  ledger.log({ run: null, engagement: null, meeting: null, sentence }, now);
  return { ok: true, approved: prints.length };
}
