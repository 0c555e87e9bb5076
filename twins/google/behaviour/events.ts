/** Checks of single events: ids, etags, times, fields, deletion. */
import { type Check, equal, must, refused } from './check.ts';

export const EVENTS: Check[] = [
  {
    id: 'insert-shape',
    mark: 'rec',
    fact: 'a new event has etag, status, created in whole seconds, iCalUID <id>@google.com, sequence 0, default reminders',
    async run(ctx) {
      const id = ctx.id();
      const { status, body } = await ctx.ask('POST', 'events', { id, summary: 'Check', ...ctx.slot(0) });
      equal(status, 200, 'status');
      const { kind, status: state, iCalUID, sequence, reminders, eventType } = body;
      equal(
        [kind, body.id, state, iCalUID, sequence, reminders, eventType],
        ['calendar#event', id, 'confirmed', `${id}@google.com`, 0, { useDefault: true }, 'default'],
      );
      must(/^"\d{16}"$/.test(body.etag), `etag ${body.etag}`);
      must(String(body.created).endsWith('.000Z'), `created ${body.created}`);
      equal(body.organizer.self, true, 'organizer.self');
    },
  },
  {
    id: 'link',
    mark: 'seen',
    fact: 'htmlLink holds base64 of "<event id> <calendar id with @group.calendar.google.com cut to @g>"',
    async run(ctx) {
      const id = ctx.id();
      const { body } = await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      const eid = new URL(body.htmlLink).searchParams.get('eid') ?? '';
      equal(atob(eid), `${id} ${ctx.calendarId.replace('@group.calendar.google.com', '@g')}`);
    },
  },
  {
    id: 'bad-id',
    mark: 'seen',
    fact: 'letters outside base32hex, and ids under five letters, are 400 invalid',
    async run(ctx) {
      refused(await ctx.ask('POST', 'events', { id: 'xyzxyz', ...ctx.slot(0) }), 400, 'invalid');
      refused(await ctx.ask('POST', 'events', { id: 'abcd', ...ctx.slot(0) }), 400, 'invalid');
    },
  },
  {
    id: 'taken-id',
    mark: 'doc',
    fact: 'an id in use is 409 duplicate',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      refused(await ctx.ask('POST', 'events', { id, ...ctx.slot(0) }), 409, 'duplicate');
    },
  },
  {
    id: 'deleted-id',
    mark: 'seen',
    fact: 'the id of a deleted event stays taken: 409',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      equal((await ctx.ask('DELETE', `events/${id}`)).status, 204, 'delete');
      refused(await ctx.ask('POST', 'events', { id, ...ctx.slot(0) }), 409, 'duplicate');
    },
  },
  {
    id: 'deleted-get',
    mark: 'rec',
    fact: 'a deleted event is read as cancelled, with 200',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      await ctx.ask('DELETE', `events/${id}`);
      const { status, body } = await ctx.ask('GET', `events/${id}`);
      equal([status, body.status], [200, 'cancelled']);
    },
  },
  {
    id: 'deleted-twice',
    mark: 'doc',
    fact: 'deleting again is 410 deleted',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      await ctx.ask('DELETE', `events/${id}`);
      refused(await ctx.ask('DELETE', `events/${id}`), 410, 'deleted');
    },
  },
  {
    id: 'revive-update',
    mark: 'seen',
    fact: 'PUT with status confirmed brings a deleted event back',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      await ctx.ask('DELETE', `events/${id}`);
      const { status, body } = await ctx.ask('PUT', `events/${id}`, { status: 'confirmed', ...ctx.slot(1) });
      equal([status, body.status], [200, 'confirmed']);
    },
  },
  {
    id: 'revive-patch',
    mark: 'assumption',
    fact: 'PATCH with status confirmed brings it back as it was',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, summary: 'Back', ...ctx.slot(0) });
      await ctx.ask('DELETE', `events/${id}`);
      const { status, body } = await ctx.ask('PATCH', `events/${id}`, { status: 'confirmed' });
      equal([status, body.status, body.summary], [200, 'confirmed', 'Back']);
    },
  },
  {
    id: 'unknown',
    mark: 'doc',
    fact: 'an event that never was is 404 notFound',
    async run(ctx) {
      refused(await ctx.ask('GET', `events/${ctx.id()}`), 404, 'notFound');
    },
  },
  {
    id: 'etag-changes',
    mark: 'rec',
    fact: 'every write gives a new etag and a later `updated`',
    async run(ctx) {
      const id = ctx.id();
      const first = await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      const second = await ctx.ask('PATCH', `events/${id}`, { summary: 'Other' });
      must(first.body.etag !== second.body.etag, 'the etag stayed');
      must(first.body.updated <= second.body.updated, 'updated went back');
    },
  },
  {
    id: 'if-match',
    mark: 'doc',
    fact: 'a stale If-Match is 412 conditionNotMet, for PATCH, PUT and DELETE',
    async run(ctx) {
      const id = ctx.id();
      const { body } = await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      const stale = { 'if-match': body.etag };
      equal((await ctx.ask('PATCH', `events/${id}`, { summary: 'One' }, stale)).status, 200);
      refused(await ctx.ask('PATCH', `events/${id}`, { summary: 'Two' }, stale), 412, 'conditionNotMet');
      refused(await ctx.ask('PUT', `events/${id}`, ctx.slot(0), stale), 412, 'conditionNotMet');
      refused(await ctx.ask('DELETE', `events/${id}`, undefined, stale), 412, 'conditionNotMet');
    },
  },
  {
    id: 'if-none-match',
    mark: 'doc',
    fact: 'If-None-Match with the current etag is 304',
    async run(ctx) {
      const id = ctx.id();
      const { body } = await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      equal((await ctx.ask('GET', `events/${id}`, undefined, { 'if-none-match': body.etag })).status, 304);
    },
  },
  {
    id: 'offset',
    mark: 'rec',
    fact: 'a time comes back in the offset of the calendar, with its own timeZone kept',
    async run(ctx) {
      const start = { dateTime: `${ctx.day(0)}T09:00:00-07:00`, timeZone: 'America/Los_Angeles' };
      const { body } = await ctx.ask('POST', 'events', {
        id: ctx.id(),
        start,
        end: { ...start, dateTime: `${ctx.day(0)}T10:00:00-07:00` },
      });
      equal(body.start.timeZone, 'America/Los_Angeles', 'timeZone');
      equal(Date.parse(body.start.dateTime), Date.parse(start.dateTime), 'instant');
      const local = new Intl.DateTimeFormat('sv', {
        timeZone: ctx.zone,
        dateStyle: 'short',
        timeStyle: 'medium',
      });
      equal(
        body.start.dateTime.slice(0, 19).replace('T', ' '),
        local.format(Date.parse(start.dateTime)),
        'local time',
      );
    },
  },
  {
    id: 'zone-parameter',
    mark: 'doc',
    fact: 'the parameter timeZone shows times in that zone',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      const { body } = await ctx.ask('GET', `events/${id}?timeZone=Asia/Tokyo`);
      must(body.start.dateTime.endsWith('+09:00'), body.start.dateTime);
    },
  },
  {
    id: 'zoneless',
    mark: 'doc',
    fact: 'a time without offset and without timeZone is 400',
    async run(ctx) {
      const start = { dateTime: `${ctx.day(0)}T09:00:00` };
      equal((await ctx.ask('POST', 'events', { id: ctx.id(), start, end: start })).status, 400);
    },
  },
  {
    id: 'backwards',
    mark: 'doc',
    fact: 'an end before the start is 400 timeRangeEmpty',
    async run(ctx) {
      const { start, end } = ctx.slot(0);
      refused(
        await ctx.ask('POST', 'events', { id: ctx.id(), start: end, end: start }),
        400,
        'timeRangeEmpty',
      );
    },
  },
  {
    id: 'all-day',
    mark: 'doc',
    fact: 'an all-day event keeps its dates; the end is exclusive',
    async run(ctx) {
      const times = { start: { date: ctx.day(0) }, end: { date: ctx.day(1) } };
      const { body } = await ctx.ask('POST', 'events', { id: ctx.id(), ...times });
      equal([body.start, body.end], [times.start, times.end]);
    },
  },
  {
    id: 'all-day-switch',
    mark: 'doc',
    fact: 'timed becomes all-day only with dateTime nulled',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      const [start, end] = [{ date: ctx.day(0) }, { date: ctx.day(1) }];
      equal((await ctx.ask('PATCH', `events/${id}`, { start, end })).status, 400, 'without null');
      const nulled = { dateTime: null, timeZone: null };
      const { status, body } = await ctx.ask('PATCH', `events/${id}`, {
        start: { ...start, ...nulled },
        end: { ...end, ...nulled },
      });
      equal([status, body.start], [200, start]);
    },
  },
];
