// Settings: what the Worker's environment says → validated values, or one refusal that lists every fault.
// Nothing is called before they are right. A fault names the setting and never its value, which may be a secret.
import type * as z from 'zod';
import type { SignIn } from './google/auth.ts';
import { DEFAULT_PLAYBOOK, type PlaybookSettings } from './playbook/settings.ts';
import {
  calendarId,
  days,
  domains,
  email,
  type GuestDomains,
  type Invitations,
  invitations,
  minutes,
  names,
  namesOf,
  oneDay,
  pageId,
  publicUrl,
  secret,
  serviceAccountKey,
  share,
  token,
  wallTime,
  whole,
  zone,
} from './setting-values.ts';

export type { GuestDomains, Invitations };

export interface Settings {
  readonly playbook: PlaybookSettings;
  readonly notion: {
    readonly token: string;
    /** A UUID, lower-case, with dashes. */
    readonly parentPage: string;
    /** Null: Notion's webhook is not set up. */
    readonly webhookToken: string | null;
    /** Requests a minute. */
    readonly rate: number;
  };
  readonly google: {
    readonly signIn: SignIn;
    readonly calendarId: string;
    /** Requests a minute. */
    readonly rate: number;
  };
  readonly adminSecret: string;
  readonly webhookSecret: string;
  /** `https://…` without a slash at the end (on this very machine http will do); null: no push channel, no links to forms. */
  readonly publicUrl: string | null;
  /** Names of those who may vote on a fit check; empty: there is no voting. */
  readonly homeTeam: readonly string[];
  /** Calls in one invocation. */
  readonly callBudget: number;
  /** More engagements than this that lose a meeting within an hour need an approval. */
  readonly guardCancellations: number;
  /** More mails than this within an hour need an approval. */
  readonly guardMails: number;
  readonly invitations: Invitations;
  readonly guestDomains: GuestDomains;
  readonly settleSeconds: number;
}

export interface SettingFault {
  readonly name: string;
  /** What is wrong, to be read after the name: "is missing". */
  readonly fault: string;
}

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly faults: readonly SettingFault[] };

/** One setting: how it is read, and what it is when it is missing or blank (nothing: null). */
interface Entry<T> {
  readonly about: string;
  readonly read: z.ZodType<T, string>;
  readonly required?: true;
  readonly fallback?: string;
  readonly secret?: true;
}
type Always<T> = Entry<T> & ({ readonly required: true } | { readonly fallback: string });

const need = <T>(about: string, read: z.ZodType<T, string>) => ({ about, read, required: true }) as const;
const may = <T>(about: string, read: z.ZodType<T, string>) => ({ about, read }) as const;
const or = <T>(fallback: string | number, about: string, read: z.ZodType<T, string>) =>
  ({ about, read, fallback: String(fallback) }) as const;
const hidden = <E extends Entry<unknown>>(entry: E) => ({ ...entry, secret: true }) as E & { secret: true };

