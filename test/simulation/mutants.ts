// Planted bugs: what the simulation has to find. Each is put in by a door that only tests have: another ledger or other
// trees, a port with something in front of it, or one function of a module in the place of another.

import type { Outcome } from '../../src/call.ts';
import type { CalendarEvent } from '../../src/google/event.ts';
import type { Sides } from '../../src/sync/apply.ts';
import { recordBase } from '../../src/sync/base.ts';
import { Ledger } from '../../src/workspace/ledger.ts';
import type { Sql } from '../../src/workspace/sql.ts';
import { Trees } from '../../src/workspace/trees.ts';
import type { Family } from './families.ts';
import type { Doors, House } from './ground.ts';

export interface Mutant {
  readonly name: string;
  /** Played in scenarios of this family; else in all. */
  readonly family?: Family;
  readonly doors?: Doors;
  /** A module and what of it is replaced; `real` is the module as it is. */
  readonly module?: {
    readonly path: string;
    // biome-ignore lint/suspicious/noExplicitAny: a module is whatever it exports
    readonly replace: (real: any) => Record<string, unknown>;
  };
}

const OVERLAP = 2 * 60_000;

class ForgetfulTrees extends Trees {
  override update(id: string, change: Parameters<Trees['update']>[1]): void {
    const isFailure = typeof change.failure === 'string';
    super.update(id, isFailure ? { ...change, dirty: false, retry: null } : change);
  }
}

class StubbornTrees extends Trees {
  override update(id: string, change: Parameters<Trees['update']>[1]): void {
    const { base, ...rest } = change;
    super.update(id, base && this.state(id)?.base ? rest : change);
  }
}

/** What a full read does not show is taken for deleted. */
class HastyTrees extends Trees {
  override unseenPages(...args: Parameters<Trees['unseenPages']>): string[] {
    for (const id of super.unseenPages(...args)) this.setPresence(id, 'trashed', args[1]);
    return [];
  }
}

class CarelessLedger extends Ledger {
  override addIntent(): number {
    return 0;
  }
}

/** The base is advanced when the intent is written down, not when it is done. */
function eagerLedger(): Doors {
  let trees: Trees | undefined;
  class EagerLedger extends Ledger {
    override addIntent(...args: Parameters<Ledger['addIntent']>): number {
      const [engagement, action, now] = args;
      const base = trees?.state(engagement)?.base ?? null;
      trees?.update(engagement, { base: recordBase(base, action.record, now) });
      return super.addIntent(...args);
    }
  }
  return {
    trees: (sql: Sql) => {
      trees = new Trees(sql);
      return trees;
    },
    ledger: (sql: Sql) => new EagerLedger(sql),
  };
}

const inFront = (change: (sides: Sides, house: House) => Partial<Sides>): Doors => ({
  sides: (sides, house) => ({ ...sides, ...change(sides, house) }),
});

/** The etag of what is there now, whatever the plan saw: as good as none. */
async function anyEtag(sides: Sides, id: string, etag: string): Promise<string> {
  const read: Outcome<CalendarEvent> = await sides.calendar.get(id);
  return read.ok ? read.value.etag : etag;
}

