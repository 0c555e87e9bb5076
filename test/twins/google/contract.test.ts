/**
 * Every answer of the twin has the shape that Google's discovery document gives it: no unknown names, right types and
 * formats. Runs only where the document is.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../twins/google/routes.ts';
import { asker, openTwin, ownerToken, retro, retros, slot } from './drive.ts';

const FILE = fileURLToPath(
  new URL('../../../../shared/contracts/google-calendar-v3.discovery.json', import.meta.url).href,
);
const here = existsSync(FILE);

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
}
interface Method {
  httpMethod: string;
  path: string;
  response?: Schema;
}
interface Discovery {
  schemas: Record<string, Schema>;
  resources: Record<string, { methods: Record<string, Method> }>;
}

const FORMATS: Record<string, RegExp> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  int64: /^\d+$/,
};

/** What is wrong with a value, as paths with words. */
function faults(value: unknown, schema: Schema, all: Discovery['schemas'], path = ''): string[] {
  const own = schema.$ref ? (all[schema.$ref] ?? {}) : schema;
  if (own.type === 'array') {
    if (!Array.isArray(value)) return [`${path}: not a list`];
    return value.flatMap((one, i) => faults(one, own.items ?? {}, all, `${path}[${i}]`));
  }
  if (own.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [`${path}: not an object`];
    return Object.entries(value).flatMap(([key, one]) => {
      const inner = own.properties?.[key] ?? own.additionalProperties;
      return inner ? faults(one, inner, all, `${path}.${key}`) : [`${path}.${key}: unknown`];
    });
  }
  if (own.type === 'integer') return Number.isInteger(value) ? [] : [`${path}: not an integer`];
  if (own.type && own.type !== 'any' && typeof value !== own.type) return [`${path}: not a ${own.type}`];
  const format = FORMATS[own.format ?? ''];
  return format && !format.test(String(value)) ? [`${path}: not a ${own.format}: ${String(value)}`] : [];
}

describe.skipIf(!here)(
  `Google’s discovery document${here ? '' : ' (skipped: ../shared/contracts is not here)'}`,
  () => {
    const discovery: Discovery = here
      ? (JSON.parse(readFileSync(FILE, 'utf8')) as Discovery)
      : { schemas: {}, resources: {} };
    const methodOf = (operation: string): Method | undefined => {
      const [resource = '', name = ''] = operation.split('.');
      return discovery.resources[resource]?.methods[name];
    };

    it('knows every route of the twin, with its verb and path', () => {
      for (const route of ROUTES) {
        const method = methodOf(route.operation);
        const path = `/calendar/v3/${method?.path.replaceAll(/\{\w+\}/g, 'x')}`;
        expect([route.operation, method?.httpMethod, route.path.test(path)]).toEqual([
          route.operation,
          route.method,
          true,
        ]);
      }
    });

    it('describes every answer', async () => {
      const { twin } = await openTwin({ deliver: async () => new Response() });
      const seen = new Map<string, string[]>();
      const { fetch } = twin;
      const spied = {
        ...twin,
        calendarId: twin.calendarId,
        async fetch(request: Request) {
          const answer = await fetch(request);
          const operation = twin.calls.at(-1)?.operation ?? '';
          const text = await answer.clone().text();
          if (answer.ok && text) {
            const found = faults(JSON.parse(text), methodOf(operation)?.response ?? {}, discovery.schemas);
            seen.set(operation, [...(seen.get(operation) ?? []), ...found]);
          }
          return answer;
        },
      };
      const ask = asker(spied, await ownerToken(twin));
      const rich = {
        description: 'Goals',
        location: 'Room',
        colorId: '3',
        transparency: 'transparent',
        visibility: 'private',
        guestsCanModify: true,
        extendedProperties: { private: { a: 'b' } },
        reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] },
        attendees: [{ email: 'ann@example.com', optional: true, displayName: 'Ann' }],
        source: { title: 'Page', url: 'https://example.com/' },
        conferenceData: {
          createRequest: { requestId: 'r', conferenceSolutionKey: { type: 'hangoutsMeet' } },
        },
      };
      const made = await ask('POST', 'events?conferenceDataVersion=1', { ...retros, ...rich });
      expect(made.body.hangoutLink).toMatch(/^https:\/\/meet\.google\.com\//);
      const id = String(made.body.id);
      await ask('PATCH', `events/${retro(id, 2)}`, slot(15));
      await ask('DELETE', `events/${retro(id, 3)}`);
      await ask('GET', `events/${retro(id, 3)}`);
      await ask('PUT', `events/${id}`, { ...retros, ...rich });
      const single = String((await ask('POST', 'events', slot(11))).body.id);
      await ask('GET', 'events');
      await ask('GET', 'events?singleEvents=true&showDeleted=true');
      await ask('GET', `events/${id}/instances?showDeleted=true`);
      await ask('POST', 'events/import', { iCalUID: 'x@example.org', ...slot(12) });
      const channel = await ask('POST', 'events/watch', {
        id: 'c',
        type: 'web_hook',
        address: 'https://a.example.com/',
      });
      await ask('POST', 'channels/stop', { id: 'c', resourceId: channel.body.resourceId });
      const other = String((await ask('POST', 'calendars', { summary: 'Other', timeZone: 'UTC' })).body.id);
      await ask('POST', `events/${single}/move?destination=${encodeURIComponent(other)}`);
      for (const method of ['GET', 'PATCH', 'PUT'])
        await ask(method, `calendars/${other}`, method === 'GET' ? undefined : { summary: 'New' });
      await ask('POST', `calendars/${other}/acl`, {
        role: 'reader',
        scope: { type: 'user', value: 'ann@example.com' },
      });
      await ask('GET', `calendars/${other}/acl`);
      await ask('POST', 'users/me/calendarList', { id: other });
      await ask('PATCH', `users/me/calendarList/${other}`, { summaryOverride: 'Mine' });
      await ask('GET', `users/me/calendarList/${other}`);
      await ask('GET', 'users/me/calendarList');
      const items = [{ id: twin.calendarId }, { id: 'nobody@group.calendar.google.com' }];
      await ask('POST', 'freeBusy', {
        timeMin: '2027-01-01T00:00:00Z',
        timeMax: '2027-02-01T00:00:00Z',
        items,
      });
      await ask('GET', 'users/me/settings');
      await ask('GET', 'users/me/settings/timezone');
      await ask('GET', 'colors');
      expect(twin.calls.filter((c) => c.status >= 400)).toEqual([]);
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries([...seen.keys()].map((k) => [k, []])));
      expect(seen.size).toBeGreaterThan(20);
    });
  },
);
