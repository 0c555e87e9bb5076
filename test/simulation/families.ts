// Scenarios that are about one thing, since what is rare by chance alone is met often by those who look for it: series
// that people split, hooks, calls without an answer with people acting meanwhile, pages made while Notion's index lags, what is being deleted.
import type { Chance } from './random.ts';
import type { Act, Fault, Kind, Scenario } from './scenario.ts';

/** How often each is played, of those that are of a family. */
export const FAMILIES = [
  ['splits', 8],
  ['hooks', 8],
  ['unanswered', 2],
  ['making', 1],
  ['clock', 1],
  ['described', 1],
  ['deleting', 2],
] as const;
export type Family = (typeof FAMILIES)[number][0];

/** A drawn scenario, turned into one of a family. */
export function withFamily(scenario: Scenario, family: Family, chance: Chance): Scenario {
  return TURNS[family](scenario, chance);
}

const tick: Act = { do: 'tick', a: 0 };
const NO_PEOPLE = new Set(['tick', 'wait', 'sweep', 'expire', 'forget']);

const TURNS: Readonly<Record<Family, (scenario: Scenario, chance: Chance) => Scenario>> = {
  /** "This and following" in Calendar, in a series that is long enough to have parts. */
  splits(scenario, { random, below, pick, weigh }) {
    const split = (act: Act): Act => ({
      ...act,
      do: weigh([
        ['move following', 4],
        ['rename following', 2],
        ['remove following', 1],
        ['invite following', 1],
      ]),
    });
    const acts = scenario.acts.map((act) => (NO_PEOPLE.has(act.do) || random() < 0.6 ? act : split(act)));
    const at = below(Math.min(3, acts.length));
    acts.splice(at, 0, split({ do: '', of: below(12), a: below(40), b: 0 }));
    if (random() < 0.6) acts.splice(at + 1, 0, tick);
    const mids = scenario.mids.map((mid) => (random() < 0.7 ? mid : { ...mid, act: split(mid.act) }));
    return { ...scenario, place: random() < 0.85 ? pick(['long', 'half']) : scenario.place, acts, mids };
  },

  /** Both sides tell of changes; hooks are lost, doubled, late and out of order, and mostly it is they that wake the Worker. */
  hooks(scenario, { random, below, pick }) {
    const hooks = (): Act => ({ do: 'hooks', a: below(1000) });
    const acts = scenario.acts.flatMap((act): Act[] =>
      act.do === 'tick' ? (random() < 0.7 ? [hooks()] : [act]) : [act],
    );
    const mids =
      random() < 0.3
        ? [
            ...scenario.mids,
            {
              operation: pick(['events.list', 'dataSources.query', 'events.patch', 'pages.update']),
              nth: 1 + below(6),
              act: hooks(),
            },
          ]
        : scenario.mids;
    const faults: Fault[] = [...scenario.faults];
    if (random() < 0.4)
      faults.push({
        operation: pick(['events.watch', 'events.watch', 'channels.stop', 'users.me']),
        nth: 1 + below(2),
        kind: pick(LOSSES),
      });
    return { ...scenario, acts, mids, faults, hooked: true };
  },

  /** An edit in Notion whose write to Calendar is not answered, and a person who moves on what it left there. */
  unanswered(scenario, { random, below, pick }) {
    const { b = 0 } = scenario.acts[0] ?? {};
    const day = () => below(39) & ~7;
    // A column, or a Retros page, and which of the events ahead is its own.
    const [edit, of, event] = pick([
      ['time', 2, 1],
      ['time', 3, 4],
      ['time', 4, 5],
      ['retro date', 0, 2],
      ['retro date', 1, 3],
    ] as const);
    const acts: Act[] = [{ do: edit, of, a: day(), b }, tick, { do: 'move', of: event, a: day(), b }, tick];
    const kind = pick<Kind>(['lost answer', 'late', 'crash after']);
    return {
      ...scenario,
      place: random() < 0.7 ? 'planned' : 'two',
      acts: [...scenario.acts.slice(0, below(3)), ...acts, ...scenario.acts.slice(0, below(3)), tick],
      faults: [{ operation: 'events.patch', nth: 1 + below(3), kind }, ...scenario.faults.slice(1)],
    };
  },

  /** Pages and events made while Notion's index lags, with answers that are lost. */
  making(scenario, { below, pick }) {
    const { b = 0 } = scenario.acts[0] ?? {};
    const longer: Act = { do: 'dates', of: 1, a: 13 + below(4), b };
    const faults = Array.from(
      { length: 1 + below(2) },
      (): Fault => ({
        operation: pick(['pages.create', 'pages.create', 'events.insert']),
        nth: 1 + below(5),
        kind: pick(LOSSES),
      }),
    );
    return {
      ...scenario,
      place: 'fresh',
      lag: pick([0, 20_000, 55_000]),
      acts: [{ do: 'wait', a: 5 }, tick, tick, { do: 'wait', a: 1 }, longer, tick, ...scenario.acts],
      faults,
    };
  },

  /** A person sets a phase back that the clock had moved on. */
  clock(scenario, { below, pick }) {
    const { b = 0 } = scenario.acts[0] ?? {};
    const back: Act = { do: 'phase', of: 0, a: 1 + below(2), b };
    const waits: Act = { do: 'wait', a: pick([1, 5, 60, 600]) };
    const at = below(scenario.acts.length);
    const acts = scenario.acts.toSpliced(at, 0, back, tick, waits, tick);
    return { ...scenario, place: pick(['running', 'half']), acts };
  },

  /** Words of people's own in a description that we write into, too. */
  described(scenario, { below, pick }) {
    const { b = 0 } = scenario.acts[0] ?? {};
    const describe = (): Act => ({ do: 'describe', of: below(12), a: below(39) & ~7, b });
    const goal: Act = { do: 'goal', of: 0, a: below(40), b };
    const acts = [describe(), describe(), tick, goal, tick, pick([goal, describe()]), tick];
    return { ...scenario, acts: [...acts, ...scenario.acts] };
  },

  /** What we delete, unanswered or not, and a person who deletes it, drags it or puts it back at that moment. */
  deleting(scenario, { random, below, pick }) {
    const { b = 0 } = scenario.acts[0] ?? {};
    const takeAway = pick<Act>([
      { do: 'phase', a: 4, b },
      { do: 'phase', a: 4, b },
      { do: 'phase', a: 5, b },
      { do: 'clear dates', b },
      { do: 'clear slot', b },
      { do: 'blank', of: 2 + below(3), b },
      { do: 'retro cancel', of: below(2), b },
      { do: 'dates', of: 3, a: 27 + below(12), b },
    ]);
    const meddle = (): Act => ({
      do: pick(['put back', 'put back', 'remove', 'remove', 'remove all', 'move', 'answer', 'rename']),
      of: below(6),
      a: below(39) & ~7,
      b,
    });
    const back = pick<Act>([{ do: 'phase', a: 2, b }, { do: 'dates', of: 0, a: 35, b }, tick]);
    const between = [meddle(), ...(random() < 0.3 ? [meddle()] : [])];
    const acts = [takeAway, tick, ...(random() < 0.3 ? [tick] : []), ...between, tick, back, tick];
    const isRaced = random() < 0.4;
    return {
      ...scenario,
      place: pick(['planned', 'planned', 'running', 'half']),
      acts: [...scenario.acts.slice(0, below(3)), ...acts, ...scenario.acts.slice(0, below(3))],
      faults: [
        { operation: 'events.delete', nth: 1 + below(4), kind: pick(LOSSES) },
        ...scenario.faults.slice(1),
      ],
      mids: isRaced ? [{ operation: 'events.delete', nth: 1 + below(4), act: meddle() }] : scenario.mids,
    };
  },
};

const LOSSES: readonly Kind[] = [
  'lost answer',
  'lost answer',
  'late',
  'crash before, unsaved',
  'crash after',
  'refused',
  'unavailable',
];
