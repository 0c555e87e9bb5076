// The views that people want to open: which are to be made, and when Notion's automatic one may go. Pure.
// A view that was made once is remembered by id: whoever removes or renames it is not overruled.
import { type DatabaseKey, databases, type View } from '../../schemas/index.ts';
import { viewConfig, viewNeeds } from './config.ts';
import type { ObservedDatabase, ObservedView, Place } from './observed.ts';
import { propertiesOf } from './page.ts';
import type { Binding } from './workspace.ts';

export type ViewStep =
  | { readonly do: 'create view'; readonly view: View; readonly configuration: ReturnType<typeof viewConfig> }
  | { readonly do: 'delete view'; readonly id: string };

type Step = { readonly database: DatabaseKey; readonly sentence: string } & ViewStep;

/** Whether a database's views are to be read: some declared one was never made. */
export function wantsViews(database: DatabaseKey, binding: Binding | undefined): boolean {
  return databases[database].views.some((view) => binding?.views?.[view.name] === undefined);
}

/** Steps for one database; none before its views were read, or while the property that a view needs is missing. */
export function planViews(
  database: DatabaseKey,
  place: Place,
  binding: Binding | undefined,
  properties: Readonly<Record<string, string>>,
): Step[] {
  if (place.state !== 'there' || place.views === null) return [];
  const name = databases[database].name;
  const views = place.views;
  const steps: Step[] = [];
  for (const view of databases[database].views as readonly View[]) {
    if (binding?.views?.[view.name] !== undefined || named(views, view.name)) continue;
    const needs = viewNeeds(view);
    const id = needs === null ? undefined : properties[needs];
    const type = propertiesOf(database)[needs ?? '']?.type;
    if (needs !== null && (id === undefined || type === undefined)) continue;
    const configuration = viewConfig(view, id === undefined || type === undefined ? null : { id, type });
    const sentence = `Added the view ${view.name} to ${name}.`;
    steps.push({ do: 'create view', database, view, configuration, sentence });
  }
  const automatic = steps.length === 0 ? replaced(database, place) : undefined;
  if (automatic) {
    const sentence = `Removed the automatic view of ${name}.`;
    steps.push({ do: 'delete view', database, id: automatic.id, sentence });
  }
  return steps;
}

/** The ids to remember; undefined before views were read, and while the automatic one is still to go. */
export function viewsOf(
  database: DatabaseKey,
  place: ObservedDatabase,
  binding: Binding | undefined,
): Record<string, string> | undefined {
  if (place.views === null) return binding?.views && { ...binding.views };
  if (replaced(database, place)) return undefined;
  const ids: Record<string, string> = { ...binding?.views };
  for (const view of databases[database].views) {
    const id = ids[view.name] ?? named(place.views, view.name)?.id;
    if (id !== undefined) ids[view.name] = id;
  }
  return ids;
}

/**
 * The automatic view of a database that we made, once all of ours stand beside it and nothing else does. Whose
 * the database is, is told by its maker being our views' maker; without that knowledge it stays.
 */
function replaced(database: DatabaseKey, place: ObservedDatabase): ObservedView | undefined {
  const views = place.views ?? [];
  const declared: readonly View[] = databases[database].views;
  const ours = declared.map((view) => named(views, view.name));
  const others = views.filter((view) => !ours.includes(view));
  const [other] = others;
  if (others.length !== 1 || !other?.automatic || ours.includes(undefined)) return undefined;
  const madeByUs = place.createdBy !== null && ours.every((view) => view?.createdBy === place.createdBy);
  return madeByUs ? other : undefined;
}

function named(views: readonly ObservedView[], name: string): ObservedView | undefined {
  return views.find((view) => view.name === name);
}
