// What is written into a row beside the sync itself: the Worker's own columns, the mark of a copied page, and columns
// that were missing and are filled again. Pure.
import { shownName } from '../playbook/index.ts';
import type { Action, Words } from './action.ts';
import type { Columns } from './columns.ts';
import { type Field, rowAction } from './pages.ts';
import type { EngagementPlan } from './plan.ts';
import { ROW_MEETINGS, type RowFacts } from './row.ts';
import type { View } from './view.ts';

/** A copied page is dormant until a person changes its Dates or Phase (DESIGN section 4). */
export function planCopy(view: View, facts: RowFacts, zone: string): Partial<EngagementPlan> | null {
  const { page, base } = view;
  const state = JSON.stringify([page.row.dates ?? null, page.row.phase ?? null]);
  const sync =
    'This page is a copy of another engagement. It makes nothing until its Dates or its Phase are changed.';
  // Without the Worker's memory the page itself says that it was found to be a copy.
  if (base ? base.copy !== state : !view.isCopy && page.row.sync !== sync) return null;
  const write: Record<string, null | string> = {};
  for (const key of [
    ...Object.values(ROW_MEETINGS),
    'weeklyRetro',
    'calendar',
    'checks',
    'vote',
    'survey',
  ] as const) {
    if (!base && page.row[key] != null) write[key] = null;
  }
  if (page.row.sync !== undefined && page.row.sync !== sync) write.sync = sync;
  const words: Words = {
    meeting: null,
    kind: 'change',
    what: shownName(facts.name),
    from: null,
    to: 'marked as a copy; its calendar link and meeting times are cleared',
    why: 'its Calendar link belongs to another page',
  };
  const isNew = base === null;
  const action = rowAction(
    Object.keys(write).length > 0
      ? [{ write, words, cause: 'report', record: isNew ? { copy: state } : {} }]
      : [],
    { view, zone },
  );
  return { actions: action ? [action] : [], settled: isNew && !action ? { copy: state } : {}, sync };
}

/** Columns that came back blank are filled with what they last said. */
export function fillAction({ filled, after }: Columns, view: View, zone: string): Action | null {
  if (Object.keys(filled).length === 0) return null;
  const words: Words = {
    meeting: null,
    kind: 'change',
    what: shownName(view.page.row.name ?? null),
    from: null,
    to: 'columns that were missing are filled again',
    why: 'they came back blank',
  };
  return rowAction([{ write: filled, words, cause: 'report', record: after }], { view, zone });
}

/** The worker's own columns. */
export function reportFields(view: View, problems: readonly string[], checks: readonly string[] | null) {
  const sync = problems.length > 0 ? [...new Set(problems)].join(' ').slice(0, 2000) : null;
  const fields: Field[] = [];
  const put = (key: 'sync' | 'checks', name: string, text: string | null) => {
    const before = view.page.row[key];
    if (before === undefined || (before ?? null) === text) return;
    fields.push({
      write: { [key]: text },
      words: {
        meeting: null,
        kind: 'change',
        what: name,
        from: before,
        to: text,
        why: 'what is said of this row changed',
      },
      cause: 'report',
      record: {},
    });
  };
  put('sync', 'Sync', sync);
  if (checks) put('checks', 'Checks', checks.length > 0 ? checks.join('\n').slice(0, 2000) : null);
  return { fields, sync };
}
