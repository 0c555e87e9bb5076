/**
 * What stands in the calendar, read without a call: for tests that compare both sides, and for pages. Leaves no trace in the
 * journal. Refuses nothing: what is not there is undefined or left out.
 */
import { eventJson, type Json } from './resource.ts';
import { findEvent, instancesOf, overlaps } from './series.ts';
import type { CalendarState, Channel, StoredEvent, World } from './state.ts';
import { instantOf } from './times.ts';

export interface Look {
  /** The Event resource of that id (an occurrence's too), cancelled or not. */
  event(id: string): Json | undefined;
  /** All stored events: single ones, masters, exceptions, tombstones. */
  all(): Json[];
  /** What a person sees between two instants (ms or RFC 3339): single events and occurrences, by start, nothing cancelled. */
  between(from: number | string, to: number | string): Json[];
  /** Push channels, stopped and expired ones too. */
  channels(): Channel[];
}

const instant = (time: number | string): number => (typeof time === 'number' ? time : Date.parse(time));

export function makeLook(world: World): Look {
  const own = (): CalendarState | undefined => world.state.calendars.get(world.state.calendarId);

  /** Keeps what was shown last, and of which state: every write has a stamp of its own. */
  function keeping(): (calendar: CalendarState, what: string, show: () => Json[]) => Json[] {
    let last: { readonly state: unknown; readonly key: string; readonly shown: readonly Json[] } | undefined;
    return (calendar, what, show) => {
      const key = `${world.state.stamp} ${calendar.timeZone} ${what}`;
      if (last?.state !== world.state || last.key !== key) last = { state: world.state, key, shown: show() };
      return [...last.shown];
    };
  }
  const keepSpan = keeping();
  const keepAll = keeping();

  function between(from: number | string, to: number | string): Json[] {
    const calendar = own();
    if (!calendar) return [];
    const span = { from: instant(from), to: instant(to) };
    return keepSpan(calendar, `${span.from} ${span.to}`, () => shownBetween(calendar, span));
  }

  function shownBetween(calendar: CalendarState, span: { from: number; to: number }): Json[] {
    const found: StoredEvent[] = [];
    for (const event of calendar.events.values()) {
      if (event.recurrence && event.status !== 'cancelled')
        found.push(...instancesOf(world, calendar, event, span));
      else if (!event.recurrence && !event.seriesId && overlaps(calendar, event, span)) found.push(event);
    }
    const startOf = (event: StoredEvent): number => instantOf(event.start, calendar.timeZone);
    return found
      .filter((event) => event.status !== 'cancelled')
      .sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1))
      .map((event) => eventJson(calendar, event));
  }

  return {
    event(id) {
      const calendar = own();
      const event = calendar && findEvent(world, calendar, id);
      return event && eventJson(calendar, event);
    },
    all() {
      const calendar = own();
      if (!calendar) return [];
      const events = () => [...calendar.events.values()].map((event) => eventJson(calendar, event));
      return keepAll(calendar, 'all', events);
    },
    between,
    channels: () => [...world.state.channels.values()].map((channel) => ({ ...channel })),
  };
}
