import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { DEFAULT_PLAYBOOK } from '../src/playbook/settings.ts';
import { readSettings, SETTINGS } from '../src/settings.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const PAGE = '1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b';

function environment(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    NOTION_TOKEN: 'ntn_123456',
    NOTION_PARENT_PAGE: PAGE,
    GOOGLE_SERVICE_ACCOUNT_KEY: keyOf(pem),
    GOOGLE_CALENDAR_ID: 'c_12@group.calendar.google.com',
    ADMIN_SECRET: 'f1d2d2f924e986ac86fdf7b36c94bcdf32beec15',
    WEBHOOK_SECRET: 'e242ed3bffccdf271b7fbaf34ed72d089537b42f',
    WORKSPACE: { idFromName: () => 'a binding, not a setting' },
    ...over,
  };
}

function keyOf(private_key: string): string {
  return JSON.stringify({
    type: 'service_account',
    client_email: 'sync@p.iam.gserviceaccount.com',
    private_key,
  });
}

function settingsOf(over: Record<string, unknown> = {}) {
  const read = readSettings(environment(over));
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.settings;
}

function faultsOf(over: Record<string, unknown>): Record<string, string> {
  const read = readSettings(environment(over));
  return read.ok ? {} : Object.fromEntries(read.faults.map(({ name, fault }) => [name, fault]));
}

test('with the required settings alone everything else has its default', () => {
  expect(settingsOf()).toEqual({
    playbook: DEFAULT_PLAYBOOK,
    notion: { token: 'ntn_123456', parentPage: PAGE, webhookToken: null, rate: 180 },
    google: {
      signIn: {
        as: 'service account',
        key: { clientEmail: 'sync@p.iam.gserviceaccount.com', privateKey: pem },
        subject: null,
      },
      calendarId: 'c_12@group.calendar.google.com',
      rate: 600,
    },
    adminSecret: 'f1d2d2f924e986ac86fdf7b36c94bcdf32beec15',
    webhookSecret: 'e242ed3bffccdf271b7fbaf34ed72d089537b42f',
    publicUrl: null,
    callBudget: 45,
    guardCancellations: 3,
    guardMails: 100,
    homeTeam: [],
    invitations: 'all',
    guestDomains: 'workspace',
    settleSeconds: 60,
  });
});

test('an empty environment is refused with every missing setting by name', () => {
  const read = readSettings({});
  expect(read.ok ? [] : read.faults).toEqual(
    [
      'NOTION_TOKEN',
      'NOTION_PARENT_PAGE',
      'GOOGLE_CALENDAR_ID',
      'ADMIN_SECRET',
      'WEBHOOK_SECRET',
      'GOOGLE_SERVICE_ACCOUNT_KEY',
    ].map((name) => ({ name, fault: expect.stringMatching(/^is missing/) })),
  );
});

test('blank counts as missing, and as the default', () => {
  expect(faultsOf({ NOTION_TOKEN: '  ' })).toEqual({ NOTION_TOKEN: 'is missing' });
  expect(settingsOf({ WEEKS: ' ', GUEST_DOMAINS: '', GOOGLE_SUBJECT: '' }).playbook.weeks).toBe(10);
});

test('every kind of fault is said at once, and never with the value', () => {
  const wrong = {
    NOTION_TOKEN: 'se cret-1',
    NOTION_PARENT_PAGE: 'secret-2',
    NOTION_RATE: '0',
    GOOGLE_SERVICE_ACCOUNT_KEY: '{"client_email":"secret-3@x.io","private_key":"secret-4"}',
    GOOGLE_SUBJECT: 'secret-5',
    GOOGLE_CALENDAR_ID: 'primary',
    ADMIN_SECRET: 'secret-6',
    WEBHOOK_SECRET: 'change-me-secret-7-aaaaaaaaaaaaaaaaaaaa',
    PUBLIC_URL: 'http://secret-8.example.org',
    CALL_BUDGET: '-1',
    INVITATIONS: 'secret-9',
    GUEST_DOMAINS: 'x.io,secret-10',
    SETTLE_SECONDS: '1.5',
    TIME_ZONE: 'Secret/Eleven',
    WEEKS: 'ten',
    MEETING_DAYS: 'Mon,Secretday',
    RETRO_DAY: 'Mon,Tue',
    RETRO_TIME: '24:00',
    KICKOFF_MINUTES: '0',
    GOAL_LINE: '75',
  };
  const faults = faultsOf(wrong);
  expect(Object.keys(faults).sort()).toEqual(Object.keys(wrong).sort());
  expect(JSON.stringify(Object.values(faults))).not.toMatch(/secret-\d|eleven|primary|24:00/i);
});

