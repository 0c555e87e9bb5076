// What a full read did not show: each page and each event is asked for by its own id, whose answer alone is evidence.
// What it refuses: to delete or withdraw anything because a list had it not.
import type { DatabaseKey } from '../../schemas/index.ts';
import type { Failure } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import type { Sides } from '../sync/apply.ts';
import type { Ledger } from './ledger.ts';
import { putBackHinted, takeHinted } from './notion-hints.ts';
import type { Trees } from './trees.ts';

const LISTS = ['engagements', 'retros', 'goals', 'events'] as const;

/** A full read that began at an instant has ended: what was not seen since is to be asked for. */
export function noteUnseen(list: DatabaseKey | 'events', began: Instant, ledger: Ledger): void {
  ledger.remember(`unseen:${list}`, began);
}

/** Whether something is still to be asked for. */
export const isAnyUnseen = (ledger: Ledger): boolean =>
  LISTS.some((list) => ledger.recall(`unseen:${list}`) !== undefined);

/** Asks for them one by one. An answer is seen itself, so that a slice that ends here goes on with the next. */
export async function verifyUnseen(
  sides: Sides,
  { trees, ledger }: { readonly trees: Trees; readonly ledger: Ledger },
  now: Instant,
): Promise<Failure | null> {
  for (const list of LISTS) {
    const began = ledger.recall<Instant>(`unseen:${list}`);
    if (began === undefined) continue;
    const ids = list === 'events' ? trees.unseenEvents(began) : trees.unseenPages(list, began);
    for (const id of ids) {
      const failure =
        list === 'events'
          ? await askForEvent(id, sides, trees, now)
          : await askForPage(list, id, sides, trees, now);
      if (failure) return failure;
    }
    ledger.remember(`unseen:${list}`, undefined);
  }
  return null;
}

/** Asks for the pages that Notion's webhook named: no query shows what was trashed or moved away. */
export async function askForHinted(
  sides: Sides,
  { trees, ledger }: { readonly trees: Trees; readonly ledger: Ledger },
  now: Instant,
): Promise<Failure | null> {
  for (let page = takeHinted(ledger); page; page = takeHinted(ledger)) {
    const failure = await askForPage(page.database, page.id, sides, trees, now);
    if (!failure) continue;
    putBackHinted(page, ledger);
    return failure;
  }
  return null;
}

async function askForEvent(id: string, sides: Sides, trees: Trees, now: Instant): Promise<Failure | null> {
  const answer = await sides.calendar.get(id);
  if (answer.ok) trees.putEvent(answer.value, now);
  else if (answer.failure.reason === 'gone') trees.putGone(id, now);
  // One that cannot be understood stops no other; the next sweep asks again.
  else if (answer.failure.reason === 'broken') trees.seeEvent(id, now);
  else return answer.failure;
  return null;
}

async function askForPage(
  database: DatabaseKey,
  id: string,
  sides: Sides,
  trees: Trees,
  now: Instant,
): Promise<Failure | null> {
  const answer = await sides.notion.page(database, id);
  if (answer.ok) trees.putPage(answer.value, now);
  else if (answer.failure.reason === 'gone' || answer.failure.reason === 'broken')
    trees.setPresence(id, 'unreadable', now);
  else return answer.failure;
  return null;
}
