// Receipts: what was not kept of a conflict is said in one comment on the page (rule M7). Pure.
// What it refuses: to say the same thing twice, and to comment on a page in the trash.
import type { Action } from './action.ts';
import type { Base, BasePatch, Said } from './base.ts';
import { type Conflict, isTime } from './meeting.ts';
import type { Receipt } from './phase.ts';
import { sayTime } from './single.ts';
import type { View } from './view.ts';

/** What both sides wanted of a meeting, and what was kept. */
export function sayConflict(
  slot: string,
  { lost, of, kept }: Pick<Conflict, 'lost' | 'of' | 'kept'>,
  zone: string,
): Receipt {
  const say = (said: Said) => (isTime(said) ? sayTime(said, zone) : said === 'blank' ? 'none' : said);
  const name = slot.startsWith('week:') ? `retro of week ${slot.slice(5)}` : slot.replace('-', ' ');
  const side = of === 'notion' ? 'Notion' : 'Calendar';
  return {
    key: `${slot}:${JSON.stringify(lost)}`,
    text: `The ${name} was changed on both sides. ${side} wanted ${say(lost)}; kept was: ${say(kept)}.`,
  };
}

/** In the place of a comment that was left: it is not left again while its conflict lasts (rule S35). */
const LEFT = '';

/** The comments that are owed to the page: receipts of this plan, and those that an earlier slice could not leave. */
export function planComments(
  receipts: readonly Receipt[],
  owed: Readonly<Record<string, string>>,
  page: View['page'],
): { readonly actions: readonly Action[]; readonly settled: BasePatch } {
  const news = Object.fromEntries(
    receipts.filter(({ key }) => owed[key] !== LEFT).map(({ key, text }) => [key, text]),
  );
  const isOver = ([key, text]: [string, string]) => text === LEFT && !receipts.some((one) => one.key === key);
  const over = Object.fromEntries(
    Object.entries(owed)
      .filter(isOver)
      .map(([key]) => [key, null]),
  );
  const changes = { ...news, ...over };
  const settled = Object.keys(changes).length > 0 ? { receipts: changes } : {};
  if (page.presence !== 'live') return { actions: [], settled };
  const all = Object.entries({ ...owed, ...news }).filter(([, text]) => text !== LEFT);
  return { actions: all.map(([key, text]) => commentAction(key, text, page.id)), settled };
}

/** What a patch of the base has to say that was not said yet: it goes to the activity log at once (rule M7). */
export function newlySaid(base: Pick<Base, 'receipts'> | null, patch: BasePatch): string[] {
  const receipts = (patch.receipts ?? {}) as Readonly<Record<string, string | null>>;
  return Object.entries(receipts).flatMap(([key, text]) =>
    text && base?.receipts[key] !== text ? [text] : [],
  );
}

/** A comment that is owed to the page. */
const commentAction = (key: string, text: string, page: string): Action => ({
  call: { do: 'comment', page, text },
  words: [
    {
      meeting: null,
      kind: 'comment',
      what: 'comment on the page',
      from: null,
      to: text,
      why: 'both sides wanted something else',
    },
  ],
  cause: 'calendar',
  mails: [],
  cancels: false,
  record: { receipts: { [key]: LEFT } },
});
