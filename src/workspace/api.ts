// What the Workspace object answers to routes and, through them, to the command line.
// Everything here is plain data: it crosses the object's boundary and becomes JSON as it is.
import type { Side } from '../call.ts';
import type { Averages, Scores, UnmetCheck } from '../playbook/index.ts';
import type { Answer, Vote } from './forms.ts';

/** ISO 8601 in UTC. */
export type Stamp = string;

/** One thing that a plan would do, or that a run did, as a person reads it. */
export interface Change {
  /** Fingerprint over engagement, meeting, old and new value and who is mailed. */
  readonly id: string;
  readonly side: Side;
  readonly engagement: { readonly id: string; readonly name: string };
  /** "kickoff", "retro 3", "retros", …; null for a change of the engagement's own row. */
  readonly meeting: string | null;
  readonly kind: 'make' | 'move' | 'cancel' | 'restore' | 'change' | 'comment';
  /** "Kickoff: Apollo", "Phase", … */
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Addresses that would be (or were) mailed. Shown to the admin only; never logged. */
  readonly mails: readonly string[];
  readonly why: string;
}

/** What the guard holds back until a person approves it. */
export interface Hold {
  readonly id: string;
  readonly since: Stamp;
  readonly why: string;
  readonly changes: readonly Change[];
}

/** An engagement whose changes wait on purpose. */
export interface Waiting {
  readonly engagement: { readonly id: string; readonly name: string };
  readonly until: Stamp | null;
  readonly why: string;
}

export interface PlanReport {
  /** When both sides were last read completely; null when they never were. */
  readonly observedAt: Stamp | null;
  /** False while a first or full read is under way: the plan may then not be the whole of it. */
  readonly complete: boolean;
  /** What the next tick would do now, held changes left out. */
  readonly changes: readonly Change[];
  readonly hold: Hold | null;
  readonly waiting: readonly Waiting[];
}

export interface RunReport {
  readonly id: string;
  readonly trigger: string;
  readonly startedAt: Stamp;
  /** Null while it goes on. */
  readonly endedAt: Stamp | null;
  readonly state: 'running' | 'done' | 'paused' | 'failed';
  readonly sentence: string;
  readonly changes: readonly (Change & {
    readonly outcome: 'done' | 'failed';
    readonly failure: string | null;
  })[];
  /** Changes beyond the first hundreds are only counted here; the activity log has them all. */
  readonly omitted?: { readonly done: number; readonly failed: number };
  /** Engagements that the guard holds, and those that wait for an edit to settle. */
  readonly held: number;
  readonly waiting: number;
  /** Changes planned in this run and still to be made, while it goes on. */
  readonly remaining: number;
  /** Calls made: data calls by side, and token calls. */
  readonly calls: { readonly notion: number; readonly google: number; readonly token: number };
}

export interface SideStatus {
  readonly state: 'ok' | 'never read' | 'paused' | 'failing';
  /** What is wrong and what a person can do about it; null when all is well. */
  readonly sentence: string | null;
  readonly since: Stamp | null;
  readonly lastReadAt: Stamp | null;
}

/** What a push of Google's says of itself, in its headers; its body is empty. */
export interface PushHeaders {
  readonly channel: string;
  readonly resource: string;
  readonly token: string;
  /** `sync`, `exists`, `not_exists`. */
  readonly state: string;
}

/** What a hook of Notion's says, as far as it was understood: null where it was not. */
export interface NotionHint {
  readonly type: string | null;
  readonly page: string | null;
  /** In which data source that page lies. */
  readonly dataSource: string | null;
  readonly authors: readonly { readonly id: string; readonly isBot: boolean }[];
  readonly at: Stamp | null;
}

/** Where setting Notion's webhook up stands. */
export interface HandshakeReport {
  readonly state: 'closed' | 'waiting' | 'received';
  readonly openUntil: Stamp | null;
}

/** Whether Google says by itself that something changed. It is polled all the same. */
export interface PushStatus {
  /** off: nobody asked for it · unproven: asked for, and nothing has come yet · refused: Google will not */
  readonly state: 'off' | 'live' | 'unproven' | 'refused';
  readonly until: Stamp | null;
  readonly lastPushAt: Stamp | null;
  readonly sentence: string | null;
}

export interface StatusReport {
  readonly now: Stamp;
  readonly provisioned: boolean;
  readonly notion: SideStatus;
  readonly google: SideStatus;
  readonly push: PushStatus;
  /** When Notion's own webhook last came; null: never. */
  readonly lastHookAt: Stamp | null;
  readonly engagements: {
    readonly total: number;
    readonly byPhase: Readonly<Record<string, number>>;
    /** Rows whose Sync says that something is wrong. */
    readonly problems: readonly { readonly id: string; readonly name: string; readonly sentence: string }[];
    readonly unmetChecks: number;
    /** How many sentences, by the id of the check. */
    readonly unmetById: Readonly<Record<string, number>>;
  };
  readonly hold: Hold | null;
  readonly waiting: readonly Waiting[];
  readonly lastRun: RunReport | null;
  readonly nextTickAt: Stamp | null;
  readonly callsLastHour: { readonly notion: number; readonly google: number; readonly token: number };
  readonly mailsLastHour: number;
}

