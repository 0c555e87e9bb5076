// The settings of a Worker between the two twins, for tests, the simulation and the bench.
import { readSettings, type Settings } from '../../src/settings.ts';
import type { GoogleTwin } from '../../twins/google/index.ts';
import type { NotionTwin } from '../../twins/notion/index.ts';

/** The account for which the Worker acts, and whose calendar the Google twin has. */
export const OWNER = 'owner@example.com';

/** What every such Worker is given; how it signs in to Google is added. The secrets are made up. */
export const environmentOf = (notion: NotionTwin, google: GoogleTwin): Record<string, string> => ({
  NOTION_TOKEN: notion.token,
  NOTION_PARENT_PAGE: notion.parentPage,
  GOOGLE_CALENDAR_ID: google.calendarId,
  ADMIN_SECRET: 'kf83hs0Qp2mZx7RtYb5nVw1LcJd9GaEu4TiO',
  WEBHOOK_SECRET: 'Zq7Lw2Xn5Vb8Mc1Ks4Jh9Gf3Dp6Ro0Ti2YuE',
  TIME_ZONE: 'Europe/Berlin',
});

/** Signs in as a service account that acts for the owner. */
export const accountSignIn = (google: GoogleTwin): Record<string, string> => ({
  GOOGLE_SERVICE_ACCOUNT_KEY: JSON.stringify(google.serviceAccountKey),
  GOOGLE_SUBJECT: OWNER,
});

/** The settings of an environment. Throws on faulty ones: a mistake of the test. */
export function settingsIn(environment: Readonly<Record<string, string>>): Settings {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.settings;
}
