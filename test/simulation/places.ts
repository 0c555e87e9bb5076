// Where scenarios begin: an engagement that was just filled in, planned, beside another one, or under way.
import type { House, Place } from './ground.ts';
import type { PlaceName } from './scenario.ts';

const MINUTE = 60_000;

/** A person fills in an engagement of two and a half weeks: two weekly retros and the project retro. */
export function fillIn(house: House, name: string): string {
  return house.notion.act.create('Engagements', {
    Name: `Name-0${name}`,
    Phase: 'Planning',
    Dates: { start: '2026-12-07', end: '2026-12-24' },
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
  house.begin(fresh);
  const page = fillIn(house, 'Apollo');
  await settle(5);
  const planned = house.keep([page]);
  const other = fillIn(house, 'Gemini');
  await settle(5);
  const two = house.keep([page, other]);
  house.begin(planned);
  for (const moment of ['2026-12-07T10:00:00Z', '2026-12-10T09:00:00Z', '2026-12-10T14:00:00Z']) {
    house.pass(Date.parse(moment) - house.now());
    await settle(3);
  }
  const running = house.keep([page]);
  return { fresh, planned, two, running };
}
