// The oracle over people's edits. Each value that a person set remembers the value that they saw in its place; in the
// end every one of them stands on both sides, was replaced by somebody who saw it, or is said in the activity log or
// in a comment. What is excused is excused by its exact cause, and counted. It knows nothing of the engine's tables.
import {
  DEFAULT_PLAYBOOK,
  type Meeting,
  type Phase,
  parseAddresses,
  pickRetros,
  slotOf,
  wallOf,
  wants,
} from '../../src/playbook/index.ts';
import { perform } from './acts.ts';
import type { People } from './people.ts';
import type { Act } from './scenario.ts';
import {
  eventsOf,
  everything,
  type Json,
  MEETINGS,
  presenceOf,
  retrosOf,
  type Shown,
  type Side,
  seeCalendar,
  seeNotion,
} from './seen.ts';

/** A value that a person set. */
export interface Version {
  readonly engagement: string;
  readonly field: string;
  readonly side: Side;
  readonly page: string | null;
  readonly value: string;
  /** What they saw there before. */
  readonly before: string;
  readonly order: number;
  readonly at: number;
  readonly act: string;
  /** The event it was set on. */
  readonly event: string | undefined;
  /** It was set while a call of ours was under way. */
  readonly isMid: boolean;
  isReplaced: boolean;
  /** Why it need not be found again. */
  excuse: string | null;
}

const CALENDAR_ACTS = new Set([
  'move',
  'move all',
  'remove',
  'remove all',
  'put back',
  'rename',
  'type phase',
  'describe',
  'place',
  'remind',
  'colour',
  'invite',
  'uninvite',
  'answer',
  'all day',
  'event zone',
  'event copy',
  'rule',
]);

/** So long after we changed a rule what Calendar shows of its exceptions may not be a person's doing. */
const RULED = 20 * 60_000;

const RESHAPES = new Set(['move all', 'event zone', 'all day', 'rule']);

const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York'];
const isTime = (value: string) => /^\d{10,}$/.test(value);
const say = (value: string) => (isTime(value) ? new Date(Number(value)).toISOString().slice(0, 16) : value);