test('the playbook is set by name', () => {
  const { playbook } = settingsOf({
    TIME_ZONE: 'Europe/Berlin',
    WEEKS: 8,
    MAX_WEEKS: '8',
    MEETING_DAYS: 'thu, Tuesday,tue',
    RETRO_DAY: 'wed',
    RETRO_TIME: '09:15',
    GOAL_LINE: '0.6',
  });
  expect(playbook).toEqual({
    ...DEFAULT_PLAYBOOK,
    timeZone: 'Europe/Berlin',
    weeks: 8,
    maxWeeks: 8,
    meetingDays: [2, 4],
    retroDay: 3,
    retroTime: '09:15',
    goalLine: 0.6,
  });
});

test('the longest engagement is not shorter than the usual one', () => {
  expect(faultsOf({ WEEKS: '14' })).toEqual({ MAX_WEEKS: 'is less than WEEKS' });
});

test('a time zone is a place, not an offset', () => {
  expect(faultsOf({ TIME_ZONE: '+01:00' })).toHaveProperty('TIME_ZONE');
});

test('the parent page is an id or an address', () => {
  const bare = PAGE.replaceAll('-', '');
  for (const page of [
    bare.toUpperCase(),
    `https://www.notion.so/team/Cafe-Face-${bare}?pvs=4`,
    `https://www.notion.so/${bare}#block`,
    `https://team.notion.site/${PAGE}/`,
    ` ${PAGE} `,
  ]) {
    expect(settingsOf({ NOTION_PARENT_PAGE: page }).notion.parentPage).toBe(PAGE);
  }
  expect(faultsOf({ NOTION_PARENT_PAGE: `${bare}0` })).toHaveProperty('NOTION_PARENT_PAGE');
});

test('a key whose line breaks were escaped twice is read', () => {
  const escaped = pem.replaceAll('\n', '\\n');
  expect(settingsOf({ GOOGLE_SERVICE_ACCOUNT_KEY: keyOf(escaped) }).google.signIn).toMatchObject({
    key: { privateKey: pem },
  });
});

const OAUTH = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'hush', GOOGLE_REFRESH_TOKEN: '1//refresh' };

test('[C30] a user who signs in takes the place of the service account', () => {
  expect(settingsOf({ ...OAUTH, GOOGLE_SERVICE_ACCOUNT_KEY: '' }).google.signIn).toEqual({
    as: 'user',
    clientId: 'id',
    clientSecret: 'hush',
    refreshToken: '1//refresh',
  });
});

