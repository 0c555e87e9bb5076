// The merge table of one meeting, cell by cell: what the two sides and the base say, and what that leads to.
import type { Timed } from '../../src/playbook/index.ts';
import type { Said, SlotBase } from '../../src/sync/base.ts';
import type { SlotInput, SlotMerge } from '../../src/sync/meeting.ts';

export const HOUR = 3_600_000;
export const NOW = 1_000 * HOUR;
export const at = (hour: number): Timed => ({ start: NOW + hour * HOUR, end: NOW + (hour + 1) * HOUR });
/** What the playbook picks, what both agreed on, and two times that people set. */
export const [PICK, AGREED, TYPED, DRAWN] = [at(10), at(20), at(30), at(40)];
export const PAST = at(-10);

export const isAhead = (time: { start: unknown }) => Number(time.start) > NOW;
export const input = (changes: Partial<SlotInput>): SlotInput => ({
  base: undefined,
  row: undefined,
  page: undefined,
  calendar: undefined,
  agreed: undefined,
  pick: PICK,
  from: 'now',
  wanted: true,
  isAhead,
  ...changes,
});
/** Both sides agreed on a time that a person set. */
export const agreedOn = (time: Timed, changes: Partial<SlotBase> = {}): SlotBase => ({
  state: 'planned',
  mode: 'pinned',
  time,
  from: 'now',
  row: time,
  calendar: time,
  ...changes,
});
export const CANCELLED = agreedOn(AGREED, { state: 'cancelled', row: 'blank', calendar: 'cancelled' });
export const WITHDRAWN = agreedOn(AGREED, { state: 'withdrawn', row: AGREED, calendar: 'cancelled' });
/** A retro that is withdrawn, whose page is Cancelled. */
const KEPT: SlotBase = { ...WITHDRAWN, row: 'blank', page: 'cancelled' };
/** Withdrawn, and nothing was heard of its event yet. */
export const { calendar: _, ...UNHEARD } = WITHDRAWN;

export interface Cell {
  readonly title: string;
  readonly given: Partial<SlotInput>;
  readonly leads: Partial<SlotMerge> | null;
}

export const known = (row: Said, calendar: Said | undefined, base = agreedOn(AGREED)) => ({
  base,
  row,
  calendar,
});

