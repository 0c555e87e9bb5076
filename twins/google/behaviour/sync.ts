/** Checks of listing and incremental sync, of channels, calendars and free/busy. */
import { type Body, type Check, equal, must, readAll, refused } from './check.ts';

const ids = (items: Body[]): string[] => items.map((i) => String(i.id));

export const SYNC: Check[] = [
  {
    id: 'envelope',
    mark: 'rec',
    fact: 'a listing carries kind, etag, summary, updated, timeZone, accessRole, defaultReminders',
    async run(ctx) {
      const { body } = await ctx.ask('GET', 'events?maxResults=1');
      equal(body.kind, 'calendar#events');
      for (const key of ['etag', 'summary', 'updated', 'timeZone', 'accessRole', 'defaultReminders', 'items'])
        must(key in body, `no ${key}`);
    },
  },
  {
    id: 'token-last',
    mark: 'doc',
    fact: 'nextSyncToken stands on the last page only',
    async run(ctx) {
      for (const n of [0, 1, 2]) await ctx.ask('POST', 'events', { id: ctx.id(), ...ctx.slot(n) });
      const first = await ctx.ask('GET', 'events?maxResults=1');
      must(first.body.nextPageToken && !first.body.nextSyncToken, 'first page');
      must((await readAll(ctx, 'maxResults=2500')).token, 'last page');
    },
  },
  {
    id: 'increment',
    mark: 'rec',
    fact: 'an increment holds what changed since, own writes and deletions too, each once',
    async run(ctx) {
      const [kept, gone] = [ctx.id(), ctx.id()];
      await ctx.ask('POST', 'events', { id: gone, ...ctx.slot(0) });
      const { token } = await readAll(ctx, 'maxResults=2500');
      await ctx.ask('POST', 'events', { id: kept, ...ctx.slot(1) });
      await ctx.ask('PATCH', `events/${kept}`, { summary: 'Twice' });
      await ctx.ask('DELETE', `events/${gone}`);
      const { items, token: next } = await readAll(ctx, `syncToken=${encodeURIComponent(token)}`);
      equal(ids(items).sort(), [kept, gone].sort());
      equal(items.find((i) => i.id === gone)?.status, 'cancelled');
      equal((await readAll(ctx, `syncToken=${encodeURIComponent(next)}`)).items, [], 'the next increment');
    },
  },
  {
    id: 'token-rules',
    mark: 'doc',
    fact: 'a sync token with timeMin, timeMax, updatedMin, q, orderBy, iCalUID, extended properties or showDeleted=false is 400',
    async run(ctx) {
      const token = encodeURIComponent((await readAll(ctx, 'maxResults=2500')).token);
      const time = `${ctx.day(0)}T00:00:00Z`;
      for (const more of [
        `timeMin=${time}`,
        `timeMax=${time}`,
        `updatedMin=${time}`,
        'q=x',
        'orderBy=updated',
        'iCalUID=x',
        'privateExtendedProperty=a%3Db',
        'sharedExtendedProperty=a%3Db',
        'showDeleted=false',
      ]) {
        equal((await ctx.ask('GET', `events?syncToken=${token}&${more}`)).status, 400, more);
      }
    },
  },
  {
    id: 'token-parameters',
    mark: 'assumption',
    fact: 'a sync token with singleEvents other than at first is 400 (the documents say: undefined)',
    async run(ctx) {
      const token = encodeURIComponent((await readAll(ctx, 'maxResults=2500')).token);
      equal((await ctx.ask('GET', `events?syncToken=${token}&singleEvents=true`)).status, 400);
    },
  },
  {
    id: 'token-garbled',
    mark: 'assumption',
    fact: 'a sync token that never was is 400 or 410',
    async run(ctx) {
      const { status } = await ctx.ask('GET', 'events?syncToken=garbled');
      must(status === 400 || status === 410, `status ${status}`);
    },
  },
  {
    id: 'deleted-hidden',
    mark: 'doc',
    fact: 'deleted events are listed with showDeleted=true only',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      await ctx.ask('DELETE', `events/${id}`);
      must(!ids((await readAll(ctx, 'maxResults=2500')).items).includes(id), 'shown');
      must(ids((await readAll(ctx, 'maxResults=2500&showDeleted=true')).items).includes(id), 'not shown');
    },
  },
  {
    id: 'span',
    mark: 'type',
    fact: 'timeMin filters on the end, timeMax on the start, both exclusive',
    async run(ctx) {
      const id = ctx.id();
      const { body } = await ctx.ask('POST', 'events', { id, ...ctx.slot(3) });
      const [start, end] = [body.start.dateTime, body.end.dateTime].map((t) =>
        encodeURIComponent(new Date(t).toISOString()),
      );
      const has = async (query: string) =>
        ids((await readAll(ctx, `maxResults=2500&${query}`)).items).includes(id);
      equal(
        [
          await has(`timeMin=${start}`),
          await has(`timeMin=${end}`),
          await has(`timeMax=${end}`),
          await has(`timeMax=${start}`),
        ],
        [true, false, true, false],
      );
      equal((await ctx.ask('GET', `events?timeMin=${ctx.day(3)}`)).status, 400, 'a time without offset');
    },
  },
  {
    id: 'by-property',
    mark: 'doc',
    fact: 'privateExtendedProperty=name=value finds events by it',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, extendedProperties: { private: { check: id } }, ...ctx.slot(0) });
      await ctx.ask('POST', 'events', {
        id: ctx.id(),
        extendedProperties: { private: { check: 'other' } },
        ...ctx.slot(0),
      });
      equal(ids((await readAll(ctx, `privateExtendedProperty=${encodeURIComponent(`check=${id}`)}`)).items), [
        id,
      ]);
    },
  },
  {
    id: 'page-size',
    mark: 'doc',
    fact: 'pages hold at most maxResults, and all pages together everything once',
    async run(ctx) {
      const made = [ctx.id(), ctx.id(), ctx.id()];
      for (const id of made) await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      const first = await ctx.ask('GET', 'events?maxResults=2');
      must((first.body.items as Body[]).length <= 2, 'page too long');
      const all = ids((await readAll(ctx, 'maxResults=2')).items);
      equal(all.length, new Set(all).size, 'doubles');
      for (const id of made) must(all.includes(id), `${id} is missing`);
    },
  },
  {
    id: 'calendar',
    mark: 'type',
    fact: 'calendars.get answers id, summary and timeZone; an unknown calendar is 404',
    async run(ctx) {
      const { body } = await ctx.ask('GET', `calendars/${encodeURIComponent(ctx.calendarId)}`);
      equal([body.kind, body.id, body.timeZone], ['calendar#calendar', ctx.calendarId, ctx.zone]);
      refused(await ctx.ask('GET', 'calendars/nobody%40group.calendar.google.com'), 404, 'notFound');
    },
  },
  {
    id: 'no-token',
    mark: 'doc',
    fact: 'a wrong access token is 401 authError',
    async run(ctx) {
      refused(
        await ctx.ask('GET', 'events', undefined, { authorization: 'Bearer nonsense' }),
        401,
        'authError',
      );
    },
  },
  {
    id: 'free-busy',
    mark: 'type',
    fact: 'free/busy shows opaque events, not transparent or deleted ones, and errors by calendar',
    async run(ctx) {
      const [busy, free] = [ctx.slot(5, 6), ctx.slot(5, 8)];
      const made = await ctx.ask('POST', 'events', { id: ctx.id(), ...busy });
      await ctx.ask('POST', 'events', { id: ctx.id(), transparency: 'transparent', ...free });
      const items = [{ id: ctx.calendarId }, { id: 'nobody@group.calendar.google.com' }];
      const timeMin = `${ctx.day(4)}T00:00:00Z`;
      const { body } = await ctx.ask('POST', 'freeBusy', {
        timeMin,
        timeMax: `${ctx.day(7)}T00:00:00Z`,
        items,
      });
      const spans = body.calendars[ctx.calendarId].busy as Body[];
      const instant = (json: Body) => Date.parse(json.dateTime);
      must(
        spans.some(
          (s) =>
            Date.parse(s.start) <= instant(made.body.start) && Date.parse(s.end) >= instant(made.body.end),
        ),
        'not busy',
      );
      equal(body.calendars['nobody@group.calendar.google.com'].errors[0].reason, 'notFound');
      equal(
        (await ctx.ask('POST', 'freeBusy', { timeMin, timeMax: timeMin, items })).status,
        400,
        'empty range',
      );
    },
  },
  {
    id: 'watch',
    mark: 'rec',
    needs: 'hook',
    fact: 'a channel answers api#channel, resourceUri with alt=json, expiration in ms as text, about a week ahead',
    async run(ctx) {
      const id = ctx.id();
      const { status, body } = await ctx.ask('POST', 'events/watch', {
        id,
        type: 'web_hook',
        address: ctx.hook,
        token: 'secret',
      });
      equal([status, body.kind, body.id, typeof body.expiration], [200, 'api#channel', id, 'string']);
      must(String(body.resourceUri).endsWith('?alt=json'), body.resourceUri);
      refused(
        await ctx.ask('POST', 'events/watch', { id, type: 'web_hook', address: ctx.hook }),
        400,
        'channelIdNotUnique',
      );
      equal(
        (await ctx.ask('POST', 'channels/stop', { id, resourceId: body.resourceId })).status,
        204,
        'stop',
      );
      refused(await ctx.ask('POST', 'channels/stop', { id, resourceId: body.resourceId }), 404, 'notFound');
    },
  },
  {
    id: 'watch-address',
    mark: 'doc',
    needs: 'hook',
    fact: 'a channel needs an https address',
    async run(ctx) {
      equal(
        (
          await ctx.ask('POST', 'events/watch', {
            id: ctx.id(),
            type: 'web_hook',
            address: 'http://example.com/',
          })
        ).status,
        400,
      );
    },
  },
];
