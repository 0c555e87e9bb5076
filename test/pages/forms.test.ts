// The pages behind signed links in a real browser without script, on the real local stack: from the link on the row to the numbers
// and comments in Notion. Needs Chromium; CI installs it.
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, type FilledStack, startFilledStack } from './stack.ts';

const executablePath = browserPath();
const SKIPPED = executablePath ? '' : ' (skipped: no browser here; apt-get install chromium)';
const MINUTE = 60_000;
const ARGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const SOURCING = 'Faster checkout';
const WRAPPING_UP = 'One design system';
const PHONE = { viewport: { width: 320, height: 640 } };

describe.skipIf(executablePath === undefined)(
  `the pages behind signed links in a browser${SKIPPED}`,
  { timeout: MINUTE },
  () => {
    let filled: FilledStack;
    let browser: Browser;
    let contexts: BrowserContext[] = [];
    const faults: string[] = [];

    beforeAll(async () => {
      filled = await startFilledStack();
      browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ARGS });
    }, 3 * MINUTE);
    afterAll(async () => {
      await browser?.close();
      await filled?.stop();
    });
    afterEach(async () => {
      for (const context of contexts) await context.close();
      contexts = [];
      expect(faults.splice(0)).toEqual([]);
    });

    const row = (name: string): Record<string, unknown> =>
      filled.stack.twins.notion.see.rows('Engagements').find(({ Name }) => Name === name) ?? {};
    const cells = (name: string, ...columns: string[]) => columns.map((column) => row(name)[column]);
    const voteLink = () => String(row(SOURCING).Vote);
    const surveyLink = () => String(row(WRAPPING_UP).Survey);

    /** A browser of somebody's own, without script. */
    async function open(link: string, look: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext({ ...look, javaScriptEnabled: false });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('console', (message) => {
        // A page that says 404 or 422 is one that was asked for here.
        if (message.type() === 'error' && !/status of (404|422)/.test(message.text()))
          faults.push(message.text());
      });
      await page.goto(link);
      return page;
    }

    /** Votes by clicking. */
    async function vote(page: Page, name: string, points: readonly [number, number, number]): Promise<void> {
      await page.getByLabel('Your name').selectOption(name);
      for (const [at, group] of ['Business value', 'Technical value', 'Team fit'].entries())
        await page
          .getByRole('group', { name: group })
          .getByRole('radio')
          .nth(points[at] ?? 0)
          .click();
      await page.getByRole('button').click();
      await page.getByRole('status').getByText('Your vote counts').waitFor();
    }

    async function answer(page: Page, score: number, why: string): Promise<void> {
      await page.getByRole('radio', { name: String(score), exact: true }).click();
      await page.getByLabel('Why? (optional)').fill(why);
      await page.getByRole('button').click();
      await page.getByRole('status').getByText('Thank you').waitFor();
    }

    test('[H37, N32] two people vote, one changes it, and the means stand on the row', async () => {
      const ada = await open(voteLink());
      expect(await ada.getByRole('table').count()).toBe(0);
      await vote(ada, 'Ada Marlow', [2, 1, 0]);
      const hugo = await open(voteLink());
      expect(await hugo.getByText('Ada Marlow').count()).toBe(1); // among the names to choose from, and nowhere else
      await vote(hugo, 'Hugo Stern', [1, 1, 1]);
      await hugo.getByRole('row', { name: 'Ada Marlow 2 1 0' }).waitFor();
      await hugo.getByRole('row', { name: 'Mean 1.5 1 0.5' }).waitFor();
      const columns = ['Business value', 'Technical value', 'Team fit', 'Votes'];
      await expect.poll(() => cells(SOURCING, ...columns), { timeout: 20_000 }).toEqual([1.5, 1, 0.5, 2]);
      await ada.reload();
      expect(await ada.getByLabel('Your name').inputValue()).toBe('Ada Marlow');
      await vote(ada, 'Ada Marlow', [0, 1, 0]);
      await expect.poll(() => cells(SOURCING, ...columns), { timeout: 20_000 }).toEqual([0.5, 1, 0.5, 2]);
    });

    test('[H47] the keyboard alone is enough to vote, and shows where it is', async () => {
      const page = await open(voteLink());
      const { keyboard } = page;
      await keyboard.press('Tab');
      await keyboard.type('Ben');
      for (const right of [2, 1, 0]) {
        await keyboard.press('Tab');
        await keyboard.press('Space');
        for (let n = 0; n < right; n++) await keyboard.press('ArrowRight');
      }
      const outline = await page.evaluate<string>(OUTLINE);
      expect(outline).toBe('3px');
      await keyboard.press('Enter');
      await page.getByRole('row', { name: 'Ben Okafor 2 1 0' }).waitFor();
    });

    test('[H41, N33] answers make the score and comments of the project retro, and a browser has one', async () => {
      const one = await open(surveyLink());
      await answer(one, 10, 'They knew our *systems* within a week.');
      const two = await open(surveyLink());
      await answer(two, 2, 'Too short.');
      await answer(two, 8, 'Short.');
      const columns = ['NPS', 'Promoters', 'Passives', 'Detractors'];
      await expect.poll(() => cells(WRAPPING_UP, ...columns), { timeout: 20_000 }).toEqual([50, 1, 1, 0]);
      const { see } = filled.stack.twins.notion;
      const retro = see.rows('Retros').find(({ Name }) => Name === `Project retro: ${WRAPPING_UP}`);
      const body = () => see.body(retro?.id ?? String(row(WRAPPING_UP).id));
      await expect.poll(body, { timeout: 20_000 }).toContain('“Short.”');
      expect(body()).toContain('systems');
      expect(body()).not.toContain('Too short.');
      await two.reload();
      expect(await two.getByLabel('Why? (optional)').inputValue()).toBe('Short.');
      expect(await two.getByRole('radio', { name: '8', exact: true }).isChecked()).toBe(true);
    });

    /** Each page as a person may meet it, by name. */
    async function each(look: BrowserContextOptions, see: (page: Page, name: string) => Promise<void>) {
      const page = await open(voteLink(), look);
      // What is looked for may be there before the style sheet is.
      const meet = async (name: string) => {
        await page.waitForLoadState('load');
        await see(page, name);
      };
      await meet('vote');
      await vote(page, 'Grace Lindqvist', [2, 2, 1]);
      await meet('after the vote');
      await page.goto(surveyLink());
      await meet('survey');
      await answer(page, 7, 'Fine.');
      await meet('thanks');
      await page.goto(`${voteLink()}A`);
      await meet('nothing here');
      // What a browser that checks nothing itself would show.
      await page.goto(voteLink());
      await page.evaluate(`document.forms[0].noValidate = true`);
      await page.getByLabel('Your name').selectOption('');
      await page.getByRole('button').click();
      await page.getByRole('alert').waitFor();
      await meet('faults');
    }

    test('[H47] no page is wider than a small phone, and what is pressed is large enough for a thumb', async () => {
      await each(PHONE, async (page, name) => {
        expect(await page.evaluate<number>('document.documentElement.scrollWidth'), name).toBe(320);
        for (const target of await page.locator('button, select, textarea, .choice').all()) {
          const box = await target.boundingBox();
          expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(40);
        }
      });
    });

    test.each(['light', 'dark'] as const)(
      '[H47] every text has a contrast of 4.5 or more in %s',
      async (colorScheme) => {
        const seen: string[] = [];
        await each({ colorScheme }, async (page, name) => {
          for (const { text, ratio } of await page.evaluate<Contrast[]>(CONTRASTS)) {
            seen.push(text);
            expect(ratio, `${name}: ${text}`).toBeGreaterThanOrEqual(4.5);
          }
        });
        expect(seen.length).toBeGreaterThan(80);
      },
    );

    test('[H47] every field has a name, and every description is there', async () => {
      await each({}, async (page, name) => {
        const lost = await page.evaluate<string[]>(NAMELESS);
        expect(lost, name).toEqual([]);
      });
    });

    test('the Worker had nothing to complain of', () => {
      expect(filled.trouble).toEqual([]);
    });
  },
);

interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

// What is asked of a page, in the page.

/** How wide the outline of the choice is that the keyboard is at. */
const OUTLINE = 'getComputedStyle(document.activeElement.nextElementSibling).outlineWidth';

/** Fields without a label, and descriptions that are not there. */
const NAMELESS = `[
  ...[...document.querySelectorAll('input, select, textarea')].filter(({ labels }) => !labels?.length).map(({ id }) => id),
  ...[...document.querySelectorAll('[aria-describedby]')]
    .flatMap((one) => one.getAttribute('aria-describedby').split(' '))
    .filter((id) => !document.getElementById(id)),
  ...(document.documentElement.lang === 'en' && document.title ? [] : ['lang or title']),
]`;

/** Each text that is seen, with the contrast of its colour to what lies behind it (WCAG 2.2, 1.4.3). */
const CONTRASTS = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (color) => {
    const [r, g, b] = parse(color).map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (element === null) return matchMedia('(prefers-color-scheme: dark)').matches ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)';
    const color = getComputedStyle(element).backgroundColor;
    return parse(color)[3] === 0 ? behind(element.parentElement) : color;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    if (text === '' || node.parentElement.closest('option')) continue;
    const [a, b] = [light(getComputedStyle(node.parentElement).color), light(behind(node.parentElement))].sort((x, y) => y - x);
    found.push({ text, ratio: (a + 0.05) / (b + 0.05) });
  }
  return found;
})()`;
