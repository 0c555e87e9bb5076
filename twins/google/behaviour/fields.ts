/** Checks of what a write does to an event's fields: merging, limits, reminders, guests. */
import { type Check, equal, refused } from './check.ts';

export const FIELDS: Check[] = [
  {
    id: 'sequence',
    mark: 'rec',
    fact: 'sequence grows with a change of time, not with a change of words',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      equal((await ctx.ask('PATCH', `events/${id}`, { summary: 'Words' })).body.sequence, 0, 'after words');
      equal((await ctx.ask('PATCH', `events/${id}`, ctx.slot(1))).body.sequence, 1, 'after a move');
    },
  },
  {
    id: 'patch-merges',
    mark: 'doc',
    fact: 'PATCH leaves what it does not name, null deletes, extended properties merge by key',
    async run(ctx) {
      const id = ctx.id();
      const extendedProperties = { private: { a: '1', b: '2' }, shared: { s: '3' } };
      await ctx.ask('POST', 'events', {
        id,
        summary: 'Keep',
        location: 'Here',
        extendedProperties,
        ...ctx.slot(0),
      });
      const patch = { location: null, extendedProperties: { private: { a: null, c: '4' } } };
      const { body } = await ctx.ask('PATCH', `events/${id}`, patch);
      equal([body.summary, body.location ?? null], ['Keep', null]);
      equal(body.extendedProperties, { private: { b: '2', c: '4' }, shared: { s: '3' } });
    },
  },
  {
    id: 'put-drops',
    mark: 'doc',
    fact: 'PUT drops what it leaves out',
    async run(ctx) {
      const id = ctx.id();
      await ctx.ask('POST', 'events', {
        id,
        summary: 'Gone',
        extendedProperties: { private: { a: '1' } },
        ...ctx.slot(0),
      });
      const { body } = await ctx.ask('PUT', `events/${id}`, ctx.slot(0));
      equal([body.summary ?? null, body.extendedProperties ?? null], [null, null]);
    },
  },
  {
    id: 'property-limits',
    mark: 'doc',
    fact: 'extended properties: keys over 44 letters vanish, values over 1024 are cut, silently',
    async run(ctx) {
      const given = { ['k'.repeat(44)]: 'kept', ['k'.repeat(45)]: 'gone', long: 'v'.repeat(2000) };
      const { status, body } = await ctx.ask('POST', 'events', {
        id: ctx.id(),
        extendedProperties: { private: given },
        ...ctx.slot(0),
      });
      const own = body.extendedProperties.private as Record<string, string>;
      equal(
        [
          status,
          Object.keys(own)
            .map((k) => k.length)
            .sort((a, b) => a - b),
          own.long?.length,
        ],
        [200, [4, 44], 1024],
      );
    },
  },
  {
    id: 'reminder-rules',
    mark: 'doc',
    fact: 'at most five reminders, and not together with the defaults',
    async run(ctx) {
      const overrides = Array.from({ length: 6 }, (_, i) => ({ method: 'popup', minutes: i }));
      const send = (reminders: unknown) =>
        ctx.ask('POST', 'events', { id: ctx.id(), reminders, ...ctx.slot(0) });
      equal((await send({ useDefault: false, overrides })).status, 400, 'six');
      refused(
        await send({ useDefault: true, overrides: overrides.slice(0, 1) }),
        400,
        'cannotUseDefaultRemindersAndSpecifyOverride',
      );
      equal((await send({ useDefault: false, overrides: overrides.slice(0, 5) })).status, 200, 'five');
    },
  },
  {
    id: 'reminders-silent',
    mark: 'doc',
    fact: 'changing reminders does not change `updated`',
    async run(ctx) {
      const id = ctx.id();
      const first = await ctx.ask('POST', 'events', { id, ...ctx.slot(0) });
      const second = await ctx.ask('PATCH', `events/${id}`, {
        reminders: { useDefault: false, overrides: [] },
      });
      equal(second.body.updated, first.body.updated);
    },
  },
  {
    id: 'guests',
    mark: 'rec',
    needs: 'guests',
    fact: 'a new guest has not answered; PATCH replaces the whole list',
    async run(ctx) {
      const id = ctx.id();
      const other = `other-${ctx.guest}`;
      const first = await ctx.ask('POST', 'events', {
        id,
        attendees: [{ email: ctx.guest }],
        ...ctx.slot(0),
      });
      equal(first.body.attendees[0].responseStatus, 'needsAction');
      const second = await ctx.ask('PATCH', `events/${id}`, { attendees: [{ email: other }] });
      equal(
        second.body.attendees.map((a: { email: string }) => a.email),
        [other],
      );
    },
  },
  {
    id: 'guest-address',
    mark: 'doc',
    needs: 'guests',
    fact: 'a guest without a valid address is 400',
    async run(ctx) {
      equal(
        (await ctx.ask('POST', 'events', { id: ctx.id(), attendees: [{ email: 'nobody' }], ...ctx.slot(0) }))
          .status,
        400,
      );
      equal(
        (await ctx.ask('POST', 'events', { id: ctx.id(), attendees: [{ displayName: 'X' }], ...ctx.slot(0) }))
          .status,
        400,
      );
    },
  },
];
