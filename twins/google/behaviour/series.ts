/** Checks of series: instance ids, exceptions, cancelled occurrences, daylight saving, what a changed master does. */
import { type Body, type Check, type Context, equal, must, readAll, refused } from './check.ts';

async function weekly(
  ctx: Context,
  more: Body = {},
): Promise<{ id: string; master: Body; instances: Body[] }> {
  const id = ctx.id();
  const made = await ctx.ask('POST', 'events', {
    id,
    summary: 'Weekly',
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'],
    ...ctx.slot(0, 14),
    ...more,
  });
  equal(made.status, 200, 'insert');
  const { body } = await ctx.ask('GET', `events/${id}/instances`);
  return { id, master: made.body, instances: body.items as Body[] };
}
const one = ({ instances }: { instances: Body[] }, n: number): Body => instances[n] ?? {};
const compact = (dateTime: string): string => new Date(dateTime).toISOString().replaceAll(/[-:]|\.\d+/g, '');

export const SERIES: Check[] = [
  {
    id: 'instances',
    mark: 'rec',
    fact: 'an occurrence is <id>_<UTC start>Z, with recurringEventId, originalStartTime and no recurrence',
    async run(ctx) {
      const made = await weekly(ctx);
      equal(made.instances.length, 4);
      const second = one(made, 1);
      equal(second.id, `${made.id}_${compact(second.start.dateTime)}`);
      equal(
        [second.recurringEventId, second.originalStartTime, second.recurrence ?? null],
        [made.id, second.start, null],
      );
      equal(second.iCalUID, made.master.iCalUID, 'iCalUID');
    },
  },
  {
    id: 'instances-all-day',
    mark: 'seen',
    fact: 'an all-day occurrence is <id>_<yyyymmdd>',
    async run(ctx) {
      const made = await weekly(ctx, { start: { date: ctx.day(0) }, end: { date: ctx.day(1) } });
      equal(
        made.instances.map((i) => i.id),
        [0, 7, 14, 21].map((n) => `${made.id}_${ctx.day(n).replaceAll('-', '')}`),
      );
    },
  },
  {
    id: 'zone-required',
    mark: 'type',
    fact: 'a recurring event without timeZone is 400',
    async run(ctx) {
      const times = {
        start: { dateTime: `${ctx.day(0)}T09:00:00Z` },
        end: { dateTime: `${ctx.day(0)}T10:00:00Z` },
      };
      equal(
        (
          await ctx.ask('POST', 'events', {
            id: ctx.id(),
            recurrence: ['RRULE:FREQ=DAILY;COUNT=2'],
            ...times,
          })
        ).status,
        400,
      );
    },
  },
  {
    id: 'bad-rule',
    mark: 'doc',
    fact: 'DTSTART lines, COUNT together with UNTIL, and nonsense are 400',
    async run(ctx) {
      for (const rule of [
        'DTSTART:20270101T000000Z',
        'RRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20270301T000000Z',
        'RRULE:FREQ=SOMETIMES',
      ]) {
        equal(
          (await ctx.ask('POST', 'events', { id: ctx.id(), recurrence: [rule], ...ctx.slot(0) })).status,
          400,
          rule,
        );
      }
    },
  },
  {
    id: 'daylight-saving',
    mark: 'seen',
    fact: 'a weekly series keeps its local time over daylight saving',
    async run(ctx) {
      const times = {
        start: { dateTime: '2027-03-25T14:00:00', timeZone: 'Europe/Berlin' },
        end: { dateTime: '2027-03-25T14:30:00', timeZone: 'Europe/Berlin' },
      };
      const made = await weekly(ctx, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'], ...times });
      equal(
        made.instances.map((i) => compact(i.start.dateTime)),
        ['20270325T130000Z', '20270401T120000Z'],
      );
    },
  },
  {
    id: 'moved',
    mark: 'rec',
    fact: 'a moved occurrence keeps id and originalStartTime and is listed beside its master',
    async run(ctx) {
      const made = await weekly(ctx);
      const second = one(made, 1);
      const moved = await ctx.ask('PATCH', `events/${second.id}`, ctx.slot(9));
      equal(
        [moved.status, moved.body.id, moved.body.originalStartTime],
        [200, second.id, second.originalStartTime],
      );
      const { items } = await readAll(ctx, `iCalUID=${encodeURIComponent(made.master.iCalUID)}`);
      equal(items.map((i) => i.id).sort(), [made.id, second.id]);
    },
  },
  {
    id: 'moved-touches-master',
    mark: 'rec',
    fact: 'a change of one occurrence gives the whole series a new etag: master and exceptions share it',
    async run(ctx) {
      const made = await weekly(ctx);
      await ctx.ask('PATCH', `events/${one(made, 1).id}`, { summary: 'Other' });
      const master = await ctx.ask('GET', `events/${made.id}`);
      const exception = await ctx.ask('GET', `events/${one(made, 1).id}`);
      must(master.body.etag !== made.master.etag, 'the master kept its etag');
      equal(master.body.etag, exception.body.etag);
    },
  },
  {
    id: 'cancelled',
    mark: 'rec',
    fact: 'a deleted occurrence leaves instances, and is listed as {kind, etag, id, status, recurringEventId, originalStartTime} even without showDeleted',
    async run(ctx) {
      const made = await weekly(ctx);
      const second = one(made, 1);
      equal((await ctx.ask('DELETE', `events/${second.id}`)).status, 204);
      const left = await ctx.ask('GET', `events/${made.id}/instances`);
      equal((left.body.items as Body[]).length, 3, 'instances');
      const { items } = await readAll(ctx, 'maxResults=2500');
      const listed = items.find((i) => i.id === second.id) ?? {};
      equal(Object.keys(listed).sort(), [
        'etag',
        'id',
        'kind',
        'originalStartTime',
        'recurringEventId',
        'status',
      ]);
      refused(await ctx.ask('DELETE', `events/${second.id}`), 410, 'deleted');
    },
  },
  {
    id: 'cancelled-back',
    mark: 'assumption',
    fact: 'a deleted occurrence comes back by PATCH with status confirmed',
    async run(ctx) {
      const made = await weekly(ctx);
      const second = one(made, 1);
      await ctx.ask('DELETE', `events/${second.id}`);
      const back = await ctx.ask('PATCH', `events/${second.id}`, { status: 'confirmed' });
      equal([back.status, back.body.start], [200, second.start]);
    },
  },
  {
    id: 'not-an-occurrence',
    mark: 'assumption',
    fact: 'an instance id that the rule does not produce is 404',
    async run(ctx) {
      const made = await weekly(ctx);
      refused(await ctx.ask('GET', `events/${made.id}_20270101T010203Z`), 404, 'notFound');
    },
  },
  {
    id: 'instances-of-instance',
    mark: 'seen',
    fact: 'instances of an occurrence is 200, not an error',
    async run(ctx) {
      const made = await weekly(ctx);
      equal((await ctx.ask('GET', `events/${one(made, 0).id}/instances`)).status, 200);
    },
  },
  {
    id: 'trim',
    mark: 'seen',
    fact: 'an UNTIL takes the occurrences behind it away, but not exceptions made before',
    async run(ctx) {
      const made = await weekly(ctx);
      await ctx.ask('PATCH', `events/${one(made, 3).id}`, { summary: 'Exception' });
      const until = compact(one(made, 1).start.dateTime);
      const { body } = await ctx.ask('PATCH', `events/${made.id}`, {
        recurrence: [`RRULE:FREQ=WEEKLY;UNTIL=${until}`],
      });
      equal(body.sequence, made.master.sequence, 'sequence');
      const left = await ctx.ask('GET', `events/${made.id}/instances`);
      equal(
        (left.body.items as Body[]).map((i) => i.id),
        [0, 1, 3].map((n) => one(made, n).id),
      );
    },
  },
  {
    id: 'delete-series',
    mark: 'rec',
    fact: 'a deleted series is one bare tombstone: {kind, etag, id, status}',
    async run(ctx) {
      const made = await weekly(ctx);
      const { token } = await readAll(ctx, 'maxResults=2500');
      await ctx.ask('DELETE', `events/${made.id}`);
      const { items } = await readAll(ctx, `syncToken=${encodeURIComponent(token)}`);
      equal(
        items.map((i) => [i.id, Object.keys(i).sort()]),
        [[made.id, ['etag', 'id', 'kind', 'status']]],
      );
    },
  },
  {
    id: 'single-events',
    mark: 'doc',
    fact: 'singleEvents=true lists occurrences by start, and no masters',
    async run(ctx) {
      const made = await weekly(ctx);
      const span = `timeMin=${ctx.day(0)}T00:00:00Z&timeMax=${ctx.day(40)}T00:00:00Z`;
      const { items } = await readAll(ctx, `singleEvents=true&orderBy=startTime&maxResults=2500&${span}`);
      equal(
        items.filter((i) => i.iCalUID === made.master.iCalUID).map((i) => i.id),
        made.instances.map((i) => i.id),
      );
      equal((await ctx.ask('GET', 'events?orderBy=startTime')).status, 400, 'without singleEvents');
    },
  },
];
