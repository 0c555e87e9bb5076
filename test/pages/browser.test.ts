// A person at a browser, on both sides of the real local stack. Needs Chromium; CI installs it.
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayWords, mondayOf } from '../../twins/pages/times.ts';
import { browserPath, type FilledStack, startFilledStack } from './stack.ts';

const executablePath = browserPath();
const SKIPPED = executablePath ? '' : ' (skipped: no browser here; apt-get install chromium)';
const MINUTE = 60_000;
const ARGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'];
/** The one of the sample that is being planned: all its meetings lie ahead. */
const NAME = 'Search that understands';

describe.skipIf(executablePath === undefined)(
  `the local stack in a browser${SKIPPED}`,
  { timeout: MINUTE },
  () => {
    let filled: FilledStack;
    let browser: Browser;
    let page: Page;
    const faults: string[] = [];

    beforeAll(async () => {
      filled = await startFilledStack();
      browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ARGS });
      page = await browser.newPage({ baseURL: filled.stack.deskUrl, timezoneId: 'America/Los_Angeles' });
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
    }, 3 * MINUTE);
    afterAll(async () => {
      await browser?.close();
      await filled?.stop();
    });
    beforeEach(() => {
      faults.length = 0;
    });

    const openEngagement = async (): Promise<void> => {
      await page.goto('/notion');
      await page.getByRole('link', { name: NAME, exact: true }).click();
    };
    const field = (label: string): Locator => page.getByLabel(label, { exact: true });
    const notice = (): Locator => page.getByRole('status');
    const syncNow = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Sync now' }).click();
      await notice().getByText('Synced').waitFor();
    };
    const showMonth = (day: string) => page.goto(`/calendar?view=month&day=${day}`);
    /** The meetings of a day in the month. */
    const meetings = (day: string, title: string): Locator =>
      page.getByRole('list', { name: dayWords(day), exact: true }).getByRole('link', { name: title });
    const drag = async (what: Locator, to: Locator): Promise<void> => {
      const box = (await to.boundingBox())!;
      // The foot of a day is free of bars and meetings.
      await what.dragTo(to, { targetPosition: { x: box.width / 2, y: box.height - 5 }, force: true });
    };
    /** First day of the engagement, a Monday, as its page shows it. */
    const firstDay = async (): Promise<string> => mondayOf(await field('Dates: first day').inputValue());

    test('Dates changed in Notion move the span, the kickoff and the retros in Calendar', async () => {
      await openEngagement();
      const before = await firstDay();
      const monday = addDays(before, 7);
      const last = addDays(await field('Dates: last day').inputValue(), 7);
      await field('Dates: first day').fill(monday);
      await field('Dates: last day').fill(last);
      await page.getByRole('button', { name: 'Save' }).click();
      await notice().getByText('Saved: Dates.').waitFor();
      await syncNow();

      await showMonth(monday);
      await meetings(monday, `Kickoff: ${NAME}`).waitFor();
      await meetings(addDays(monday, 3), `Weekly retro: ${NAME}`).waitFor();
      expect(await meetings(before, `Kickoff: ${NAME}`).count()).toBe(0);
      const span = page.getByRole('region', { name: `Week of ${dayWords(monday)}` });
      expect(await span.getByRole('link', { name: `[Planning] ${NAME}` }).getAttribute('title')).toContain(
        `${dayWords(monday)} – ${dayWords(last)}`,
      );
      expect(faults).toEqual([]);
    });

    test('a retro dragged in Calendar changes its date in Notion, and nobody presses anything', async () => {
      await openEngagement();
      const monday = await firstDay();
      const [thursday, wednesday] = [addDays(monday, 10), addDays(monday, 9)];
      await showMonth(thursday);
      await drag(meetings(thursday, 'Weekly retro'), page.locator(`.cell[data-day="${wednesday}"]`));
      await page.getByRole('dialog').getByLabel('Only this').check();
      await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
      await meetings(wednesday, `Weekly retro: ${NAME}`).waitFor();

      await openEngagement();
      const retro = page.getByRole('listitem').filter({ hasText: `Week 2 retro: ${NAME}` });
      // Nobody presses anything: the page shows it when it is there.
      await retro.getByText(dayWords(wednesday)).waitFor();
      const next = page.getByRole('listitem').filter({ hasText: `Week 3 retro: ${NAME}` });
      expect(await next.textContent()).toContain(dayWords(addDays(thursday, 7)));
      expect(faults).toEqual([]);
    });

    test('a kickoff dragged in the week, by hours, moves in Notion', async () => {
      await openEngagement();
      const monday = await firstDay();
      await page.goto(`/calendar?view=week&day=${monday}`);
      const kickoff = page.getByRole('link', { name: `Kickoff: ${NAME}` });
      const tuesday = page.getByRole('region', { name: dayWords(addDays(monday, 1)), exact: true });
      const { height } = (await tuesday.boundingBox())!;
      const hours = await tuesday.locator('.line').count();
      // Held at its middle, 22 minutes after its start; let go at 11:07 and a little.
      const y = (height / hours) * (11 + 23 / 60 - 8);
      await kickoff.dragTo(tuesday, { targetPosition: { x: 40, y }, force: true });
      const start = page.getByRole('dialog').getByLabel('New start');
      expect(await start.inputValue()).toBe(`${addDays(monday, 1)}T11:00`);
      await page.keyboard.press('Enter');
      await notice()
        .getByText(`${dayWords(addDays(monday, 1))}, 11:00`)
        .waitFor();
      await syncNow();
      await openEngagement();
      expect(await field('Kickoff: first day').inputValue()).toBe(addDays(monday, 1));
      expect(await field('Kickoff: time').inputValue()).toBe('11:00');
      await page.goto('/outbox');
      await page.getByText('Update').first().waitFor();
      expect(faults).toEqual([]);
    });

    test('the keyboard alone moves the whole series', async () => {
      await openEngagement();
      const monday = await firstDay();
      const thursday = addDays(monday, 24);
      await showMonth(thursday);
      await meetings(thursday, 'Weekly retro').focus();
      await page.keyboard.press('v');
      await field('New start').fill(`${addDays(thursday, -1)}T15:00`);
      await page.getByRole('dialog').getByLabel('All', { exact: true }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await meetings(addDays(thursday, -1), 'Weekly retro').waitFor();
      await syncNow();
      await openEngagement();
      const ofWeek = (week: number) => page.getByRole('listitem').filter({ hasText: `Week ${week} retro` });
      expect(await ofWeek(4).textContent()).toContain(`${dayWords(addDays(thursday, -1))}, 15:00`);
      // The hour is left open: between the two the clocks may change in one zone only.
      expect(await ofWeek(5).textContent()).toContain(dayWords(addDays(thursday, 6)));
      expect(faults).toEqual([]);
    });

    test('a span dragged by a day changes Dates', async () => {
      await openEngagement();
      const first = await field('Dates: first day').inputValue();
      const last = await field('Dates: last day').inputValue();
      await showMonth(first);
      const week = page.getByRole('region', { name: `Week of ${dayWords(mondayOf(first))}` });
      const bar = week.getByRole('link', { name: `[Planning] ${NAME}` });
      const next = page.locator(`.cell[data-day="${addDays(first, 1)}"]`);
      const box = (await next.boundingBox())!;
      await bar.dragTo(next, {
        sourcePosition: { x: 20, y: 8 },
        targetPosition: { x: 20, y: box.height - 5 },
        force: true,
      });
      await notice().getByText('Moved').waitFor();
      await syncNow();
      await openEngagement();
      expect(await field('Dates: first day').inputValue()).toBe(addDays(first, 1));
      expect(await field('Dates: last day').inputValue()).toBe(addDays(last, 1));
      expect(faults).toEqual([]);
    });

    test('a page in the trash takes its meetings away, and restored it brings them back', async () => {
      await openEngagement();
      const address = page.url();
      const monday = await firstDay();
      await page.getByRole('button', { name: 'Move to trash' }).click();
      await syncNow();
      await showMonth(monday);
      expect(await page.getByText(NAME).count()).toBe(0);
      await page.goto(address);
      await page.getByRole('button', { name: 'Restore' }).click();
      await syncNow();
      await showMonth(monday);
      await page.getByText(NAME).first().waitFor();
      expect(faults).toEqual([]);
    });

    test('the Worker had nothing to complain of', () => {
      expect(filled.trouble).toEqual([]);
    });
  },
);
