// The Calendar tree in SQLite: events with our marks, and occurrences of our series that differ from their rule.
// What it refuses: events that are none of ours, and to let a bare tombstone wipe out what was known.
import type { CalendarEvent } from '../google/event.ts';
import { rootOf } from '../google/ids.ts';
import type { Instant } from '../playbook/index.ts';
import { PARKED_AFTER } from './failures.ts';
import { withoutVersion } from './rows.ts';
import type { Sql } from './sql.ts';

export abstract class CalendarTree {
  readonly #sql: Sql;
  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Marks an engagement for planning; `changed`: a person's edit in Notion was seen now. */
  abstract touch(engagement: string, changed: Instant | null): void;

  /** Takes in an event as Google said it; null when it is none of ours. A bare tombstone keeps what was known. */
  putEvent(event: CalendarEvent, now: Instant, isOwn = false): boolean {
    const before = this.#textOf(event.id);
    const engagement = this.#engagementOfEvent(event, before !== null);
    if (engagement === null) return false;
    const isBare = event.status === 'cancelled' && event.time === null;
    const known = isBare && before !== null ? (JSON.parse(before) as CalendarEvent) : null;
    const merged: CalendarEvent = known
      ? // One that comes without its series went with a cut or another rule, and says nothing of that series since.
        // Taken out of a series that was split off later, it comes under the id that it had in the former one.
        {
          ...known,
          status: 'cancelled',
          // A list that says no more than that it is deleted does not say what it had then: it is read before it comes back.
          etag: isOwn || (known.status === 'cancelled' && known.etag !== '') ? event.etag : '',
          updated: event.updated,
          series: event.series,
          original: event.original ?? known.original,
        }
      : event;
    const json = JSON.stringify(merged);
    this.#sql.exec(
      'INSERT INTO events (id, engagement, event, seen) VALUES (?,?,?,?) ON CONFLICT (id) DO UPDATE SET event = excluded.event, seen = excluded.seen',
      event.id,
      engagement,
      json,
      now,
    );
    if (before === json || isOwn) return false;
    if (before !== null && withoutVersion(before) === withoutVersion(json)) return false;
    this.touch(engagement, null);
    // What was given up for the day may do now that somebody changed something.
    this.#sql.exec(
      'UPDATE engagements SET attempts = 0, retry = NULL WHERE id = ? AND attempts >= ?',
      engagement,
      PARKED_AFTER,
    );
    return true;
  }

  /**
   * Records that an event is deleted, by our own call: a series with its exceptions, which Google deletes with it. An
   * occurrence that still followed its rule is made known. Which version they have then Google does not answer.
   */
  putDeleted(deleted: { id: string; series: string | null; original: Instant | null }, now: Instant): void {
    const known = this.event(deleted.id);
    if (known) {
      for (const event of [known, ...this.exceptionsOf(known)])
        this.putEvent({ ...event, etag: '', status: 'cancelled' }, now, true);
      return;
    }
    const { id, series, original } = deleted;
    const tombstone: CalendarEvent = {
      id,
      etag: '',
      status: 'cancelled',
      title: '',
      description: '',
      link: null,
      time: null,
      zone: null,
      recurrence: null,
      series,
      original,
      guests: [],
      marks: {},
      busy: true,
      updated: now,
    };
    this.putEvent(tombstone, now, true);
  }

  /** Google has no such event any more, by that very id's own answer. */
  putGone(id: string, now: Instant): void {
    const known = this.event(id);
    if (known) this.putEvent({ ...known, status: 'cancelled' }, now);
  }

  #engagementOfEvent(event: CalendarEvent, isKnown: boolean): string | null {
    if (event.marks.engagement) return event.marks.engagement;
    for (const id of [isKnown && event.id, event.series, rootOf(event.id)]) {
      if (!id) continue;
      const [row] = this.#sql.exec('SELECT engagement FROM events WHERE id = ?', id).toArray();
      if (row) return String(row.engagement);
    }
    return null;
  }

  event(id: string): CalendarEvent | null {
    const text = this.#textOf(id);
    return text === null ? null : (JSON.parse(text) as CalendarEvent);
  }

  #textOf(id: string): string | null {
    const [row] = this.#sql.exec('SELECT event FROM events WHERE id = ?', id).toArray();
    return row ? String(row.event) : null;
  }

  /** An event was asked for by its id, and the answer said nothing. */
  seeEvent(id: string, now: Instant): void {
    this.#sql.exec('UPDATE events SET seen = ? WHERE id = ?', now, id);
  }

  eventsOf(engagement: string): CalendarEvent[] {
    return this.#sql
      .exec('SELECT event FROM events WHERE engagement = ? ORDER BY id', engagement)
      .toArray()
      .map(({ event }) => JSON.parse(String(event)) as CalendarEvent);
  }

  /** What differs from the rule of a series that is known. */
  exceptionsOf(master: CalendarEvent): CalendarEvent[] {
    const engagement = this.#engagementOfEvent(master, true);
    return this.eventsOf(engagement ?? '').filter(({ series }) => series === master.id);
  }

  /** Forgets the Calendar tree: it was another calendar's. */
  forgetEvents(): void {
    this.#sql.exec('DELETE FROM events');
  }

  /** Ids of living events that a full read which began at `since` did not show; Google forgets deleted ones. */
  unseenEvents(since: Instant): string[] {
    return this.#sql
      .exec("SELECT id FROM events WHERE seen < ? AND json_extract(event, '$.status') <> 'cancelled'", since)
      .toArray()
      .map(({ id }) => String(id));
  }
}
