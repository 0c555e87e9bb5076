// Another calendar in GOOGLE_CALENDAR_ID: what was known of the former one says nothing about this one.
// What it refuses: to use a sync token, an event or an etag of one calendar for another. The former calendar is left as it is.
import type { Base } from '../sync/base.ts';
import type { EngineOptions } from './tick.ts';

/** Notices a calendar that is not the one of the last slice; its meetings are then made as those of a row met anew. */
export function noteCalendar({ ledger, trees, settings, transaction }: EngineOptions): void {
  const { calendarId } = settings.google;
  const before = ledger.recall<string>('calendar');
  if (before === calendarId) return;
  transaction(() => {
    ledger.remember('calendar', calendarId);
    if (before === undefined) return;
    for (const key of ['sync-token', 'page-token', 'events-since', 'unseen:events', 'cannot-invite'])
      ledger.remember(key, undefined);
    for (const { id, action } of ledger.intents())
      if (['insert', 'patch', 'remove'].includes(action.call.do)) ledger.endIntent(id);
    trees.forgetEvents();
    for (const { id, base } of trees.states())
      if (base) trees.update(id, { base: withoutCalendar(base), dirty: true });
  });
}

/** A base without anything that a calendar was known to say; what people decided stays. */
function withoutCalendar(base: Base): Base {
  const { calendar: _phase, ...phase } = base.phase ?? {};
  const { calendar: _series, ...series } = base.series ?? {};
  return {
    ...base,
    ...(base.phase ? { phase: phase as NonNullable<Base['phase']> } : {}),
    ...(base.series ? { series: series as NonNullable<Base['series']> } : {}),
    slots: Object.fromEntries(
      Object.entries(base.slots).map(([key, { calendar: _, unsure: _unsure, ...slot }]) => [key, slot]),
    ),
    events: {},
    generations: {},
  };
}