export const TABLE: readonly Cell[] = [
  {
    title: '[M1] neither side changed',
    given: known(AGREED, AGREED),
    leads: { state: 'planned', time: AGREED, conflict: null },
  },
  {
    title: '[M1] a derived time is picked again when what it hangs on changed',
    given: { ...known(AGREED, AGREED, agreedOn(AGREED, { mode: 'derived' })), from: 'later' },
    leads: { state: 'planned', mode: 'derived', time: PICK },
  },
  {
    title: '[M8] a pinned time stays when what others hang on changed',
    given: { ...known(AGREED, AGREED), from: 'later' },
    leads: { mode: 'pinned', time: AGREED },
  },
  {
    title: '[M2] only Notion moved',
    given: known(TYPED, AGREED),
    leads: { time: TYPED, mode: 'pinned', cause: 'notion', conflict: null },
  },
  {
    title: '[M3] only Calendar moved',
    given: known(AGREED, DRAWN),
    leads: { time: DRAWN, mode: 'pinned', cause: 'calendar', conflict: null },
  },
  {
    title: '[M4] both moved to the same',
    given: known(TYPED, TYPED),
    leads: { time: TYPED, conflict: null },
  },
  {
    title: '[M5] both moved to different times',
    given: known(TYPED, DRAWN),
    leads: { time: DRAWN, cause: 'calendar', conflict: { lost: TYPED, of: 'notion', kept: DRAWN } },
  },
  {
    title: '[M8] moved to the playbook’s pick in Calendar',
    given: known(AGREED, PICK),
    leads: { time: PICK, mode: 'derived' },
  },
  {
    title: '[M8] moved to the playbook’s pick in Notion',
    given: known(PICK, AGREED),
    leads: { time: PICK, mode: 'derived' },
  },
  {
    title: '[M9] blanked in Notion',
    given: known('blank', AGREED),
    leads: { state: 'cancelled', time: AGREED, cause: 'notion', conflict: null },
  },
  {
    title: '[M9] deleted in Calendar',
    given: known(AGREED, 'cancelled'),
    leads: { state: 'cancelled', time: AGREED, cause: 'calendar', conflict: null },
  },
  {
    title: '[M9] taken away on both sides',
    given: known('blank', 'cancelled'),
    leads: { state: 'cancelled', conflict: null },
  },
  {
    title: '[M9] cancelled and left alone',
    given: known('blank', 'cancelled', CANCELLED),
    leads: { state: 'cancelled' },
  },
  {
    title: '[M9] cancelled and typed again',
    given: known(TYPED, 'cancelled', CANCELLED),
    leads: { state: 'planned', time: TYPED, cause: 'notion' },
  },
  {
    title: '[M9] cancelled and restored',
    given: known('blank', AGREED, CANCELLED),
    leads: { state: 'planned', time: AGREED, cause: 'calendar' },
  },
  {
    title: '[M10] deleted in Calendar, moved in Notion',
    given: known(TYPED, 'cancelled'),
    leads: { state: 'cancelled', conflict: { lost: TYPED, of: 'notion', kept: 'cancelled' } },
  },
  {
    title: '[M10] moved in Calendar, blanked in Notion',
    given: known('blank', DRAWN),
    leads: { state: 'cancelled', conflict: { lost: DRAWN, of: 'calendar', kept: 'cancelled' } },
  },
  {
    title: '[M10] deleted in Calendar, which does not show yet what was moved in Notion',
    given: known(TYPED, 'cancelled', agreedOn(TYPED, { calendar: AGREED })),
    leads: { state: 'cancelled', conflict: { lost: TYPED, of: 'notion', kept: 'cancelled' } },
  },
  {
    title: '[M10] deleted in Calendar, which shows what was moved in Notion though that was not answered',
    given: { ...known(TYPED, 'cancelled', agreedOn(TYPED, { calendar: AGREED })), agreed: TYPED },
    leads: { state: 'cancelled', conflict: null },
  },
  {
    title: '[M11] no longer wanted',
    given: { ...known(AGREED, AGREED), wanted: false },
    leads: { state: 'withdrawn', time: AGREED },
  },
  {
    title: '[M11] no longer wanted, and over',
    given: { ...known(PAST, PAST, agreedOn(PAST)), wanted: false },
    leads: { state: 'planned', time: PAST },
  },
  {
    title: '[M11] wanted again, its time ahead',
    given: known(AGREED, 'cancelled', WITHDRAWN),
    leads: { state: 'planned', time: AGREED, mode: 'pinned' },
  },
  {
    title: '[M11] wanted again, its time over',
    given: known(PAST, 'cancelled', { ...WITHDRAWN, time: PAST, row: PAST }),
    leads: { state: 'planned', time: PICK, mode: 'derived' },
  },
  {
    title: '[M11] cancelled by a person stays so when unwanted and wanted again',
    given: { ...known('blank', 'cancelled', CANCELLED), wanted: false },
    leads: { state: 'cancelled' },
  },
  {
    title: '[M11] a withdrawn event that turns up deleted only now was no person’s to cancel',
    given: { base: UNHEARD, row: AGREED, calendar: 'cancelled' },
    leads: { state: 'planned', time: AGREED },
  },
  {
    title: '[M52] two places: what was typed where the agreed time stood comes before what had not seen it',
    given: { base: agreedOn(AGREED, { row: PAST, page: AGREED }), row: TYPED, page: DRAWN, calendar: AGREED },
    leads: {
      state: 'planned',
      time: DRAWN,
      cause: 'notion',
      conflict: { lost: TYPED, of: 'notion', kept: DRAWN },
    },
  },
  {
    title: '[M52] a time typed where it was not shown yet that the meeting was taken away',
    given: { base: { ...CANCELLED, page: AGREED }, row: 'blank', page: TYPED, calendar: 'cancelled' },
    leads: { state: 'cancelled', conflict: { lost: TYPED, of: 'notion', kept: 'cancelled' } },
  },
  {
    title: '[M53] deleted in Calendar when it is wanted no more: a person did it',
    given: { base: agreedOn(AGREED), row: AGREED, calendar: 'cancelled', wanted: false },
    leads: { state: 'cancelled', cause: 'calendar', conflict: null },
  },
  {
    title: '[M58] a place that says what was agreed on is no wish against a later move in Calendar',
    given: { base: agreedOn(AGREED, { row: PAST }), row: AGREED, calendar: DRAWN },
    leads: { state: 'planned', time: DRAWN, cause: 'calendar', conflict: null },
  },
  {
    title: '[M54] dragged in Calendar where it does not show what was set in Notion',
    given: { base: agreedOn(AGREED, { calendar: PAST }), row: AGREED, calendar: DRAWN },
    leads: { state: 'planned', time: DRAWN, conflict: { lost: AGREED, of: 'notion', kept: DRAWN } },
  },
  {
    title: '[M54] dragged in Calendar while the page of a withdrawn retro keeps what was typed there',
    given: {
      base: {
        ...agreedOn(AGREED, { row: 'blank', page: 'cancelled', calendar: PAST }),
        state: 'withdrawn',
        dated: AGREED.start,
      },
      row: 'blank',
      page: 'cancelled',
      calendar: DRAWN,
      wanted: false,
    },
    leads: { state: 'withdrawn', time: DRAWN, conflict: { lost: AGREED, of: 'notion', kept: DRAWN } },
  },
  {
    title: '[M4] dragged to just what Notion says is no conflict, also where the meeting was cancelled',
    given: { base: { ...CANCELLED, row: TYPED, calendar: AGREED }, row: TYPED, calendar: TYPED },
    leads: { state: 'planned', time: TYPED, conflict: null },
  },
  {
    title: '[M75] another Date typed in the Cancelled page that keeps the time of what is withdrawn',
    given: {
      base: { ...KEPT, dated: AGREED.start },
      row: 'blank',
      page: TYPED,
      calendar: 'cancelled',
      wanted: false,
    },
    leads: { state: 'withdrawn', time: TYPED, conflict: null },
  },
  {
    title: '[M75] a Date typed in a page that does not show yet what was moved in Calendar and withdrawn',
    given: { base: { ...KEPT, page: PICK, dated: PICK.start }, row: 'blank', page: TYPED, wanted: false },
    leads: { state: 'withdrawn', time: AGREED, conflict: { lost: TYPED, of: 'notion', kept: AGREED } },
  },
  {
    title: '[M52] cancelled on the page, typed in the row and dragged in Calendar: both times are said',
    given: { base: agreedOn(AGREED, { page: AGREED }), row: TYPED, page: 'cancelled', calendar: DRAWN },
    leads: {
      state: 'cancelled',
      conflict: { lost: DRAWN, of: 'calendar', kept: 'cancelled', also: TYPED },
    },
  },
  {
    title: '[M13] Notion is unknown, Calendar moved',
    given: { ...known(AGREED, DRAWN), row: undefined },
    leads: { time: DRAWN, conflict: null },
  },
  {
    title: '[M13] Notion is unknown, nothing else moved',
    given: { ...known(AGREED, AGREED), row: undefined },
    leads: { time: AGREED, state: 'planned' },
  },
  {
    title: '[M13] no event is known, Notion moved',
    given: known(TYPED, undefined),
    leads: { time: TYPED, state: 'planned' },
  },
  { title: '[M13] nothing is known at all', given: {}, leads: null },
  {
    title: '[M13] a new page that says the agreed time is no change',
    given: { ...known(AGREED, DRAWN), page: AGREED },
    leads: { time: DRAWN, conflict: null },
  },
  {
    title: '[M13] a new place that is blank is no change',
    given: { ...known(AGREED, AGREED), page: 'blank' },
    leads: { state: 'planned', time: AGREED },
  },
  {
    title: '[S13] what is over is not cancelled from Calendar',
    given: known(PAST, 'cancelled', agreedOn(PAST)),
    leads: { state: 'planned', time: PAST },
  },
  {
    title: '[S13] what is over is not cancelled from Notion',
    given: known('blank', PAST, agreedOn(PAST)),
    leads: { state: 'planned', time: PAST },
  },
  {
    title: '[S13] what is over does not follow a series dragged within the past',
    given: known(PAST, at(-9), agreedOn(PAST)),
    leads: { state: 'planned', time: PAST },
  },
  {
    title:
      '[M43] what was taken away in Notion and dragged ahead in Calendar before it was over is cancelled, and said',
    given: known('blank', DRAWN, agreedOn(PAST)),
    leads: { state: 'cancelled', conflict: { lost: DRAWN, of: 'calendar', kept: 'cancelled' } },
  },
  {
    title: '[M3] what is over and dragged into the days ahead is planned there',
    given: known(PAST, DRAWN, agreedOn(PAST)),
    leads: { state: 'planned', time: DRAWN },
  },
  {
    title: '[S13] a derived time that is over is not picked again',
    given: { ...known(PAST, PAST, agreedOn(PAST, { mode: 'derived' })), from: 'later' },
    leads: { time: PAST },
  },
  {
    title: '[M20] what Calendar shows is not a person’s word while the rule under it is unsure',
    given: known(AGREED, 'cancelled', agreedOn(AGREED, { unsure: true })),
    leads: { state: 'planned', time: AGREED },
  },
];
