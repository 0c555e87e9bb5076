// Addresses of the people whom rows name: listed once a day, and one by one where somebody is not known yet.
// What it refuses: to fail a tick because the connection may not see people; they have no address then.
import type { EngagementRow } from '../../schemas/index.ts';
import type { Failure, Outcome } from '../call.ts';
import type { Instant } from '../playbook/index.ts';
import type { Sides } from '../sync/apply.ts';
import type { Stores } from './lists.ts';

/** People who are not known yet; with each sweep everybody, since addresses come and change. */
export async function lookUpPeople(
  sides: Sides,
  { trees, ledger }: Stores,
  now: Instant,
): Promise<Failure | null> {
  const isListed = ledger.recall('people-listed') !== undefined;
  // Whoever is named is named by a row that was read, or written, since the last time.
  const since = ledger.recall<Instant>('people-looked-up') ?? 0;
  const known = ledger.people();
  const ids = new Set(
    (isListed ? trees.engagementPagesSince(since) : trees.engagementPages()).flatMap(({ row }) => {
      const { engineer = [], advisor = [], hostPeople = [] } = row as EngagementRow;
      return [...engineer, ...advisor, ...hostPeople];
    }),
  );
  const unknown = [...ids].filter((id) => !known.has(id) || (!isListed && known.get(id) === null));
  if (unknown.length === 0 && isListed) {
    ledger.remember('people-looked-up', now);
    return null;
  }
  const changed = new Set<string>();
  const put = (id: string, email: string | null) => {
    ledger.putPerson(id, email, now);
    if (known.has(id) && known.get(id) !== email) changed.add(id);
  };
  try {
    const listed = await sides.notion.people();
    if (listed.ok) for (const { id, email } of listed.value) put(id, email);
    // Without the right to list people everybody is looked up one by one; without any right, nobody has an address.
    else if (listed.failure.reason !== 'denied') return listed.failure;
    const seen = new Set(listed.ok ? listed.value.map(({ id }) => id) : []);
    for (const id of unknown) {
      if (seen.has(id)) continue;
      const answer: Outcome<{ email: string | null }> = await sides.notion.person(id);
      if (answer.ok) put(id, answer.value.email);
      else if (answer.failure.reason === 'gone' || answer.failure.reason === 'denied') put(id, null);
      else return answer.failure;
    }
  } finally {
    if (changed.size > 0) trees.touchPeople(changed);
  }
  ledger.remember('people-listed', now);
  ledger.remember('people-looked-up', now);
  return null;
}