export interface ScheduledMeeting {
  readonly meeting: string;
  readonly week: number | null;
  readonly title: string;
  readonly start: Stamp;
  readonly end: Stamp;
  /** For people, in the engagement's zone: "Thu 3 Dec 2026, 14:00–14:30"; whole days for the span. */
  readonly local: string;
  readonly state: 'planned' | 'cancelled' | 'withdrawn' | 'over';
  readonly mode: 'derived' | 'pinned';
  readonly guests: readonly string[];
  readonly link: string | null;
}

export interface EngagementReport {
  readonly id: string;
  readonly name: string;
  readonly phase: string | null;
  readonly timeZone: string;
  readonly link: string;
  readonly meetings: readonly ScheduledMeeting[];
  /** What is unmet: ids of checks (rules P29–P37, P50–P54), each with a sentence. */
  readonly checks: readonly UnmetCheck[];
  readonly sync: string | null;
}

export interface ProvisionReport {
  /** What this call did, in sentences, in order. */
  readonly done: readonly string[];
  /** What stands in the way, in sentences. */
  readonly problems: readonly string[];
  /** True when the call's budget ran out: call again to go on. */
  readonly more: boolean;
  readonly databases: readonly { readonly name: string; readonly id: string; readonly url: string }[];
}

export interface ActivityEntry {
  readonly at: Stamp;
  readonly run: string | null;
  readonly engagement: { readonly id: string; readonly name: string } | null;
  readonly meeting: string | null;
  readonly sentence: string;
}

/** The vote on a fit check, as one voter sees it. */
export interface VotePage {
  /** The engagement's. */
  readonly name: string;
  /** Who may vote. */
  readonly team: readonly string[];
  readonly isOpen: boolean;
  /** Until whose end it is open, in words; null: until the engagement leaves Sourcing. */
  readonly fitCheck: string | null;
  readonly own: Scores | null;
  /** Null while the voter has not voted, or nobody has. */
  readonly averages: Averages | null;
  /** Everybody's, for those who voted. */
  readonly votes: readonly Vote[];
}

/** The survey, as one browser sees it. */
export interface SurveyPage {
  readonly name: string;
  /** The last day on which it may be answered, in words. */
  readonly lastDay: string;
  readonly own: Answer | null;
}

export type ApproveAnswer =
  | { readonly ok: true; readonly approved: number }
  | { readonly ok: false; readonly hold: Hold | null };

/** The Workspace object's calls. `wake` returns at once; `sync` waits up to 25 s for a tick begun after it. */
export interface WorkspaceApi {
  wake(trigger: string): Promise<void>;
  /** Takes a push of Google's: false when it is not authentic. */
  pushed(headers: PushHeaders): Promise<boolean>;
  /** Takes an authentic hook of Notion's. */
  notionHook(hint: NotionHint): Promise<void>;
  /** Waits for the token that Notion sends when its webhook is set up. */
  openHandshake(): Promise<HandshakeReport>;
  handshake(): Promise<HandshakeReport>;
  /** Takes a token that may be Notion's: false when none is waited for, or another one came first. */
  offerToken(token: string): Promise<boolean>;
  /** The token that came, once. */
  showToken(): Promise<string | null>;
  sync(options: {
    readonly sweep: boolean;
  }): Promise<{ readonly run: RunReport | null; readonly finished: boolean }>;
  run(id: string): Promise<RunReport | null>;
  plan(): Promise<PlanReport>;
  approve(hold: string): Promise<ApproveAnswer>;
  provision(): Promise<ProvisionReport>;
  status(): Promise<StatusReport>;
  engagements(): Promise<readonly EngagementReport[]>;
  /** Null: there is no such engagement, or it is in the trash. */
  engagement(id: string): Promise<EngagementReport | null>;
  activity(options: {
    readonly limit: number;
    readonly engagement: string | null;
  }): Promise<readonly ActivityEntry[]>;
  /** The Worker's own pages, by the engagement that a signed link names. Null: there is no such page (any more). */
  votePage(engagement: string, voter: string | null): Promise<VotePage | null>;
  vote(engagement: string, vote: Vote): Promise<'counted' | 'over' | 'not on the team' | null>;
  /** `browser`: a random id that only that browser has. */
  surveyPage(engagement: string, browser: string | null): Promise<SurveyPage | null>;
  answer(engagement: string, browser: string, answer: Answer): Promise<'taken' | 'full' | null>;
}
