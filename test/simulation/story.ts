// What a scenario leaves behind for the oracle: each value that a person set, with the value that they saw in its place, and
// what the engine was shown, wrote and said meanwhile. It judges nothing.
import { perform } from './acts.ts';
import { createDoubts } from './doubts.ts';
import { leftoversOf } from './left.ts';
import { isPartLeft, strangersOf, untoldWeeks } from './missing.ts';
import { noteOverwritten, type Overwriting } from './overwriting.ts';
import type { People } from './people.ts';
import { hear } from './said.ts';
import type { Act } from './scenario.ts';
import {
  eventsOf,
  everything,
  isTime,
  MEETINGS,
  presenceOf,
  readWeeks,
  retrosOf,
  type Shown,
  type Side,
  seeCalendar,
  seeNotion,
  slotsOfSeries,
} from './seen.ts';
import { createServed } from './served.ts';
import { createSettling, unmetIn, waitingIn } from './settling.ts';
import { NOWHERE, wasMade, watchPlaces, watchTrash } from './touched.ts';
import { CALENDAR_ACTS, isSame, RESHAPES, UNSEEN, type Version } from './version.ts';
import type { Asked } from './wire.ts';

/** What is remembered of one scenario. */
export function createStory(people: People) {
  const { house } = people;
  const versions: Version[] = [];
  /** Order in which things happened: acts, answers that reached the engine, writes. */
  let order = 0;
  const served = createServed();
  /** When the engine last called Calendar. */
  let called = 0;
  const settling = createSettling();
  /** With which weeks the series began that it was shown then. */
  let weeks: (() => void)[] = [];
  /** Pages that were there when the scenario began. */
  const known = new Set(house.notion.world.state.pages.keys());
  const doubts = createDoubts(house);
  const said = hear(house, doubts);
  const began = house.now();
  const completed: number[] = [];
  /** What Notion showed each time that the Worker's memory was lost, and which engagements lay in the trash. */
  const losses: {
    order: number;
    at: number;
    shown: Map<string, Shown>;
    trashed: ReadonlySet<string>;
    untold: ReadonlyMap<string, ReadonlySet<string>>;
  }[] = [];
  let isMid = false;
  /** Weeks that their rule no longer has, as one of them is removed. */
  let leftovers: readonly string[] = [];
  /** When we last gave a series another rule. */
  const ruled: { engagement: string; at: number }[] = [];
  /** When engagements that are not there went into the trash or elsewhere. */
  const left = new Map<string, number>();
  /** And from when to when they were there. */
  const absences: { engagement: string; from: number; to: number }[] = [];

  const see = (side: Side): Map<string, Shown> => {
    const between = side === 'calendar' ? everything(house) : [];
    return new Map(
      people.engagements.map((id) => [
        id,
        side === 'notion' ? seeNotion(house, id) : seeCalendar(house, id, between),
      ]),
    );
  };

  /** A person does something: what differs afterwards is theirs. */
  function act(it: Act, isDuringCall = false): boolean {
    isMid = isDuringCall;
    const side: Side = CALENDAR_ACTS.has(it.do) ? 'calendar' : 'notion';
    const before = see(side);
    const slots = new Map(people.engagements.map((id) => [id, slotsOfSeries(house, id)]));
    leftovers = /^remove( following)?$/.test(it.do)
      ? people.engagements.flatMap((id) => leftoversOf(house, id))
      : [];
    const backOf: ReturnType<typeof watchTrash> = it.do === 'put back' ? watchTrash(house) : () => [];
    const placesOf = it.do === 'move' ? watchPlaces(house, people.engagements) : () => NOWHERE;
    const isDone = perform(it, people);
    if (!isDone) return false;
    order += 1;
    const edited = people.engagements[(it.b ?? 0) % people.engagements.length];
    if (side === 'notion' && edited) settling.edit(edited, house.now());
    if (side === 'calendar') doubts.touch(order);
    for (const id of people.engagements) {
      const from = left.get(id);
      if (presenceOf(house, id) !== 'live') left.set(id, from ?? house.now());
      else if (from !== undefined) {
        absences.push({ engagement: id, from, to: house.now() });
        left.delete(id);
      }
    }
    const after = see(side);
    for (const engagement of people.engagements) {
      const [was, is] = [before.get(engagement) ?? new Map(), after.get(engagement) ?? new Map()];
      const places = placesOf(engagement);
      for (const field of new Set([...was.keys(), ...is.keys()])) {
        const [from, to] = [places.get(field) ?? was.get(field) ?? 'none', is.get(field) ?? 'none'];
        if (field.startsWith('kept:')) {
          const meeting = field.slice(5);
          // Typed over, or blanked again: whoever does that has seen what was typed.
          const of = meeting === 'project-page' ? 'project-retro' : meeting;
          // Taken out of the trash it shows its Date again, which nobody typed.
          if (!was.has(field)) continue;
          if (from !== to)
            for (const one of versions)
              if (one.engagement === engagement && one.field === of && isSame(one.value, from))
                one.isReplaced = true;
          if (from !== to && is.get(meeting) === was.get(meeting) && isTime(to))
            note(engagement, meeting, side, 'none', to, it.do, from);
          continue;
        }
        // What shows where an occurrence was removed is one that its former rule left behind: nobody set that.
        if (from !== to) note(engagement, field, side, from, it.do === 'remove' ? 'none' : to, it.do);
      }
      // Whoever puts something back has seen that it was cancelled.
      const back = backOf(engagement);
      for (const other of versions)
        if (other.engagement === engagement && other.value === 'none' && back.includes(other.field))
          other.isReplaced = true;
      // Whoever deletes a whole series takes its slot away, also where nothing of it is ahead. Who drags one, or what follows
      // in it, has seen its slot, also where that of another part is shown.
      const [had, has] = [slots.get(engagement), slotsOfSeries(house, engagement)];
      const slotsGone = (then: typeof had) => [...(then?.gone.values() ?? [])].map(({ slot }) => slot);
      const taken = slotsGone(has).filter(
        (slot) => /^remove (all|following)$/.test(it.do) && !slotsGone(had).includes(slot),
      );
      const dragged = [...(had?.living.values() ?? [])].filter(({ id, slot, rule }) => {
        const now = has.living.get(id);
        return now && (now.slot !== slot || (it.do === 'move following' && now.rule !== rule));
      });
      const ended = new Set([...taken, ...dragged.map(({ slot }) => slot)]);
      // Whoever drags what is left of it brings it back, once it was taken away.
      const isEnded = (one: Version) =>
        ended.has(one.value) ||
        (one.value === 'none' && dragged.length > 0 && settling.takenUpAt(one) !== null);
      // Weeks follow a whole series, also one that shows no slot, since nothing of it is ahead (S50).
      const isWhole = dragged.some(({ id, slot }) => has.living.get(id)?.slot !== slot);
      for (const other of versions) {
        if (other.engagement !== engagement) continue;
        if (other.field === 'slot' && isEnded(other)) other.isReplaced = true;
        if (other.field.startsWith('week:') && isWhole && other.order < order) other.ended ??= 'S50';
      }
    }
    return true;
  }

  /** The rule by which what a person does now is no value of its own. */
  function endingOf(version: Omit<Version, 'ended'>): string | null {
    const { engagement, field, side, value, act: by, isUnmet } = version;
    // Of a whole series its slot is the person's value; each week follows it, and the slot shows where there are weeks.
    const isWeek = field.startsWith('week:');
    const isWhole = by === (value === 'none' ? 'remove all' : 'move all');
    const isShown = field === 'slot' && side === 'calendar' && !isWhole;
    const isLeft = field === 'slot' && value === 'none' && isPartLeft(house, engagement);
    if ((isWeek && RESHAPES.has(by)) || isShown || isLeft) return 'S50';
    // What becomes of what a rule has left behind is not documented (M21).
    if (value === 'none' && leftovers.includes(`${engagement} ${field}`)) return 'S54';
    // Blank and never made is unset: the playbook picks it.
    if (side === 'notion' && value === 'none' && isSingle(field) && !wasMade(house, engagement, field))
      return 'M12';
    return by === 'retro trash' && isUnmet ? 'W2' : null;
  }

  const isSingle = (field: string) => (MEETINGS as readonly string[]).includes(field);

  function note(
    engagement: string,
    shownField: string,
    side: Side,
    before: string,
    value: string,
    by: string,
    kept?: string,
  ) {
    // The project retro has two places in Notion, its page and the row.
    const field = shownField === 'project-page' ? 'project-retro' : shownField;
    for (const other of versions)
      if (
        other.engagement === engagement &&
        other.field === field &&
        (isSame(other.value, before) || isSame(other.value, kept ?? before))
      )
        other.isReplaced = true;
    const page =
      side === 'calendar'
        ? null
        : shownField.startsWith('week:') || shownField === 'project-page'
          ? (retrosOf(house, engagement).find((retro) => retro.field === shownField)?.id ?? null)
          : engagement;
    const event =
      side === 'calendar'
        ? eventsOf(house, engagement).find(
            (one) => `title:${one.field}` === shownField && one.title.includes(value),
          )?.id
        : undefined;
    // What stood there before is put back before a tick took anything else up: that is no wish.
    const seen = side === 'calendar' ? called : served.at(page);
    const unseen = versions.find(
      (other) =>
        other.engagement === engagement &&
        other.field === field &&
        other.side === side &&
        other.page === page &&
        (other.order > seen || settling.takenUpAt(other) === null),
    );
    // Made, and not looked for by its Key yet.
    const isWaited = page !== engagement && unmetIn(house).has(engagement);
    const isUnmet = page !== null && !known.has(page) && (isWaited || !served.has(page));
    const isForgotten = page !== null && (losses.at(-1)?.order ?? -1) >= served.at(page);
    const isTakenBack = unseen?.before === value;
    const across = kept === undefined ? undefined : seeCalendar(house, engagement).get(field);
    const version = {
      across: across ?? 'none',
      engagement,
      field,
      side,
      page,
      value,
      before,
      known: unseen?.before ?? before,
      order,
      at: house.now(),
      act: by,
      event,
      isMid,
      isUnmet,
      isForgotten,
      isReplaced: false,
      shown: null,
    };
    versions.push({ ...version, ended: isTakenBack ? 'S55' : endingOf(version) });
  }

  /**
   * Since when the engine had seen what was done: every third tick reads Goals in place of Retros. What Notion's queries do not
   * show it has seen once it was shown that very page (S40).
   */
  function seenBy({ at, act: by, page, shown }: Version): number {
    if (page === null || !UNSEEN.has(by)) return completed.filter((time) => time > at)[1] ?? house.now();
    return (shown && completed.find((time) => time >= shown.at)) || house.now();
  }

  function noteShown(isShown: (version: Version) => boolean): void {
    for (const version of versions) if (isShown(version)) version.shown ??= { at: house.now(), order };
  }

  return {
    people,
    versions,
    began,
    completed,
    ruled,
    left,
    absences,
    see,
    act,
    overwrote: (write: Overwriting) => noteOverwritten(versions, write),
    isSaid: said.isSaid,
    isTakenForOurs: said.isTakenForOurs,
    isQuarrel: said.isQuarrel,
    seenBy,
    toldBy: (version: Version): number => settling.toldAt(version) ?? house.now(),
    takenUpAt: settling.takenUpAt,
    /** Whether the Worker's memory was lost. */
    isForgotten: () => losses.length > 0,
    /** What Notion showed of an engagement each time that memory was lost after a value was set, and whether it was in the trash. */
    shownAtLosses: ({ engagement, field, order: set }: Version) =>
      losses
        .filter(({ order: then }) => then >= set)
        .map(({ at, shown, trashed, untold }) => ({
          at,
          shown: shown.get(engagement) ?? new Map<string, string>(),
          isTrashed: trashed.has(engagement),
          isUntold: untold.get(engagement)?.has(field) === true,
        })),
    /** The engine was shown a page. */
    show(page: string) {
      order += 1;
      served.show(page, order);
      noteShown((version) => version.page === page);
    },
    /** The engine was shown the calendar. */
    list() {
      order += 1;
      weeks = people.engagements.map((engagement) => readWeeks(house, engagement));
      noteShown(({ side }) => side === 'calendar');
    },
    /** A whole series got other words. */
    retitle(engagement: string) {
      for (const version of versions)
        if (version.engagement === engagement && version.field.startsWith('title:week:'))
          version.ended ??= 'S46';
    },
    trouble: settling.trouble,
    /** A tick begins. */
    begin(isImmediate: boolean) {
      order += 1;
      settling.begin({ order, at: house.now(), isImmediate, waiting: waitingIn(house) });
    },
    /** A call goes out. Answers what to do once its answer is heard. */
    ask: (asked: Asked) => doubts.ask(asked, order),
    /** What the engine knows is safe, or lost since it was safe last. */
    save(isLost: boolean) {
      doubts.save(isLost);
      served.save(isLost);
    },
    /** The engine calls Calendar. */
    call() {
      called = order;
    },
    /** Up to when the engine knows of a page. */
    knows: served.at,
    /** A tick has done all that it found. */
    complete() {
      completed.push(house.now());
      settling.complete(house.now());
      people.seen.last = house.now();
      for (const note of weeks) note();
    },
    /** Before the Worker's memory is lost, and the activity log with it. */
    keepSaid() {
      said.keep();
      for (const id of strangersOf(house)) house.splits.delete(id);
      const isTrashed = (id: string) => presenceOf(house, id) === 'trashed';
      losses.push({
        order,
        at: house.now(),
        shown: see('notion'),
        trashed: new Set(people.engagements.filter(isTrashed)),
        untold: new Map(people.engagements.map((id) => [id, untoldWeeks(house, id)])),
      });
    },
  };
}

/** What a scenario left behind. */
export type Story = ReturnType<typeof createStory>;
