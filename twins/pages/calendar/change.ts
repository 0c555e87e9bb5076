// What the event page and the grid send, as acts of a person: change, move, delete, restore, answers, new events. A change of
// several things "this and following" splits the series once; the rest then goes to all of the new part.
import type { Doing, Scope } from '../../google/act.ts';
import type { Fields } from '../form.ts';
import type { Stage } from '../stage.ts';
import { addDays, instantText } from '../times.ts';
import { type Shown, shownEvent } from './event.ts';
import { ANSWERS, SCOPES } from './event-page.ts';

/** Which part of a series, in whose name, and whether guests get mail. */
export function doingOf(fields: Fields, by: string | undefined): Doing & { scope: Scope } {
  const scope = SCOPES.find(([value]) => value === fields.text('scope'))?.[0] ?? 'this';
  return { scope, notify: fields.has('notify'), ...(by !== undefined && { by }) };
}

/** Writes what differs from what is there; answers what that was, in words. */
export function saveEvent(
  stage: Stage,
  event: Shown,
  fields: Fields,
  doing: Doing & { scope: Scope },
): string[] {
  const { act } = stage.google;
  const done: string[] = [];
  let id = event.id;
  let scope = doing.scope;
  const change = (words: string, run: (id: string, doing: Doing) => string): void => {
    const changed = run(id, { ...doing, scope });
    done.push(words);
    if (scope === 'following' && changed !== id) [id, scope] = [changed, 'all'];
  };

  const title = fields.text('title');
  if (title !== event.title && title !== '') change('title', (at, how) => act.rename(at, title, how));
  const place = fields.text('place');
  if (place !== event.place) change('place', (at, how) => act.edit(at, { location: place }, how));

  const kept = new Set(fields.all('guest'));
  const removed = event.guests.map(({ email }) => email).filter((email) => !kept.has(email));
  if (removed.length > 0) change('guests', (at, how) => act.removeGuests(at, removed, how));
  const added = addresses(fields.text('add'));
  if (added.length > 0) change('guests', (at, how) => act.addGuests(at, added, how));

  const moved = whenOf(stage, fields);
  const unmoved =
    fields.text('day') === event.firstDay &&
    fields.text('time') === event.startTime &&
    fields.text('endTime') === event.endTime &&
    endDay(fields) === (event.endTime === '00:00' ? addDays(event.lastDay, 1) : event.lastDay);
  if (!unmoved) change('time', (at, how) => moveOrConvert(stage, event, at, moved, how));

  const rhythm = fields.text('rhythm');
  const master = event.series ?? event.id;
  if (rhythm !== '')
    change('rhythm', (_at, how) => act.repeat(master, rule(stage, master, Number(rhythm)), how));
  return [...new Set(done)];
}

interface When {
  readonly allDay: boolean;
  /** RFC 3339, or a day; the end of whole days is the day after. */
  readonly start: string;
  readonly end: string;
}

const endDay = (fields: Fields): string => fields.text('endDay') || fields.text('day');

/** What the fields of `whenFields` say. Throws with a sentence where that makes no sense. */
export function whenOf(stage: Stage, fields: Fields): When {
  const [day, time, endTime] = [fields.text('day'), fields.text('time'), fields.text('endTime')];
  if (day === '') throw new Error('An event needs a day.');
  if ((time === '') !== (endTime === '')) throw new Error('Give both times, or neither.');
  const when =
    time === ''
      ? { allDay: true, start: day, end: addDays(endDay(fields), 1) }
      : {
          allDay: false,
          start: instantText(day, time, stage.timeZone),
          end: instantText(endDay(fields), endTime, stage.timeZone),
        };
  if (Date.parse(when.end) < Date.parse(when.start)) throw new Error('The end must not be before the start.');
  return when;
}

function moveOrConvert(stage: Stage, event: Shown, id: string, to: When, doing: Doing): string {
  const { act } = stage.google;
  if (to.allDay === event.allDay) return act.move(id, { ...doing, start: to.start, end: to.end });
  if (doing.scope !== 'this' && event.series !== null)
    throw new Error('Only a single meeting can be made a whole day, or be given a time, here.');
  const moment = (text: string) =>
    to.allDay
      ? { date: text, dateTime: null, timeZone: null }
      : { dateTime: text, timeZone: stage.timeZone, date: null };
  return act.edit(id, { start: moment(to.start), end: moment(to.end) }, doing);
}

/**
 * A move by hand: only the start is said, the length stays. `start` is a day, or a day and a time `2026-12-03T14:00`. The act
 * wants an instant with its offset, since the event may have been made in another zone.
 */
export function moveEvent(stage: Stage, event: Shown, start: string, doing: Doing): string {
  const [day = '', time] = start.split('T');
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error(`“${start}” is no day.`);
  if ((time === undefined) !== event.allDay) throw new Error('A whole day stays one when it is moved.');
  const to = time === undefined ? day : instantText(day, time, stage.timeZone);
  return stage.google.act.move(event.id, { ...doing, start: to });
}

/** The rule of a series with another rhythm; 0 weeks: none. */
function rule(stage: Stage, master: string, weeks: number): string[] {
  if (weeks === 0) return [];
  const lines = (stage.google.look.event(master)?.recurrence ?? []) as string[];
  return lines.map((line) =>
    line.startsWith('RRULE:')
      ? `${line.replace(/;INTERVAL=\d+/, '').replace(/FREQ=\w+/, 'FREQ=WEEKLY')}${weeks > 1 ? `;INTERVAL=${weeks}` : ''}`
      : line,
  );
}

/** Writes the answers that differ; answers how many. */
export function saveAnswers(stage: Stage, event: Shown, fields: Fields): number {
  let changed = 0;
  for (const { email, answer } of event.guests) {
    const said = ANSWERS.find(([value]) => value === fields.text(`answer.${email}`))?.[0];
    if (said === undefined || said === answer) continue;
    stage.google.act.answer(event.id, email, said, { scope: doingOf(fields, undefined).scope });
    changed += 1;
  }
  return changed;
}

/** Makes an event; answers its id. */
export function createEvent(stage: Stage, fields: Fields, doing: Doing): string {
  const { allDay, start, end } = whenOf(stage, fields);
  const moment = (text: string) => (allDay ? { date: text } : { dateTime: text, timeZone: stage.timeZone });
  const attendees = addresses(fields.text('add')).map((email) => ({ email }));
  const weeks = Number(fields.text('weeks') || 0);
  return stage.google.act.create(
    {
      summary: fields.text('title'),
      start: moment(start),
      end: moment(end),
      ...(attendees.length > 0 && { attendees }),
      ...(weeks > 1 && { recurrence: [`RRULE:FREQ=WEEKLY;COUNT=${Math.min(weeks, 100)}`] }),
    },
    doing,
  );
}

const addresses = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

/** The event of an id as it is now; undefined when there is none. */
export function findShown(stage: Stage, id: string): Shown | undefined {
  const json = stage.google.look.event(id);
  return json && shownEvent(stage, json);
}
