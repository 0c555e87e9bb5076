// The settings of the Worker on the local stack: secrets made here once and kept, and what the twins say.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadJson, saveJson } from './persist.ts';
import { HOME_TEAM } from './seed.ts';
import { type LocalTwins, OWNER } from './twins.ts';

export interface LocalSecrets {
  readonly adminSecret: string;
  readonly webhookSecret: string;
  /** Whether the sample workspace was filled in. */
  readonly seeded: boolean;
}

const FILE = 'secrets.json';

export function readSecrets(folder: string): LocalSecrets {
  const saved = loadJson(join(folder, FILE)) as Partial<LocalSecrets> | undefined;
  return {
    adminSecret: saved?.adminSecret ?? randomBytes(32).toString('base64url'),
    webhookSecret: saved?.webhookSecret ?? randomBytes(32).toString('base64url'),
    seeded: saved?.seeded ?? false,
  };
}

export function saveSecrets(folder: string, secrets: LocalSecrets): void {
  saveJson(join(folder, FILE), secrets);
}

/** By the names that src/settings.ts reads; `url` is where the Worker listens. */
export function localBindings(
  secrets: LocalSecrets,
  twins: LocalTwins,
  notionWebhookToken: string,
  url: string,
): Record<string, string> {
  return {
    NOTION_TOKEN: twins.notion.token,
    NOTION_PARENT_PAGE: twins.notion.parentPage,
    NOTION_WEBHOOK_TOKEN: notionWebhookToken,
    GOOGLE_SERVICE_ACCOUNT_KEY: JSON.stringify(twins.google.serviceAccountKey),
    GOOGLE_SUBJECT: OWNER,
    GOOGLE_CALENDAR_ID: twins.google.calendarId,
    ADMIN_SECRET: secrets.adminSecret,
    WEBHOOK_SECRET: secrets.webhookSecret,
    PUBLIC_URL: url,
    HOME_TEAM: HOME_TEAM.join(','),
    TIME_ZONE: 'Europe/Berlin',
    // The local Notion is a Business workspace.
    NOTION_RATE: '600',
    // The sample workspace mails nearly a hundred people when it is filled in; who tries it out next is not to be held for that.
    GUARD_MAILS: '500',
  };
}
