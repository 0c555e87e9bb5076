// What Notion's webhook says, taken as hints: that something changed, and which pages to ask for by their id, since no query
// shows what was trashed or moved. What it refuses: to believe a hint; and to be woken by what only we ourselves did.
import { type DatabaseKey, databases } from '../../schemas/index.ts';
import type { Bindings, Notion } from '../notion/workspace.ts';
import type { NotionHint } from './api.ts';
import type { Ledger } from './ledger.ts';
import type { EngineOptions } from './tick.ts';
import type { Trees } from './trees.ts';

/** A page to ask for, stored in `hinted` until a tick takes it. */
export interface Hinted {
  readonly database: DatabaseKey;
  readonly id: string;
}

/** After these a page is in no query, or may be in one though its time of edit has not moved. */
const TO_ASK = new Set(['page.deleted', 'page.undeleted', 'page.moved']);

/** Notes what a hook names. Returns whether there is anything to look at. */
export function takeHint(hint: NotionHint, ledger: Ledger, trees: Trees): boolean {
  const { type, page, dataSource, authors } = hint;
  const us = ledger.recall<string | null>('bot') ?? null;
  if (us !== null && authors.length > 0 && authors.every(({ id, isBot }) => isBot && id === us)) return false;
  const database =
    page !== null && type !== null && TO_ASK.has(type) ? databaseOf(page, dataSource, ledger, trees) : null;
  if (page !== null && database !== null) {
    const others = (ledger.recall<Hinted[]>('hinted') ?? []).filter(({ id }) => id !== page);
    ledger.remember('hinted', [...others, { database, id: page }]);
  }
  return true;
}

/** The database of a page that is known, or that the hook says lies in one of ours. */
function databaseOf(
  page: string,
  dataSource: string | null,
  ledger: Ledger,
  trees: Trees,
): DatabaseKey | null {
  const known = trees.page(page)?.database;
  const bindings = ledger.recall<Bindings>('bindings');
  const named = Object.values(databases).find(
    ({ key }) => dataSource !== null && bindings?.[key].dataSourceId === dataSource,
  );
  return known ?? named?.key ?? null;
}

/** Takes a page out that is to be asked for: a hint that comes while it is being asked for is for the next time. */
export function takeHinted(ledger: Ledger): Hinted | null {
  const [first, ...rest] = ledger.recall<Hinted[]>('hinted') ?? [];
  ledger.remember('hinted', rest.length > 0 ? rest : undefined);
  return first ?? null;
}

/** It could not be asked for. */
export const putBackHinted = (page: Hinted, ledger: Ledger): void =>
  ledger.remember('hinted', [...(ledger.recall<Hinted[]>('hinted') ?? []), page]);

/** Who we are in Notion, asked for once a day and only where hooks come: null where Notion does not say. */
export async function learnBot(notion: Notion, { ledger, settings }: EngineOptions): Promise<void> {
  if (settings.notion.webhookToken === null || ledger.recall('bot') !== undefined) return;
  const answer = await notion.me();
  if (answer.ok) ledger.remember('bot', answer.value);
  else if (answer.failure.reason === 'denied' || answer.failure.reason === 'broken')
    ledger.remember('bot', null);
}