const P = DEFAULT_PLAYBOOK;
const TABLE = {
  NOTION_TOKEN: hidden(need('token of the Notion integration', token)),
  NOTION_WEBHOOK_TOKEN: hidden(may("verification token of Notion's webhook subscription", token)),
  NOTION_PARENT_PAGE: need('page under which the three databases live: its id or its address', pageId),
  NOTION_RATE: or(180, 'requests a minute to Notion (600 on Business)', whole(2, 10_000)),
  GOOGLE_SERVICE_ACCOUNT_KEY: hidden(
    may("JSON key of Google's service account: required unless a user signs in", serviceAccountKey),
  ),
  GOOGLE_SUBJECT: may(
    'user whom the service account acts for, with domain-wide delegation: without it nobody can be invited',
    email,
  ),
  GOOGLE_CLIENT_ID: may('OAuth client by which a user signs in, in place of the service account', token),
  GOOGLE_CLIENT_SECRET: hidden(may("that client's secret", token)),
  GOOGLE_REFRESH_TOKEN: hidden(may("that user's refresh token", token)),
  GOOGLE_CALENDAR_ID: need('calendar that holds the meetings, as its settings show it', calendarId),
  GOOGLE_RATE: or(600, 'requests a minute to Google', whole(1, 10_000)),
  ADMIN_SECRET: hidden(need('opens the API and the pages: 32 characters or more', secret)),
  WEBHOOK_SECRET: hidden(need('opens only the sync webhook: 32 characters or more', secret)),
  PUBLIC_URL: may(
    "the Worker's own https address; without it Google is only polled, and rows link to no vote and no survey",
    publicUrl,
  ),
  HOME_TEAM: may('who may vote on a fit check: names, comma-separated; blank: there is no voting', names),
  CALL_BUDGET: or(45, 'calls in one invocation (Workers Free allows 50)', whole(5, 10_000)),
  GUARD_CANCELLATIONS: or(
    3,
    'engagements that may lose meetings within an hour unapproved',
    whole(0, 100_000),
  ),
  GUARD_MAILS: or(100, 'mails that may be caused within an hour unapproved', whole(0, 1_000_000)),
  INVITATIONS: or('all', 'whom Google mails: all, external or none', invitations),
  GUEST_DOMAINS: may(
    "domains that may be invited, comma-separated; * is any; blank: those of the workspace's people",
    domains,
  ),
  SETTLE_SECONDS: or(60, 'seconds that an edit in Notion rests before it may mail people', whole(0, 3600)),
  TIME_ZONE: or(P.timeZone, 'IANA zone of engagements that name none', zone),
  WEEKS: or(P.weeks, 'length of an engagement whose Dates have no end', whole(1, 52)),
  MAX_WEEKS: or(P.maxWeeks, 'longest engagement that passes its check', whole(1, 104)),
  MEETING_DAYS: or(namesOf(P.meetingDays), 'weekdays on which meetings are picked', days),
  INTRO_TIME: or(P.introTime, 'start of the intro', wallTime),
  INTRO_MINUTES: or(P.introMinutes, 'its length', minutes),
  FIT_CHECK_TIME: or(P.fitCheckTime, 'start of the fit check', wallTime),
  FIT_CHECK_MINUTES: or(P.fitCheckMinutes, 'its length', minutes),
  KICKOFF_TIME: or(P.kickoffTime, 'start of the kickoff', wallTime),
  KICKOFF_MINUTES: or(P.kickoffMinutes, 'its length', minutes),
  RETRO_DAY: or(namesOf([P.retroDay]), 'weekday of the weekly retro', oneDay),
  RETRO_TIME: or(P.retroTime, 'start of the weekly retro', wallTime),
  RETRO_MINUTES: or(P.retroMinutes, 'its length', minutes),
  PROJECT_RETRO_MINUTES: or(P.projectRetroMinutes, 'length of the project retro', minutes),
  CHECK_IN_TIME: or(P.checkInTime, 'start of the check-in', wallTime),
  CHECK_IN_MINUTES: or(P.checkInMinutes, 'its length', minutes),
  CHECK_IN_MONTHS: or(P.checkInMonths, 'months from the end to the check-in', whole(1, 24)),
  FOLLOW_UP_TIME: or(P.followUpTime, 'start of a follow-up', wallTime),
  FOLLOW_UP_MINUTES: or(P.followUpMinutes, 'its length', minutes),
  FOLLOW_UP_MONTHS: or(P.followUpMonths, 'months with a follow-up, where one is ticked', whole(1, 24)),
  REST_WEEKS: or(P.restWeeks, 'weeks that an engineer rests between engagements', whole(0, 52)),
  MAX_BACK_TO_BACK: or(
    P.maxBackToBack,
    'engagements that an engineer may do without that rest',
    whole(1, 20),
  ),
  MIN_INVITED: or(P.minInvited, 'people of the host team to invite; fewer are a risk', whole(0, 100)),
  GOAL_LINE: or(P.goalLine, 'what goals aim at, 0 to 1', share),
  SURVEY_DAYS: or(
    P.surveyDays,
    "days from Dates' end during which the survey may be answered",
    whole(1, 365),
  ),
} satisfies Record<string, Entry<unknown>>;

type Values = {
  [N in keyof typeof TABLE]: (typeof TABLE)[N] extends Always<infer T>
    ? T
    : (typeof TABLE)[N] extends Entry<infer T>
      ? T | null
      : never;
};

/** A setting as the README and the command line describe it. */
export interface SettingDescription {
  readonly name: string;
  readonly about: string;
  readonly secret: boolean;
  readonly required: boolean;
  readonly fallback: string | null;
}

/** Every setting there is, in the order in which to set them. */
export const SETTINGS: readonly SettingDescription[] = Object.entries<Entry<unknown>>(TABLE).map(
  ([name, { about, secret, required, fallback }]) => ({
    name,
    about,
    secret: secret ?? false,
    required: required ?? false,
    fallback: fallback ?? null,
  }),
);

/** Reads the environment. Blank counts as missing. All faults are found at once; nothing is called. */
export function readSettings(env: Readonly<Record<string, unknown>>): ReadSettings {
  const faults: SettingFault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries<Entry<unknown>>(TABLE)) {
    const given = env[name] ?? '';
    if (!['string', 'number', 'boolean'].includes(typeof given)) {
      faults.push({ name, fault: 'is not text' });
      continue;
    }
    const value = String(given).trim() || entry.fallback;
    if (value === undefined) {
      if (entry.required) faults.push({ name, fault: 'is missing' });
      values[name] = null;
      continue;
    }
    const read = entry.read.safeParse(value);
    if (read.success) values[name] = read.data;
    else faults.push({ name, fault: read.error.issues[0]?.message ?? 'is not right' });
  }
  faults.push(...faultsBetween(env, values, new Set(faults.map(({ name }) => name))));
  // Without a fault every name has the value that its entry reads.
  return faults.length > 0 ? { ok: false, faults } : { ok: true, settings: toSettings(values as Values) };
}

