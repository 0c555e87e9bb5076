// What happens in most scenarios: how often people do what, on both sides, and what fails meanwhile.
// A seed that was found once is to stay what it is: what is new is drawn in families.ts, from another generator.
import { chanceOf, randomOf } from './random.ts';
import type { Act, Fault, Kind, Mid, PlaceName, Scenario } from './scenario.ts';

const WRITES = [
  'events.insert',
  'events.patch',
  'events.delete',
  'pages.create',
  'pages.update',
  'comments.create',
  'blocks.children.append',
];
const READS = ['dataSources.query', 'events.list', 'events.get', 'pages.retrieve', 'users.list'];

/** How often people do what. Those that take much away come seldom, else nothing else would be left to see. */
const NOTION: readonly (readonly [string, number])[] = [
  ['name', 3],
  ['phase', 3],
  ['dates', 4],
  ['clear dates', 0.5],
  ['zone', 1],
  ['slot', 3],
  ['clear slot', 0.5],
  ['time', 8],
  ['blank', 3],
  ['guest', 4],
  ['drop guest', 2],
  ['host', 2],
  ['retro date', 6],
  ['retro cancel', 3],
  ['retro plan', 2],
  ['retro blank', 1],
  ['retro trash', 1.5],
  ['retro restore', 1.5],
  ['trash', 0.7],
  ['restore', 1.5],
  ['away', 0.4],
  ['back', 0.8],
  ['copy', 0.5],
  ['retro copy', 0.7],
  ['own retro', 0.5],
  ['body', 1],
];
const CALENDAR: readonly (readonly [string, number])[] = [
  ['move', 9],
  ['move all', 2.5],
  ['remove', 4],
  ['remove all', 0.8],
  ['put back', 3],
  ['rename', 3],
  ['type phase', 2],
  ['describe', 2],
  ['place', 1.5],
  ['remind', 1],
  ['colour', 1],
  ['invite', 3],
  ['uninvite', 3],
  ['answer', 2],
  ['all day', 1.5],
  ['event zone', 0.7],
  ['event copy', 1],
  ['rule', 0.3],
];
const KINDS_OF_WRITES: readonly (readonly [Kind, number])[] = [
  ['refused', 1],
  ['unavailable', 1],
  ['lost answer', 3],
  ['late', 1.5],
  ['crash before', 1.5],
  ['crash before, unsaved', 1.5],
  ['crash after', 3],
];
const KINDS_OF_READS: readonly (readonly [Kind, number])[] = [
  ['refused', 1],
  ['unavailable', 1],
  ['crash before', 1],
  ['crash before, unsaved', 1],
  ['crash after', 2],
];

/** What a seed draws; `most`: how many faults at most. */
export function drawScenario(seed: number, most: number): Scenario {
  const { random, below, pick, weigh } = chanceOf(randomOf(seed));
  const place = weigh<PlaceName>([
    ['planned', 5],
    ['running', 3],
    ['fresh', 2],
    ['two', 1.5],
  ]);
  // Acts meet where they are about the same thing: most of a scenario turns around one.
  const focus = { of: below(12), engagement: below(4) };
  const person = (side: 'notion' | 'calendar'): Act => ({
    do: weigh(side === 'notion' ? NOTION : CALENDAR),
    of: random() < 0.6 ? focus.of : below(12),
    a: below(40),
    b: random() < 0.8 ? focus.engagement : below(4),
  });
  const acts: Act[] = [];
  const edits = 1 + below(random() < 0.3 ? 14 : 6);
  for (let n = 0; n < edits; n++) {
    const side = random() < 0.5 ? 'notion' : 'calendar';
    acts.push(person(side));
    // Both sides at once is what a sync is for.
    if (random() < 0.35) acts.push(person(side === 'notion' ? 'calendar' : 'notion'));
    if (random() < 0.3) acts.push({ do: 'wait', a: pick([0, 1, 1, 5, 15]) });
    if (random() < 0.75) acts.push({ do: 'tick', a: below(4) });
    if (random() < 0.12) acts.push({ do: 'wait', a: pick([10, 60, 600, 1440, 2880, 10_080]) });
    if (random() < 0.09) acts.push({ do: pick(['expire', 'sweep', 'sweep', 'forget']) });
  }
  acts.push({ do: 'tick', a: 0 });
  const count = random() < 0.15 ? 0 : 1 + below(most);
  const faults = Array.from({ length: count }, (): Fault => {
    const isWrite = random() < 0.75;
    const operation = pick(isWrite ? WRITES.slice(0, random() < 0.9 ? 5 : 7) : READS);
    const nth = 1 + below(random() < 0.7 ? 4 : 12);
    const isList = operation === 'dataSources.query' || operation === 'events.list';
    if (isList && random() < 0.35) return { operation, nth, kind: 'stale' };
    if (operation === 'events.list' && random() < 0.3) return { operation, nth, kind: 'expired' };
    return { operation, nth, kind: weigh(isWrite ? KINDS_OF_WRITES : KINDS_OF_READS) };
  });
  const mids =
    random() < 0.45
      ? Array.from({ length: 1 + below(2) }, (): Mid => {
          const operation = pick([
            ...WRITES.slice(0, 5),
            ...WRITES.slice(0, 5),
            'events.list',
            'dataSources.query',
          ]);
          const nth = 1 + below(random() < 0.7 ? 4 : 12);
          return { operation, nth, act: person(random() < 0.5 ? 'notion' : 'calendar') };
        })
      : [];
  return { place, lag: pick([0, 0, 0, 20_000, 55_000]), acts, faults, mids };
}
