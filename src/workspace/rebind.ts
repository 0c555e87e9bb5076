// After provisioning gave columns back: which of them are new to us, so that their blanks are filled before they are
// read (rule N8). A column that was added again has another id, and nobody may have seen a page without it.
import type { Bindings } from '../notion/workspace.ts';
import type { Instant } from '../playbook/index.ts';
import { recordBase } from '../sync/base.ts';
import type { Trees } from './trees.ts';

/** Notes new columns in every base. Returns whether there are any: all pages are then to be read again. */
export function noteNewColumns(
  before: Bindings | undefined,
  after: Bindings,
  trees: Trees,
  now: Instant,
): boolean {
  if (!before) return false;
  const isNew = (database: keyof Bindings, key: string) =>
    before[database].properties[key] !== after[database].properties[key];
  const columns = Object.keys(after.engagements.properties).filter((key) => isNew('engagements', key));
  const arePagesNew = isNew('retros', 'date') || isNew('retros', 'status');
  if (columns.length === 0 && !arePagesNew) return false;
  for (const { id, base } of trees.states()) {
    if (!base) continue;
    const pages = arePagesNew
      ? Object.fromEntries(Object.keys(base.slots).map((slot) => [slot, { page: null }]))
      : {};
    const missing = [...new Set([...(base.missing ?? []), ...columns])];
    trees.update(id, { base: recordBase(base, { missing, slots: pages }, now) });
  }
  return true;
}