export const MUTANTS: readonly Mutant[] = [
  { name: 'base saved before the write', doors: eagerLedger() },
  {
    name: 'cursor strictly after the last minute',
    doors: inFront(({ notion }) => ({
      notion: {
        ...notion,
        query: (database, from) =>
          notion.query(
            database,
            from.editedSince === undefined
              ? from
              : { ...from, editedSince: from.editedSince + OVERLAP + 60_000 },
          ),
      },
    })),
  },
  { name: 'full read: missing means deleted', doors: { trees: (sql) => new HastyTrees(sql) } },
  { name: 'dirty mark dropped on an error', doors: { trees: (sql) => new ForgetfulTrees(sql) } },
  {
    name: 'event id made up anew for each insert',
    doors: inFront(({ calendar }, house) => ({
      calendar: {
        ...calendar,
        insert: (id, draft, mail) => calendar.insert(`${id}${house.now().toString(32)}`, draft, mail),
      },
    })),
  },
  { name: 'base never updated', doors: { trees: (sql) => new StubbornTrees(sql) } },
  {
    name: 'no If-Match',
    doors: inFront((sides) => ({
      calendar: {
        ...sides.calendar,
        patch: async (id, etag, patch, mail) =>
          sides.calendar.patch(id, await anyEtag(sides, id, etag), patch, mail),
        remove: async (id, etag, mail) => sides.calendar.remove(id, await anyEtag(sides, id, etag), mail),
      },
    })),
  },
  {
    name: 'sync token saved before its items',
    doors: inFront(({ calendar }, house) => ({
      calendar: {
        ...calendar,
        list: async (from) => {
          const answer = await calendar.list(from);
          if (answer.ok && answer.value.syncToken) {
            house.ledger.remember('sync-token', answer.value.syncToken);
            await calendar.get('nobodyhasthisid');
          }
          return answer;
        },
      },
    })),
  },
  {
    name: 'whole rows written instead of fields',
    doors: inFront(({ notion }, house) => ({
      notion: {
        ...notion,
        update: (database, id, write, options) => {
          const row = (house.trees.page(id)?.row ?? {}) as Record<string, unknown>;
          const keys =
            database === 'retros'
              ? ['date', 'status']
              : ['kickoff', 'projectRetro', 'checkIn', 'dates', 'phase'];
          const whole = Object.fromEntries(
            keys.flatMap((key) => (row[key] == null ? [] : [[key, row[key]]])),
          );
          return notion.update(database, id, { ...whole, ...write } as typeof write, options);
        },
      },
    })),
  },
  {
    name: 'page made again without looking for it',
    family: 'making',
    doors: inFront(({ notion }) => ({
      notion: { ...notion, retrosByKey: async () => ({ ok: true, value: [] }) },
    })),
  },
  {
    name: 'intent not written down',
    family: 'unanswered',
    doors: { ledger: (sql) => new CarelessLedger(sql) },
  },
  {
    name: 'a deletion by a person taken for ours',
    family: 'deleting',
    doors: inFront(({ calendar }) => ({
      calendar: {
        ...calendar,
        remove: async (...args) => {
          const answer = await calendar.remove(...args);
          const isGone = !answer.ok && answer.failure.reason === 'gone';
          return isGone ? { ok: true, value: null } : answer;
        },
      },
    })),
  },
  {
    name: 'mails with every write',
    doors: inFront(({ calendar }) => ({
      calendar: {
        ...calendar,
        patch: (id, etag, patch) => calendar.patch(id, etag, patch, 'all'),
      },
    })),
  },
  {
    name: 'marks ignored: nothing has ever landed',
    family: 'unanswered',
    module: { path: '../../src/sync/apply.ts', replace: () => ({ hasLanded: () => false }) },
  },
  {
    name: 'marks ignored: everything has landed',
    module: { path: '../../src/sync/apply.ts', replace: () => ({ hasLanded: () => true }) },
  },
  {
    name: 'delete answered by re-create',
    module: {
      path: '../../src/sync/merge.ts',
      replace: (real) => ({
        mergeSlot: (input: { calendar: unknown; base?: { calendar?: unknown } }) =>
          real.mergeSlot(
            input.calendar === 'cancelled' ? { ...input, calendar: input.base?.calendar } : input,
          ),
      }),
    },
  },
  {
    name: 'conflict not said',
    module: {
      path: '../../src/sync/receipts.ts',
      replace: () => ({ planComments: () => ({ actions: [], settled: {} }) }),
    },
  },
  {
    name: 'guests replaced as a whole',
    module: {
      path: '../../src/sync/guests.ts',
      replace: (real) => ({
        mergeGuests: (...args: [readonly string[], unknown, unknown]) => {
          const merged = real.mergeGuests(...args);
          return merged.attendees
            ? { ...merged, attendees: args[0].map((email: string) => ({ email })) }
            : merged;
        },
      }),
    },
  },
  {
    name: 'crossings fire again and again',
    family: 'clock',
    module: {
      path: '../../src/playbook/phases.ts',
      replace: (real) => ({
        crossingsDue: (input: object) => real.crossingsDue({ ...input, spent: [] }),
      }),
    },
  },
  {
    name: "people's part of a description written over",
    family: 'described',
    module: {
      path: '../../src/google/description.ts',
      replace: (real) => ({ writeBlock: (_: string, block: string) => real.writeBlock('', block) }),
    },
  },
  {
    name: "a person's time taken for the playbook's",
    module: {
      path: '../../src/sync/merge.ts',
      replace: (real) => ({
        mergeSlot: (input: object) => {
          const merged = real.mergeSlot(input);
          return merged && { ...merged, mode: 'derived' };
        },
      }),
    },
  },
  {
    name: 'a split taken for a copy',
    family: 'splits',
    module: {
      path: '../../src/sync/parts.ts',
      replace: (real) => ({
        readParts: (...args: unknown[]) =>
          real.readParts(...args).filter(({ isOwn }: { isOwn: boolean }) => isOwn),
      }),
    },
  },
  {
    name: 'a channel believed open whose opening was not answered',
    family: 'hooks',
    doors: inFront(({ calendar }) => ({
      calendar: {
        ...calendar,
        channels: {
          ...calendar.channels,
          watch: async (wanted) => {
            const answer = await calendar.channels.watch(wanted);
            return answer.ok ? answer : { ok: true, value: { resourceId: 'unanswered', expires: null } };
          },
        },
      },
    })),
  },
];
