// One long story, with every kind of fault at every call that it makes, one at a time; then a sample of pairs. Its seed
// is fixed; SIMULATION_PAIRS plays more of them.
import { afterAll, expect, it } from 'vitest';
import { openStage } from './play.ts';
import { randomOf } from './random.ts';
import { type Act, type Fault, KINDS, type Kind, type Scenario } from './scenario.ts';
import { run } from './storm.ts';

const PAIRS = Number(process.env.SIMULATION_PAIRS ?? 60);
const stage = await openStage();
afterAll(stage.close);

const tick: Act = { do: 'tick', a: 0 };
const STORY: readonly Act[] = [
  { do: 'time', of: 2, a: 12 }, // Kickoff is typed
  { do: 'move', of: 2, a: 9 }, // a retro is dragged
  tick,
  { do: 'guest' },
  { do: 'retro cancel', of: 1 },
  { do: 'rename', of: 1, a: 1 },
  tick,
  { do: 'slot', a: 3 },
  { do: 'describe', of: 1, a: 1 },
  tick,
  { do: 'dates', a: 13, of: 0 },
  { do: 'uninvite', of: 1, a: 1 },
  tick,
  { do: 'remove', of: 5, a: 0 },
  { do: 'type phase', a: 2 },
  tick,
  tick,
];

const withFaults = (...faults: Fault[]): Scenario => ({
  place: 'planned',
  lag: 0,
  acts: STORY,
  faults,
  mids: [],
});

const READ_KINDS: readonly Kind[] = [
  'refused',
  'unavailable',
  'crash before',
  'crash before, unsaved',
  'crash after',
];

async function everyFault(): Promise<Fault[]> {
  const { operations, wrongs } = await run(stage.house, stage.places, withFaults());
  expect(wrongs).toEqual([]);
  return [...operations].flatMap(([operation, count]) => {
    const isWrite = /insert|patch|delete|create|update|append/.test(operation);
    const kinds = isWrite ? KINDS.filter((kind) => kind !== 'stale' && kind !== 'expired') : READ_KINDS;
    const own: readonly Kind[] =
      operation === 'events.list'
        ? [...kinds, 'stale', 'expired']
        : operation === 'dataSources.query'
          ? [...kinds, 'stale']
          : kinds;
    return Array.from({ length: count }, (_, at) =>
      own.map((kind): Fault => ({ operation, nth: at + 1, kind })),
    ).flat();
  });
}

const say = (faults: readonly Fault[]) =>
  faults.map(({ operation, nth, kind }) => `${kind} at ${operation} ${nth}`).join(' and ');

it('[S15, S30, S36, S37] a long story ends well whatever befalls any one of its calls', async () => {
  const faults = await everyFault();
  expect(faults.length).toBeGreaterThan(200);
  const wrong: string[] = [];
  for (const fault of faults) {
    const wrongs = await stage.wrongsOf(withFaults(fault));
    if (wrongs.length > 0) wrong.push(`${say([fault])}: ${wrongs[0]}`);
  }
  console.log(`${faults.length} single faults`);
  expect(wrong.join('\n')).toBe('');
}, 600_000);

it('[S15, S30, S36, S37] and whatever befalls two of them', async () => {
  const faults = await everyFault();
  const random = randomOf(4711);
  const pick = () => faults[Math.floor(random() * faults.length)] as Fault;
  const wrong: string[] = [];
  for (let n = 0; n < PAIRS; n++) {
    const pair = [pick(), pick()] as const;
    const wrongs = await stage.wrongsOf(withFaults(...pair));
    if (wrongs.length > 0) wrong.push(`${say(pair)}: ${wrongs[0]}`);
  }
  expect(wrong.join('\n')).toBe('');
}, 600_000);