/** What is wrong with settings that are right one by one. */
function faultsBetween(
  env: Readonly<Record<string, unknown>>,
  values: Record<string, unknown>,
  faulty: ReadonlySet<string>,
): SettingFault[] {
  const faults: SettingFault[] = [];
  const blank = (name: string) => String(env[name] ?? '').trim() === '';
  faults.push(...signInFaults(blank));
  if (
    !blank('ADMIN_SECRET') &&
    values.ADMIN_SECRET === values.WEBHOOK_SECRET &&
    !faulty.has('ADMIN_SECRET')
  ) {
    faults.push({ name: 'WEBHOOK_SECRET', fault: 'is the same as ADMIN_SECRET' });
  }
  if (Number(values.MAX_WEEKS) < Number(values.WEEKS)) {
    faults.push({ name: 'MAX_WEEKS', fault: 'is less than WEEKS' });
  }
  return faults;
}

const OAUTH = ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_REFRESH_TOKEN'] as const;

/** One way to sign in to Google, and all of it. */
function signInFaults(blank: (name: string) => boolean): SettingFault[] {
  const given = OAUTH.filter((name) => !blank(name));
  const missing = OAUTH.filter(blank);
  if (!blank('GOOGLE_SERVICE_ACCOUNT_KEY')) {
    const fault = 'is set beside GOOGLE_SERVICE_ACCOUNT_KEY: keep one way to sign in';
    return given.map((name) => ({ name, fault }));
  }
  if (given.length === 0) {
    const fault = `is missing (or, for a user who signs in: ${OAUTH.join(', ')})`;
    return [{ name: 'GOOGLE_SERVICE_ACCOUNT_KEY', fault }];
  }
  return [
    ...missing.map((name) => ({ name, fault: `is missing beside ${given.join(' and ')}` })),
    ...(blank('GOOGLE_SUBJECT')
      ? []
      : [
          {
            name: 'GOOGLE_SUBJECT',
            fault: 'is for a service account; a user who signs in acts for no other',
          },
        ]),
  ];
}

function toSignIn(values: Values): SignIn {
  const { GOOGLE_SERVICE_ACCOUNT_KEY: key, GOOGLE_SUBJECT: subject } = values;
  if (key !== null) return { as: 'service account', key, subject };
  const [clientId, clientSecret, refreshToken] = OAUTH.map((name) => values[name]);
  if (!clientId || !clientSecret || !refreshToken) throw new Error('A missing sign-in is a fault'); // signInFaults found it
  return { as: 'user', clientId, clientSecret, refreshToken };
}

function toSettings(values: Values): Settings {
  return {
    playbook: {
      timeZone: values.TIME_ZONE,
      weeks: values.WEEKS,
      maxWeeks: values.MAX_WEEKS,
      meetingDays: values.MEETING_DAYS,
      introTime: values.INTRO_TIME,
      introMinutes: values.INTRO_MINUTES,
      fitCheckTime: values.FIT_CHECK_TIME,
      fitCheckMinutes: values.FIT_CHECK_MINUTES,
      kickoffTime: values.KICKOFF_TIME,
      kickoffMinutes: values.KICKOFF_MINUTES,
      retroDay: values.RETRO_DAY,
      retroTime: values.RETRO_TIME,
      retroMinutes: values.RETRO_MINUTES,
      projectRetroMinutes: values.PROJECT_RETRO_MINUTES,
      checkInTime: values.CHECK_IN_TIME,
      checkInMinutes: values.CHECK_IN_MINUTES,
      checkInMonths: values.CHECK_IN_MONTHS,
      followUpTime: values.FOLLOW_UP_TIME,
      followUpMinutes: values.FOLLOW_UP_MINUTES,
      followUpMonths: values.FOLLOW_UP_MONTHS,
      restWeeks: values.REST_WEEKS,
      maxBackToBack: values.MAX_BACK_TO_BACK,
      minInvited: values.MIN_INVITED,
      goalLine: values.GOAL_LINE,
      surveyDays: values.SURVEY_DAYS,
    },
    notion: {
      token: values.NOTION_TOKEN,
      parentPage: values.NOTION_PARENT_PAGE,
      webhookToken: values.NOTION_WEBHOOK_TOKEN,
      rate: values.NOTION_RATE,
    },
    google: {
      signIn: toSignIn(values),
      calendarId: values.GOOGLE_CALENDAR_ID,
      rate: values.GOOGLE_RATE,
    },
    adminSecret: values.ADMIN_SECRET,
    webhookSecret: values.WEBHOOK_SECRET,
    publicUrl: values.PUBLIC_URL,
    homeTeam: values.HOME_TEAM ?? [],
    callBudget: values.CALL_BUDGET,
    guardCancellations: values.GUARD_CANCELLATIONS,
    guardMails: values.GUARD_MAILS,
    invitations: values.INVITATIONS,
    guestDomains: values.GUEST_DOMAINS ?? 'workspace',
    settleSeconds: values.SETTLE_SECONDS,
  };
}