/** `strict`: excuses that do not count, to show what they are needed for. */
export function createOracle(people: People, strict: readonly string[] = []) {
  const { house } = people;
  const versions: Version[] = [];
  /** Order in which things happened: acts, answers that reached the engine, writes. */
  let order = 0;
  /** When the engine was last shown a page. */
  const served = new Map<string, number>();
  /** Pages that were there when the scenario began. */
  const known = new Set(house.notion.world.state.pages.keys());
  /** Sentences that were lost with the Worker's memory. */
  const saidBefore: string[] = [];
  const completed: number[] = [];
  const wrongs: string[] = [];
  const excused = new Map<string, number>();
  let isForgotten = false;
  let isMid = false;
  /** When we last gave a series another rule. */
  const ruled: { engagement: string; at: number }[] = [];
  /** Engagements of which an event was already gone when we came to delete it. */
  const goneBefore = new Set<string>();
  /** Events that came back after they had been deleted. */
  const revived = new Set<string>();

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
    const isDone = perform(it, people);
    if (!isDone) return false;
    order += 1;
    const after = see(side);
    for (const engagement of people.engagements) {
      const [was, is] = [before.get(engagement) ?? new Map(), after.get(engagement) ?? new Map()];
      for (const field of new Set([...was.keys(), ...is.keys()])) {
        const [from, to] = [was.get(field) ?? 'none', is.get(field) ?? 'none'];
        if (field.startsWith('kept:')) {
          const meeting = field.slice(5);
          if (from !== to && is.get(meeting) === was.get(meeting) && isTime(to))
            note(engagement, meeting, side, 'none', to, it.do, from);
          continue;
        }
        if (from !== to) note(engagement, field, side, from, to, it.do);
      }
    }
    return true;
  }

  function note(
    engagement: string,
    shownField: string,
    side: Side,
    before: string,
    value: string,
    by: string,
    kept = before,
  ) {
    // The project retro has two places in Notion, its page and the row.
    const field = shownField === 'project-page' ? 'project-retro' : shownField;
    for (const other of versions)
      if (
        other.engagement === engagement &&
        other.field === field &&
        ([before, kept].includes(other.value) ||
          // Whoever puts an event back has seen what became of it.
          (by === 'put back' && completed.some((time) => time > other.at)) ||
          (field === 'project-retro' && side === 'notion' && other.side === 'notion'))
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
        ? eventsOf(house, engagement).find((one) => `title:${one.field}` === shownField)?.id
        : undefined;
    versions.push({
      engagement,
      field,
      side,
      page,
      value,
      before,
      order,
      at: house.now(),
      act: by,
      event,
      isMid,
      isReplaced: false,
      // Of a whole series its slot is the person's value; each week follows it.
      excuse:
        field.startsWith('week:') && RESHAPES.has(by)
          ? 'follows its series'
          : // A page that we do not know of yet: its creation was not answered.
            by === 'retro trash' && page !== null && !served.has(page) && !known.has(page)
            ? 'W2'
            : null,
    });
  }

  /** Our write landed on a page of which the engine was last shown what there was at `knew`. */
  function overwrote(page: string, knew: number, before: Shown, after: Shown, engagement: string) {
    for (const version of versions) {
      if (version.engagement !== engagement || version.side !== 'notion' || version.page !== page) continue;
      const field = version.field;
      const spelled = page !== engagement && field === 'project-retro' ? 'project-page' : field;
      const [was, is] = [before.get(spelled) ?? 'none', after.get(spelled) ?? 'none'];
      if (was === version.value && is !== was && version.order > knew) version.excuse ??= 'W1';
    }
  }

  const textOf = (engagement: string): string[] => [
    ...house.notion.see.comments(engagement).map(({ words }) => words),
    ...house.ledger.activity(1000, null).map(({ sentence }) => sentence),
    ...saidBefore,
  ];

  /** Whether it was said that this value was not kept. */
  function isSaid(version: Version): boolean {
    const lines = textOf(version.engagement).filter((line) =>
      /both sides|stays cancelled|Somebody typed|was kept|were kept/.test(line),
    );
    const words =
      isTime(version.value) || (version.field === 'slot' && version.value !== 'none')
        ? ZONES.map((zone) => {
            const { hour, minute } = wallOf(Number(version.value), zone);
            return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          })
        : version.field === 'dates'
          ? [new Date(version.value.slice(12)).getUTCDate().toString()]
          : [version.value];
    return lines.some((line) => words.some((word) => line.includes(word)));
  }

  /** Since when the engine had seen all that was there then: every third tick reads Goals in place of Retros. */
  const seenBy = (at: number): number => completed.filter((time) => time > at)[1] ?? house.now();

  function wantedWeeks(shown: Shown): Set<string> {
    const [start, end] = (shown.get('dates') ?? 'none').split('..');
    if (!start || start === 'none') return new Set();
    const zone = shown.get('zone') || 'Europe/Berlin';
    const slot = Number(shown.get('slot'));
    const text = shown.get('slot');
    const wall = text && text !== 'none' && Number.isFinite(slot) ? new Date(slot).toISOString() : null;
    const days = { start, end: end || start };
    const picks = pickRetros(
      days,
      slotOf(wall ? { start: wall, end: null } : null, zone, DEFAULT_PLAYBOOK),
      zone,
      DEFAULT_PLAYBOOK,
    );
    return new Set(picks.map(({ week }) => `week:${week}`));
  }

  const wrong = (words: string) => void wrongs.push(words);

  /** Whether both sides of an engagement say the same. */
  function compare(engagement: string, notion: Shown, calendar: Shown, stage: string) {
    const now = house.now();
    const name = `${stage}: ${engagement.slice(0, 4)}`;
    const phase = (notion.get('phase') ?? 'Planning') as Phase;
    const isAhead = (value: string | undefined) =>
      value !== undefined && isTime(value) && Number(value) > now;
    const events = eventsOf(house, engagement);
    const isPlain = events.every((event) => event.isPlain);
    const fields = [
      ...MEETINGS,
      ...[...notion.keys(), ...calendar.keys()].filter((key) => key.startsWith('week:')),
    ];
    for (const field of new Set(fields)) {
      const isWeek = field.startsWith('week:');
      if (isWeek && (!isPlain || people.done.includes('rule'))) continue;
      const [n, c] = [notion.get(field) ?? 'none', calendar.get(field) ?? 'none'];
      // A week that Calendar has again has no page as long as that lies in the trash.
      if (
        isWeek &&
        n === 'none' &&
        retrosOf(house, engagement).some((one) => one.field === field && !one.isLive)
      )
        continue;
      const isWanted = wants(phase, (isWeek ? 'retro' : field) as Meeting);
      if (isAhead(c)) {
        if (n !== c) wrong(`${name} ${field}: Calendar ${say(c)}, Notion ${say(n)}`);
        if (!isWanted) wrong(`${name} ${field}: in Calendar though ${phase}`);
      } else if (c === 'none' && isAhead(n) && isWanted && notion.get('dates') !== 'none')
        wrong(`${name} ${field}: Notion ${say(n)}, nothing in Calendar`);
      else if (!isTime(c) && c !== 'none' && Date.parse(c) > now)
        wrong(`${name} ${field}: all-day in Calendar`);
    }
    const page = notion.get('project-page') ?? 'none';
    const project = calendar.get('project-retro') ?? 'none';
    if (isAhead(project) && page !== project)
      wrong(`${name} project retro: Calendar ${say(project)}, its page ${say(page)}`);
    const span = calendar.get('dates');
    if (
      span &&
      span !== notion.get('dates') &&
      (span.split('..')[1] ?? '') >= new Date(now).toISOString().slice(0, 10)
    ) {
      if (wants(phase, 'span') && notion.get('dates') !== 'none')
        wrong(`${name} dates: Calendar ${span}, Notion ${notion.get('dates')}`);
    }
    if (span && calendar.get('phase') !== phase)
      wrong(`${name} phase: Calendar ${calendar.get('phase')}, Notion ${phase}`);
    if (isPlain) compareGuests(engagement, events, notion, name);
    for (const { field, title, start, series, json } of events) {
      if (field === 'span' || !isAhead(start) || title.includes('Title-')) continue;
      if (series && isOverByRule(json)) continue;
      if (!title.includes(notion.get('name') ?? ''))
        wrong(`${name} ${field}: is called ${title}, not ${notion.get('name')}`);
    }
  }

  function compareGuests(
    engagement: string,
    events: ReturnType<typeof eventsOf>,
    notion: Shown,
    name: string,
  ) {
    const { addresses } = parseAddresses(notion.get('guests') ?? '');
    const seen = new Set<string>();
    for (const event of events) {
      if (event.field === 'span' || event.field === 'fit-check' || Number(event.start) <= house.now())
        continue;
      // Of a week that was held and is met once more its old series has the guests.
      if (event.series && isOverByRule(event.json)) continue;
      const meeting = event.series ? 'retro' : event.field;
      if (seen.has(meeting)) continue;
      seen.add(meeting);
      const json: Json | undefined = event.series ? house.google.look.event(event.series) : event.json;
      const there = ((json?.attendees ?? []) as { email: string }[]).map(({ email }) => email);
      const at = `${engagement}/${meeting}`;
      for (const address of addresses) {
        const isOff = people.removed.has(`${at} ${address}`);
        if (!isOff && !there.includes(address)) wrong(`${name} ${meeting}: ${address} is not invited`);
        if (isOff && there.includes(address))
          wrong(`${name} ${meeting}: ${address} was taken off and is back`);
      }
      for (const address of there) {
        const isGone = people.given.has(address) && !addresses.includes(address);
        if (isGone) wrong(`${name} ${meeting}: ${address} left Notion and is still invited`);
      }
      for (const one of people.added) {
        const [where, address = ''] = one.split(' ');
        if (where === at && !there.includes(address))
          wrong(`${name} ${meeting}: ${address} was added in Calendar and is gone`);
      }
    }
  }

  const isOverByRule = (json: Json): boolean =>
    Date.parse(String((json.originalStartTime as Json | undefined)?.dateTime)) <= house.now();

  const excuse = (why: string): true => {
    excused.set(why, (excused.get(why) ?? 0) + 1);
    return true;
  };

  /** Every value that nobody replaced knowingly has to be somewhere. */
  function findAll(notion: Map<string, Shown>, calendar: Map<string, Shown>) {
    for (const version of versions) {
      const { engagement, field, value } = version;
      if (version.isReplaced) continue;
      if (presenceOf(house, engagement) !== 'live') continue;
      const n = notion.get(engagement) ?? new Map<string, string>();
      const c = calendar.get(engagement) ?? new Map<string, string>();
      if (isFound(version, n, c)) continue;
      // Whatever an exception shows around a change of its rule may be Google's doing (M21).
      const isRuled = ruled.some(
        (one) => one.engagement === engagement && Math.abs(one.at - version.at) < RULED,
      );
      if (version.side === 'calendar' && field.startsWith('week:') && isRuled) {
        excuse('its rule was just changed');
        continue;
      }
      if (version.excuse && !strict.includes(version.excuse) && excuse(version.excuse)) continue;
      const seen = n.get(field) ?? 'none';
      wrong(
        `lost: ${field} = ${say(value)}, set in ${version.side} by "${version.act}" in place of ${say(version.before)}; Notion has ${say(seen)}, Calendar ${say(c.get(field) ?? 'none')}`,
      );
    }
  }

  function isFound(version: Version, n: Shown, c: Shown): boolean {
    const { field, value, side, engagement } = version;
    const [inNotion, inCalendar] = [n.get(field) ?? 'none', c.get(field) ?? 'none'];
    if (field === 'guests' || field === 'zone') return true;
    if (field === 'name') return inNotion === value;
    if (field.startsWith('title:')) {
      if (!value.includes('Title-') || inCalendar.includes(value)) return true;
      // Google gives a series' new words to its occurrences too (the twin's README).
      if (field.startsWith('title:week:')) return true;
      if (revived.has(version.event ?? '')) return excuse('came back under its own title');
      const there = eventsOf(house, engagement).find((one) => `title:${one.field}` === field);
      return there === undefined || there.id !== version.event;
    }
    if (field === 'phase') return isPhaseFound(version, inNotion);
    if (field === 'dates' && side === 'calendar' && (value === 'none' || version.before === 'none'))
      return true;
    if (field === 'slot') return isSlotFound(version, inNotion, inCalendar);
    if (value === 'none' || !(isTime(value) || field === 'dates')) {
      if (!isTime(value) && value !== 'none') return true;
      return isAbsenceFound(version, inNotion, inCalendar);
    }
    if (inNotion === value || inCalendar === value) return true;
    if (field === 'project-retro' && n.get('project-page') === value) return true;
    if (retrosOf(house, engagement).some((retro) => retro.date === value)) return true;
    if (isSaid(version)) return excuse('said');
    if (isTime(version.before) && Number(version.before) <= version.at) return excuse('was over');
    const isEnded = versions.some((one) => one.engagement === engagement && one.value === 'Ended early');
    if (field === 'dates' && isEnded) return excuse('ended early');
    const isDragged = versions.some(
      (one) =>
        one.engagement === engagement &&
        one.field === 'slot' &&
        one.side === 'calendar' &&
        one.order > version.order,
    );
    if (field.startsWith('week:') && isDragged) return excuse('its series was dragged');
    if (field.startsWith('week:') && n.get('slot') === 'none' && inCalendar === 'none')
      return excuse('withdrawn with its series');
    const isTakenAway = versions.some(
      (one) => one.engagement === engagement && one.field === field && one.value === 'none',
    );
    const meeting = (field.startsWith('week:') ? 'retro' : field) as Meeting;
    const isWithdrawn = inCalendar === 'none' && !wants(n.get('phase') as Phase, meeting);
    if (isTakenAway && isWithdrawn) return excuse('cancelled while withdrawn');
    // Of a series that goes at that very moment Google no longer says where its occurrences were.
    if (version.isMid && field.startsWith('week:') && isWithdrawn) return excuse('withdrawn at that moment');
    // Notion has two places for the project retro: whoever trashes its page takes away what the row says.
    if (field === 'project-retro' && side === 'notion' && isTakenAway && inCalendar === 'none')
      return excuse('taken away in its other place');
    if (isTime(value) && Number(value) <= seenBy(version.at)) return excuse('over');
    if (field.startsWith('week:') && !wantedWeeks(n).has(field)) return excuse('its week is gone');
    // What was brought back at the playbook's time is no token; that it is there is compared elsewhere.
    return isTime(value) && !people.tokens.has(value);
  }

  function isAbsenceFound(version: Version, inNotion: string, inCalendar: string): boolean {
    const { field, before, act: by, order: since, engagement } = version;
    if (field === 'dates') return inNotion === 'none' || isSaid(version);
    if (inCalendar === 'none' || !isTime(inCalendar)) return true;
    if (Number(inCalendar) <= house.now()) return excuse('is over');
    if (inNotion === 'none') return true;
    if (isTime(before) && Number(before) <= seenBy(version.at)) return excuse('was over');
    // Withdrawn by us and deleted by a person at once: to the same effect, so it comes back with its reason.
    if (by === 'remove' && goneBefore.has(engagement)) return excuse('withdrawn at once');
    const isSeenAgain = versions.some(
      (one) =>
        one.engagement === engagement &&
        one.field === field &&
        one.side === 'calendar' &&
        isTime(one.before) &&
        one.order > since &&
        completed.some((time) => time > version.at && time < one.at),
    );
    // Until the occurrence is taken out of a rule made longer it shows for a moment, and may be moved.
    if (isSeenAgain) return excuse('came back for a moment');
    const isBroad = by === 'remove all' || by === 'clear slot' || by === 'rule' || by === 'move all';
    const isBackByRow =
      isBroad &&
      versions.some((one) => one.engagement === engagement && one.field === 'slot' && one.order > since);
    if (isBackByRow) return excuse('the series was set anew');
    return false;
  }

  function isSlotFound(version: Version, inNotion: string, inCalendar: string): boolean {
    const { value, side } = version;
    if (value === 'none') return true;
    if (inNotion === value || inCalendar === value || isSaid(version)) return true;
    // Another zone shows the same wall time at another instant; what no series hangs on is only in Notion.
    if (side === 'calendar') return true;
    return (
      versions.some(
        (one) =>
          one.engagement === version.engagement &&
          ['zone', 'dates', 'slot'].includes(one.field) &&
          one.order > version.order,
      ) || inCalendar === 'none'
    );
  }

  function isPhaseFound(version: Version, now: string): boolean {
    const { value, side } = version;
    if (value === now || value === 'none') return true;
    if (isSaid(version)) return excuse('said');
    const forward = ['Planning', 'Executing', 'Wrapping up', 'Completed'];
    if (forward.includes(value) && forward.indexOf(now) > forward.indexOf(value))
      return excuse('the clock went on');
    return side === 'calendar' && version.before === 'none';
  }

  /** One page and one event for each meeting. */
  function countPairs() {
    for (const engagement of people.engagements) {
      const keys = retrosOf(house, engagement, true).filter(
        ({ isLive, id }) => isLive && !people.copies.has(id),
      );
      const counts = new Map<string, number>();
      for (const { key } of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      for (const [key, count] of counts) if (count > 1) wrong(`${count} pages for ${key.slice(37)}`);
      const fields = new Map<string, number>();
      for (const { field, start } of eventsOf(house, engagement))
        if (Number(start) > house.now()) fields.set(field, (fields.get(field) ?? 0) + 1);
      for (const [field, count] of fields) if (count > 1) wrong(`${count} events for ${field}`);
    }
  }

  /** No time that nobody set and no playbook picks; no text of people's gone. */
  function findInvented() {
    const isOurs = (value: string) => {
      const minute = new Date(Number(value)).getUTCMinutes();
      return !isTime(value) || minute % 30 === 0 || people.minutes.has(minute);
    };
    for (const engagement of people.engagements) {
      for (const shown of [seeNotion(house, engagement), seeCalendar(house, engagement)])
        for (const [field, value] of shown)
          if (field !== 'slot' && !isOurs(value)) wrong(`invented: ${field} = ${say(value)}`);
    }
    for (const [words, { page }] of people.texts)
      if (page && !house.notion.see.body(page).includes(words)) wrong(`${words} is gone from its page`);
  }

  return {
    act,
    versions,
    wrongs,
    wrong,
    excused,
    /** The engine was shown a page. */
    show(page: string) {
      order += 1;
      served.set(page, order);
    },
    /** Up to when the engine knows of a page. */
    knows: (page: string): number => served.get(page) ?? 0,
    overwrote,
    /** Whether anybody gave a reason to take this meeting away: it was cancelled, or its phase, Dates or page changed. */
    mayGo(engagement: string, meeting: string): boolean {
      const shown = seeNotion(house, engagement);
      if (!['intro', 'fit-check', 'kickoff', 'check-in'].includes(meeting)) return true;
      // The clock moves the phase on before Notion is told.
      const now = house.now();
      const isOver = [shown, seeCalendar(house, engagement)].some((side) => {
        const end = side.get('dates')?.split('..')[1] ?? '';
        return (
          ['project-retro', 'check-in'].some((one) => Number(side.get(one)) <= now) ||
          (end !== '' && Date.parse(end) <= now)
        );
      });
      if (isOver || people.done.includes('trash') || !wants(shown.get('phase') as Phase, meeting as Meeting))
        return true;
      return versions.some(
        ({ engagement: of, field, value }) =>
          of === engagement &&
          (field === 'phase' || ([meeting, 'dates'].includes(field) && value === 'none')),
      );
    },
    revive: (event: string) => void revived.add(event),
    rule: (engagement: string) => void ruled.push({ engagement, at: house.now() }),
    miss: (engagement: string) => void goneBefore.add(engagement),
    complete() {
      completed.push(house.now());
    },
    /** Before the Worker's memory is lost, and the activity log with it. */
    keepSaid() {
      saidBefore.push(...house.ledger.activity(1000, null).map(({ sentence }) => sentence));
      isForgotten = true;
    },
    /** Compares both sides now. */
    compareAll(stage: string) {
      for (const engagement of people.engagements) {
        const calendar = seeCalendar(house, engagement);
        const presence = presenceOf(house, engagement);
        if (presence === 'live') compare(engagement, seeNotion(house, engagement), calendar, stage);
        // Without its memory the Worker does not know what lies in the trash (docs/storage.md).
        if (presence !== 'trashed' || stage !== 'end' || isForgotten) continue;
        for (const [field, value] of calendar)
          if (isTime(value) && field !== 'slot' && Number(value) > house.now())
            wrong(`${field} is in Calendar though its engagement is in the trash`);
      }
    },
    judge() {
      findAll(see('notion'), see('calendar'));
      countPairs();
      findInvented();
    },
  };
}

export type Oracle = ReturnType<typeof createOracle>;
