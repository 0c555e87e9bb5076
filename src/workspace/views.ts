// From the trees to what the planner sees: the view of one engagement, and the world around it.
import type { EngagementRow } from '../../schemas/index.ts';
import type { SignIn } from '../google/auth.ts';
import { type OtherEngagement, PHASES, readDates } from '../playbook/index.ts';
import type { Settings } from '../settings.ts';
import type { View, World } from '../sync/view.ts';
import type { Ledger } from './ledger.ts';
import { linkMaker } from './links.ts';
import type { EngagementState } from './rows.ts';
import type { Trees } from './trees.ts';

/** Tries after which a failure is shown on the row itself. */
const SHOWN_AFTER = 3;

/** What planning needs beside an engagement. */
export function readWorld(ledger: Ledger, settings: Settings, now: number): World {
  const people = ledger.people();
  const { guestDomains } = settings;
  return {
    now,
    playbook: settings.playbook,
    people,
    guestDomains:
      guestDomains === 'any'
        ? null
        : guestDomains === 'workspace'
          ? domainsOf(people.values())
          : new Set(guestDomains),
    mail: ({ all: 'all', external: 'externalOnly', none: 'none' } as const)[settings.invitations],
    // A service account that acts for nobody may not invite: Google would refuse the whole write.
    canInvite: isForUser(settings.google.signIn) && ledger.recall<boolean>('cannot-invite') !== true,
    links: readLinks(settings),
  };
}

/** Signed links stand on rows only where the Worker knows its own address; the vote's, where it knows who may vote. */
function readLinks({ adminSecret, publicUrl, homeTeam }: Settings): World['links'] {
  if (publicUrl === null) return { vote: null, survey: null };
  return {
    vote: homeTeam.length > 0 ? linkMaker(adminSecret, publicUrl, 'fit') : null,
    survey: linkMaker(adminSecret, publicUrl, 'nps'),
  };
}

/** Whether invitations come from a user: one who signed in, or whom the service account acts for. */
const isForUser = (signIn: SignIn): boolean => signIn.as === 'user' || signIn.subject !== null;

function domainsOf(addresses: Iterable<string | null>): Set<string> {
  return new Set(
    [...addresses].flatMap((address) => (address ? [address.slice(address.lastIndexOf('@') + 1)] : [])),
  );
}

/** The view of one engagement, or null when its page is not known. */
export function readView(trees: Trees, state: EngagementState, world: World): View | null {
  const page = trees.page(state.id);
  if (page?.database !== 'engagements') return null;
  const row = page.row as EngagementRow;
  const link = row.calendar;
  return {
    page: { ...page, database: 'engagements', row },
    retros: trees.pagesOf(state.id, 'retros'),
    goals: trees.pagesOf(state.id, 'goals'),
    events: trees.eventsOf(state.id),
    bodies: trees.bodies.of(state.id),
    base: state.base,
    isCopy: state.base === null && link != null && trees.ownsLink(link, state.id),
    failure: state.attempts >= SHOWN_AFTER ? state.failure : null,
    others: othersOf(trees, row, state.id, world),
    forms: trees.forms.seen(state.id),
  };
}

function othersOf(trees: Trees, row: EngagementRow, id: string, world: World): OtherEngagement[] {
  const engineer = row.engineer?.[0];
  if (!engineer) return [];
  return trees.siblings(engineer, id).flatMap((page) => {
    const phase = PHASES.find((known) => known === page.row.phase);
    const { dates: typed } = page.row;
    const dates = typed ? readDates(typed.start, typed.end, world.playbook) : null;
    if (phase === undefined || !dates?.ok) return [];
    return [{ name: page.row.name ?? null, dates: dates.days, phase }];
  });
}
