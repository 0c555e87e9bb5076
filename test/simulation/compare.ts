// Whether Notion and Calendar say the same of an engagement: what still lies ahead, its phase, its names and its guests.
import { type Meeting, type Phase, parseAddresses, wants } from '../../src/playbook/index.ts';
import { isOverByRule } from './left.ts';
import type { People } from './people.ts';
import { eventsOf, isTime, type Json, MEETINGS, retrosOf, type Shown, say } from './seen.ts';

/** What is to be compared, and where to say what is wrong. */
export function createComparison(people: People, wrong: (words: string) => void) {
  const { house } = people;

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
      if (isWeek && n === 'none' && isTrashed(engagement, field)) continue;
      // Two splits at once may lay two retros on a week, of which one is people's own (M37): it has no page.
      const of = events.find((event) => event.field === field)?.series ?? '';
      if (isWeek && house.splits.has(of) && !retrosOf(house, engagement).some((one) => one.field === field))
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
    if (isAhead(project) && page !== project && !isTrashed(engagement, 'project-page'))
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
      if (series && isOverByRule(house, json)) continue;
      if (!title.includes(notion.get('name') ?? ''))
        wrong(`${name} ${field}: is called ${title}, not ${notion.get('name')}`);
    }
  }

  /** A retro that was brought back elsewhere goes without its page as long as that lies in the trash (M51). */
  const isTrashed = (engagement: string, field: string): boolean =>
    retrosOf(house, engagement).some((one) => one.field === field && !one.isLive);

  function compareGuests(
    engagement: string,
    events: ReturnType<typeof eventsOf>,
    notion: Shown,
    name: string,
  ) {
    const { addresses } = parseAddresses(notion.get('guests') ?? '');
    const seen = new Set<string>();
    for (const event of events) {
      // One of the past is history, also where somebody made it all-day.
      const start = isTime(event.start) ? Number(event.start) : Date.parse(event.start);
      if (event.field === 'span' || event.field === 'fit-check' || start <= house.now()) continue;
      // Of a week that was held and is met once more its old series has the guests.
      if (event.series && isOverByRule(house, event.json)) continue;
      const meeting = event.series ? 'retro' : event.field;
      if (seen.has(event.series ?? meeting)) continue;
      seen.add(event.series ?? meeting);
      const json: Json | undefined = event.series ? house.google.look.event(event.series) : event.json;
      const there = ((json?.attendees ?? []) as { email: string }[]).map(({ email }) => email);
      // Each part of a series that was split has guests of its own, and one that is made of them the last one's (M35).
      const isPart = event.series !== null && house.splits.size > 0;
      const at = `${engagement}/${meeting}`;
      for (const address of addresses) {
        const isOff = isPart
          ? [...people.removed].some((one) => one.endsWith(` ${address}`))
          : people.removed.has(`${at} ${address}`);
        if (!isOff && !there.includes(address)) wrong(`${name} ${meeting}: ${address} is not invited`);
        if (!isPart && isOff && there.includes(address))
          wrong(`${name} ${meeting}: ${address} was taken off and is back`);
      }
      for (const address of there) {
        const isGone = people.given.has(address) && !addresses.includes(address);
        if (isGone) wrong(`${name} ${meeting}: ${address} left Notion and is still invited`);
      }
      for (const one of people.added) {
        const [where, address = ''] = one.split(' ');
        if (!isPart && where === at && !there.includes(address))
          wrong(`${name} ${meeting}: ${address} was added in Calendar and is gone`);
      }
    }
  }

  return compare;
}
