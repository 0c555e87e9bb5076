// Where scenarios begin: an engagement that was just filled in, planned, beside another one, or under way; and one of five weeks.
import type { House, Place } from './ground.ts';
import type { PlaceName } from './scenario.ts';

const MINUTE = 60_000;

/** A person fills in an engagement, of two and a half weeks if not said: two weekly retros and the project retro. */
export function fillIn(house: House, name: string, end = '2026-12-24'): string {
  return house.notion.act.create('Engagements', {
    Name: `Name-0${name}`,
    Phase: 'Planning',
    Dates: { start: '2026-12-07', end },
    'Time zone': 'Europe/Berlin',
    Engineer: ['Ada Marlow'],
    Advisor: ['Ben Okafor'],
    'Host people': ['Dev Patel', 'Ema Novak'],
  });
}

/** The places where scenarios begin. */
export async function makePlaces(house: House): Promise<Record<PlaceName, Place>> {
  const fresh = house.keep([]);
  const settle = async (ticks: number) => {
    for (let n = 0; n < ticks; n++) {
      await house.tick();
      house.pass(3 * MINUTE);
    }
  };
  /** The kickoff and the first weekly retro go by. */
  const live = async () => {
    for (const moment of ['2026-12-07T10:00:00Z', '2026-12-10T09:00:00Z', '2026-12-10T14:00:00Z']) {
      house.pass(Date.parse(moment) - house.now());
      await settle(3);
    }
  };
  house.begin(fresh);
  const page = fillIn(house, 'Apollo');
  await settle(5);
  const planned = house.keep([page]);
  const other = fillIn(house, 'Gemini');
  await settle(5);
  const two = house.keep([page, other]);
  house.begin(planned);
  await live();
  const running = house.keep([page]);
  house.begin(fresh);
  const longer = fillIn(house, 'Vostok', '2027-01-08');
  await settle(5);
  const long = house.keep([longer]);
  await live();
  const half = house.keep([longer]);
  return { fresh, planned, two, running, long, half };
}