test('[C30] both ways to sign in, neither, or a part of one are faults that name what is wrong', () => {
  expect(Object.keys(faultsOf(OAUTH))).toEqual(Object.keys(OAUTH));
  expect(faultsOf({ GOOGLE_CLIENT_ID: 'id' })).toEqual({
    GOOGLE_CLIENT_ID: 'is set beside GOOGLE_SERVICE_ACCOUNT_KEY: keep one way to sign in',
  });
  expect(faultsOf({ GOOGLE_SERVICE_ACCOUNT_KEY: '' })).toEqual({
    GOOGLE_SERVICE_ACCOUNT_KEY: expect.stringContaining('GOOGLE_REFRESH_TOKEN'),
  });
  const part = { ...OAUTH, GOOGLE_SERVICE_ACCOUNT_KEY: '', GOOGLE_REFRESH_TOKEN: ' ' };
  expect(faultsOf(part)).toEqual({
    GOOGLE_REFRESH_TOKEN: 'is missing beside GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET',
  });
  expect(faultsOf({ ...part, GOOGLE_CLIENT_SECRET: '' })).toEqual({
    GOOGLE_CLIENT_SECRET: 'is missing beside GOOGLE_CLIENT_ID',
    GOOGLE_REFRESH_TOKEN: 'is missing beside GOOGLE_CLIENT_ID',
  });
  expect(
    Object.keys(faultsOf({ ...OAUTH, GOOGLE_SERVICE_ACCOUNT_KEY: '', GOOGLE_SUBJECT: 'a@example.com' })),
  ).toEqual(['GOOGLE_SUBJECT']);
});

test('the two secrets are long, different and no placeholders', () => {
  const same = 'f1d2d2f924e986ac86fdf7b36c94bcdf32beec15';
  expect(faultsOf({ WEBHOOK_SECRET: same })).toEqual({ WEBHOOK_SECRET: 'is the same as ADMIN_SECRET' });
  expect(faultsOf({ ADMIN_SECRET: same.slice(0, 31) })).toEqual({
    ADMIN_SECRET: 'is shorter than 32 characters',
  });
  for (const placeholder of ['a'.repeat(40), 'your-admin-secret-of-32-characters', `<${same}>`]) {
    expect(faultsOf({ ADMIN_SECRET: placeholder })).toEqual({
      ADMIN_SECRET: 'is a placeholder, not a secret',
    });
  }
});

test('guest domains are a list, any, or those of the workspace', () => {
  expect(settingsOf({ GUEST_DOMAINS: 'Example.org, @x.io' }).guestDomains).toEqual(['example.org', 'x.io']);
  expect(settingsOf({ GUEST_DOMAINS: '*' }).guestDomains).toBe('any');
});

test('the public address loses the slash at its end', () => {
  expect(settingsOf({ PUBLIC_URL: 'https://sync.example.org/' }).publicUrl).toBe('https://sync.example.org');
});

test('the public address is https, but on this very machine', () => {
  expect(settingsOf({ PUBLIC_URL: 'http://localhost:8787' }).publicUrl).toBe('http://localhost:8787');
  for (const PUBLIC_URL of ['http://sync.example.org', 'http://localhost.example.org', 'ftp://localhost'])
    expect(faultsOf({ PUBLIC_URL })).toEqual({ PUBLIC_URL: expect.stringContaining('https') });
});

test('the home team is a list of names, each once', () => {
  expect(settingsOf({ HOME_TEAM: ' Ada  Marlow, Hugo Stern,,Ada Marlow' }).homeTeam).toEqual([
    'Ada Marlow',
    'Hugo Stern',
  ]);
  expect(Object.keys(faultsOf({ HOME_TEAM: `Ada,${'x'.repeat(81)}` }))).toEqual(['HOME_TEAM']);
  expect(faultsOf({ PUBLIC_URL: 'https://u:p@sync.example.org' })).toHaveProperty('PUBLIC_URL');
});

test('a setting that is no text is refused', () => {
  expect(faultsOf({ PUBLIC_URL: { url: 'https://x.io' } })).toEqual({ PUBLIC_URL: 'is not text' });
});

test('every setting is described, and every default passes its own check', () => {
  for (const { name, about, fallback } of SETTINGS) {
    expect(about.length).toBeGreaterThan(5);
    if (fallback !== null) expect(readSettings(environment({ [name]: fallback })).ok).toBe(true);
  }
  expect(SETTINGS.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    'NOTION_TOKEN',
    'NOTION_WEBHOOK_TOKEN',
    'GOOGLE_SERVICE_ACCOUNT_KEY',
    'GOOGLE_CLIENT_SECRET',
    'GOOGLE_REFRESH_TOKEN',
    'ADMIN_SECRET',
    'WEBHOOK_SECRET',
  ]);
});
