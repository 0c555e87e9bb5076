// The merge table of a meeting that is met for the first time, cell by cell: there is no base, and the event's own marks stand in.
import { AGREED, type Cell, DRAWN, PICK, TYPED } from './merge-slot-cells.ts';

export const FIRST: readonly Cell[] = [
  {
    title: '[M53] met for the first time, an occurrence that its rule still has is deleted: a person did it',
    given: { page: AGREED, calendar: 'cancelled', wanted: false, isDeletedAlone: true },
    leads: { state: 'cancelled', cause: 'calendar', conflict: null },
  },
  {
    title: '[M12] never met: blank and never made',
    given: { row: 'blank' },
    leads: { state: 'planned', time: PICK, mode: 'derived', cause: 'playbook' },
  },
  {
    title: '[M12] never met: blank, never made and not wanted',
    given: { row: 'blank', wanted: false },
    leads: null,
  },
  {
    title: '[M12] never met: blank and cancelled',
    given: { row: 'blank', calendar: 'cancelled' },
    leads: { state: 'cancelled' },
  },
  {
    title: '[M12] never met: a date and cancelled',
    given: { row: TYPED, calendar: 'cancelled' },
    leads: { state: 'cancelled' },
  },
  {
    title: '[M12] never met: a date and cancelled, not wanted',
    given: { row: TYPED, calendar: 'cancelled', wanted: false },
    leads: { state: 'withdrawn', time: TYPED },
  },
  {
    title: '[M12] never met: typed, never made',
    given: { row: TYPED },
    leads: { state: 'planned', time: TYPED, mode: 'pinned' },
  },
  {
    title: '[M12] never met: both say the same',
    given: { row: TYPED, calendar: TYPED },
    leads: { state: 'planned', time: TYPED, conflict: null },
  },
  {
    title: '[M12] never met: both differ, the event says that Notion’s was agreed on',
    given: { row: TYPED, calendar: DRAWN, agreed: TYPED },
    leads: { time: DRAWN, conflict: null },
  },
  {
    title: '[M12] never met: both differ, the event says that its own was agreed on',
    given: { row: TYPED, calendar: DRAWN, agreed: DRAWN },
    leads: { time: TYPED, conflict: null },
  },
  {
    title: '[M85] never met: another time on the page, where the row says what the event says was agreed on',
    given: { row: AGREED, page: TYPED, calendar: AGREED, agreed: AGREED },
    leads: { state: 'planned', time: TYPED, cause: 'notion', conflict: null },
  },
  {
    title: '[M85] never met: the page says what the event says was agreed on, and the row another time',
    given: { row: TYPED, page: AGREED, calendar: AGREED, agreed: AGREED },
    leads: { state: 'planned', time: TYPED, cause: 'notion', conflict: null },
  },
  {
    title: '[M85] never met: row and page say different times, and neither was agreed on',
    given: { row: TYPED, page: DRAWN, calendar: AGREED, agreed: AGREED },
    leads: { time: TYPED, conflict: { lost: DRAWN, of: 'notion', kept: TYPED } },
  },
];
