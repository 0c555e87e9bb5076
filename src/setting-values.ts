// What the text of a setting may be: one reader per kind of value. A reader refuses in words that never hold the value.
import { createPrivateKey } from 'node:crypto';
import * as z from 'zod';

/** Who is mailed by Google about a meeting that is new, moved or cancelled. */
export type Invitations = 'all' | 'external' | 'none';

/** `any`, the domains of the Notion workspace's people, or just these (lower-case). */
export type GuestDomains = 'any' | 'workspace' | readonly string[];

/** A service account's key, as far as it is used. */
export interface ServiceAccountKey {
  readonly clientEmail: string;
  /** PEM. */
  readonly privateKey: string;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const PLACEHOLDER = /change.?me|placeholder|replace.?(me|this)|your[-_ ]|example|<.*>|\.\.\./i;

/** A text that passes `read`, which answers undefined to refuse; `fault` says what is wanted. */
function text<T>(fault: string, read: (value: string) => T | undefined) {
  return z.string().transform((value, context): T => {
    const result = read(value);
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', message: fault });
    return z.NEVER;
  });
}

export const whole = (from: number, to: number) =>
  text(`is not a whole number from ${from} to ${to}`, (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= from && number <= to ? number : undefined;
  });

export const token = text('has spaces or characters that no token has', (value) =>
  /^[\x21-\x7e]+$/.test(value) ? value : undefined,
);

export const secret = z
  .string()
  .min(32, 'is shorter than 32 characters')
  .refine((value) => !PLACEHOLDER.test(value) && new Set(value).size >= 8, 'is a placeholder, not a secret');

export const wallTime = text('is not a time like 14:00', (value) =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? value : undefined,
);

/** ISO weekday of "Thu" or "thursday". */
function weekday(value: string): number | undefined {
  const name = value.trim().toLowerCase();
  const index = WEEKDAYS.findIndex((day) =>
    [day, day.slice(0, 3)].some((word) => word.toLowerCase() === name),
  );
  return index === -1 ? undefined : index + 1;
}

export const days = text('is not a list of weekdays like Mon,Tue,Wed,Thu', (value) => {
  const list = value.split(',').map(weekday);
  return list.every((day) => day !== undefined) ? [...new Set(list)].sort((a, b) => a - b) : undefined;
});

export const zone = text('is not an IANA time zone like Europe/Berlin', (value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value }); // the check itself: it throws on an unknown zone
    return /^[A-Za-z]/.test(value) ? value : undefined; // an offset such as +01:00 knows no daylight saving
  } catch {
    return undefined;
  }
});

export const oneDay = text('is not a weekday like Thu', weekday);
export const minutes = whole(5, 480);
export const share = text('is not a number from 0 to 1', (value) =>
  /^(0(\.\d+)?|1(\.0+)?)$/.test(value) ? Number(value) : undefined,
);
export const invitations = text('is not all, external or none', (value) =>
  (['all', 'external', 'none'] as const).find((word) => word === value.toLowerCase()),
);
export const email = text('is not an e-mail address', (value) => (EMAIL.test(value) ? value : undefined));
export const calendarId = text('is not a calendar id like …@group.calendar.google.com', (value) =>
  EMAIL.test(value) ? value : undefined,
);

/** `Mon,Tue` of ISO weekdays. */
export function namesOf(isoDays: readonly number[]): string {
  return isoDays.map((day) => WEEKDAYS[day - 1]?.slice(0, 3)).join(',');
}

export const pageId = text('is neither a Notion page id nor the address of a page', (value) => {
  const path = value.split(/[?#]/)[0]?.replace(/\/+$/, '') ?? '';
  const id =
    /(?:^|[^0-9a-f])([0-9a-f]{32})$/i.exec(path)?.[1] ??
    /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(path)?.[0];
  return id
    ?.replaceAll('-', '')
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
});

/** On this very machine, where the local stack runs, http will do. */
export const publicUrl = text('is not an https address like https://sync.example.org', (value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isHere = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || !(url.protocol === 'https:' || isHere) || url.username || url.search || url.hash)
    return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
});

const LONGEST_NAME = 80;

export const names = text(`is not a list of names of at most ${LONGEST_NAME} characters`, (value) => {
  const list = value
    .split(',')
    .map((name) => name.replace(/\s+/g, ' ').trim())
    .filter((name) => name !== '');
  return list.length > 0 && list.every((name) => name.length <= LONGEST_NAME)
    ? [...new Set(list)]
    : undefined;
});

export const domains = text(
  'is not a list of domains like example.org,example.com (or *)',
  (value): GuestDomains | undefined => {
    const list = value.split(',').map((domain) => domain.trim().replace(/^@/, '').toLowerCase());
    if (list.includes('*')) return 'any';
    return list.every((domain) => DOMAIN.test(domain)) ? [...new Set(list)] : undefined;
  },
);

export const serviceAccountKey = text(
  'is not the JSON key of a service account with a client_email and a private_key',
  (value) => {
    try {
      const key: unknown = JSON.parse(value);
      const { client_email, private_key } = z
        .object({ client_email: z.string().regex(EMAIL), private_key: z.string() })
        .parse(key);
      const privateKey = private_key.replaceAll('\\n', '\n'); // escaped twice on its way through a shell
      createPrivateKey(privateKey); // the check itself: it throws on what is no key
      return { clientEmail: client_email, privateKey };
    } catch {
      return undefined;
    }
  },
);
