// The Durable Object: the only writer. Everybody merely wakes it; the work runs in its alarm, in slices.
// What it refuses: to throw from its alarm, which Cloudflare would give up after six failures.
import { DurableObject } from 'cloudflare:workers';
import { type Auth, createAuth } from '../google/auth.ts';
import { createCalendar } from '../google/calendar-client.ts';
import { loadLibrary } from '../google/library.ts';
import { createClient } from '../notion/client.ts';
import { createNotion } from '../notion/notion.ts';
import type { Bindings } from '../notion/workspace.ts';
import type { Instant } from '../playbook/index.ts';
import { readSettings, type Settings } from '../settings.ts';
import type { Sides } from '../sync/apply.ts';
import type {
  ActivityEntry,
  ApproveAnswer,
  EngagementReport,
  HandshakeReport,
  NotionHint,
  PlanReport,
  ProvisionReport,
  PushHeaders,
  RunReport,
  StatusReport,
  SurveyPage,
  VotePage,
  WorkspaceApi,
} from './api.ts';
import { approveHold } from './approve.ts';
import type { CallClock, Calls } from './calls.ts';
import { Engine } from './engine.ts';
import { readPlan } from './forecast.ts';
import { endSurveys, type Ground, readSurveyPage, readVotePage, takeAnswer, takeVote } from './form-pages.ts';
import type { Answer, Vote } from './forms.ts';
import { openHandshake, readHandshake, showToken, takeToken } from './handshake.ts';
import { hintOf, joinHints } from './hint.ts';
import { Ledger } from './ledger.ts';
import { takeHint } from './notion-hints.ts';
import { provisionNotion } from './provisioning.ts';
import { takePush } from './push.ts';
import { readEngagement, readEngagements, readStatus } from './reports.ts';
import { newRun } from './runs.ts';
import { migrate, type Sql } from './sql.ts';
import type { SliceEnd, Tick, Trouble } from './tick.ts';
import { Trees } from './trees.ts';
import { Runs, type Wake } from './under-way.ts';

/** How long `sync` waits for its tick. */
const PATIENCE = 25_000;
/** Should a slice die without a word, the alarm tries again after this. */
const SAFETY_NET = 90_000;
/** Pause after a bug in a slice: long enough not to spin, short enough to heal with the next deploy. */
const AFTER_BUG = 5 * 60_000;
/** Hooks come in bursts: the tick that they wish for begins this long after the first. */
const GATHERING = 2_000;
const HOOKS: ReadonlySet<string> = new Set(['webhook', 'notion webhook', 'google push', 'vote', 'survey']);
/** The cron's step: what `nextTickAt` says when no alarm is set earlier. */
const CRON = 5 * 60_000;

interface Ready {
  readonly settings: Settings;
  readonly engine: Engine;
  readonly sides: (run: Calls['run']) => Sides | null;
}

export class Workspace extends DurableObject<Record<string, unknown>> implements WorkspaceApi {
  readonly #ledger: Ledger;
  readonly #trees: Trees;
  readonly #clock: CallClock = {
    now: () => Date.now(),
    sleep: (ms) => scheduler.wait(ms),
  };
  readonly #runs: Runs;
  #ready: Ready | null = null;
  #auth: Auth | null = null;
  #isWorking = false;

  constructor(ctx: DurableObjectState, env: Record<string, unknown>) {
    super(ctx, env);
    const sql = ctx.storage.sql as unknown as Sql;
    migrate(sql, (work) => ctx.storage.transactionSync(work));
    this.#ledger = new Ledger(sql);
    this.#trees = new Trees(sql);
    this.#runs = new Runs(this.#ledger, this.#trees);
  }

  /** Settings are read once; `fetch` has already refused to come here while they are faulty. */
  #start(): Ready {
    if (this.#ready) return this.#ready;
    const read = readSettings(this.env);
    if (!read.ok) throw new Error('The settings are faulty; GET / lists every fault.');
    const { settings } = read;
    const client = createClient(settings.notion.token);
    const sides = (run: Calls['run']): Sides | null => {
      const bindings = this.#ledger.recall<Bindings>('bindings');
      if (!bindings || !this.#auth) return null;
      const calendar = createCalendar({ auth: this.#auth, calendarId: settings.google.calendarId, run });
      return { notion: createNotion(client, bindings, run, settings.callBudget), calendar };
    };
    const engine = new Engine({
      trees: this.#trees,
      ledger: this.#ledger,
      settings,
      clock: this.#clock,
      random: Math.random,
      transaction: (work) => this.#transact(work),
      sides,
    });
    this.#ready = { settings, engine, sides };
    return this.#ready;
  }

  /** Runs work as one transaction; where it fails nothing of it has happened. */
  #transact(work: () => void): void {
    try {
      this.ctx.storage.transactionSync(work);
    } catch (error) {
      this.#ledger.reread();
      throw error;
    }
  }

  async #signIn({ google }: Settings): Promise<void> {
    if (this.#auth) return;
    const library = await loadLibrary();
    this.#auth = createAuth({ library, signIn: google.signIn });
  }

  async wake(trigger: string): Promise<void> {
    if (!this.#ledger.recall('bindings')) return;
    const hint = hintOf(trigger);
    const before = this.#ledger.recall<Wake>('wake');
    const wake: Wake = before
      ? { ...before, hint: joinHints(before.hint ?? null, hint) }
      : { trigger, immediate: false, sweep: false, hint };
    this.#ledger.remember('wake', wake);
    // A side in trouble is not called sooner because something else wakes us; a person's wish is not held up.
    const rest = (['notion', 'google'] as const).map(
      (side) => this.#ledger.recall<Trouble>(`trouble:${side}`)?.retry ?? 0,
    );
    // A burst of hooks costs one tick.
    const gathered = Date.now() + (HOOKS.has(trigger) ? GATHERING : 0);
    await this.#alarmAt(Math.max(gathered, ...rest));
  }

  async pushed(headers: PushHeaders): Promise<boolean> {
    const { settings } = this.#start();
    const said = await takePush(headers, { ledger: this.#ledger, settings, now: Date.now() });
    if (said === 'changed') await this.wake('google push');
    return said !== 'refused';
  }

  async notionHook(hint: NotionHint): Promise<void> {
    if (!this.#ledger.recall('bindings')) return;
    this.#ledger.remember('hooked', Date.now());
    if (takeHint(hint, this.#ledger, this.#trees)) await this.wake('notion webhook');
  }

  async openHandshake(): Promise<HandshakeReport> {
    return openHandshake(this.#ledger, Date.now());
  }

  async handshake(): Promise<HandshakeReport> {
    return readHandshake(this.#ledger, Date.now());
  }

  async offerToken(token: string): Promise<boolean> {
    return takeToken(token, this.#ledger, Date.now());
  }

  async showToken(): Promise<string | null> {
    return showToken(this.#ledger, Date.now());
  }

  async sync(options: { readonly sweep: boolean }): Promise<{ run: RunReport | null; finished: boolean }> {
    if (!this.#ledger.recall('bindings')) return { run: null, finished: true };
    // Whoever asks before a tick begins shares it.
    const asked = this.#ledger.recall<Wake>('wake');
    const id = asked?.id ?? crypto.randomUUID();
    const sweep = options.sweep || asked?.sweep === true;
    this.#ledger.remember('wake', { trigger: 'person', immediate: true, sweep, id } satisfies Wake);
    const done = this.#runs.ended(id);
    // A run that can be asked for at once, also where the tick before it still goes on.
    this.#ledger.putRun({ ...newRun(id, 'person', Date.now()), sentence: 'Waiting for its turn.' });
    await this.#alarmAt(Date.now());
    // The timer ends with the wait: one that is still to ring keeps the object in memory.
    const patience = new AbortController();
    const tired = scheduler.wait(PATIENCE, { signal: patience.signal }).then(
      () => null,
      () => null,
    );
    const run = await Promise.race([done, tired]);
    patience.abort();
    return run ? { run, finished: true } : { run: this.#ledger.run(id), finished: false };
  }

  async run(id: string): Promise<RunReport | null> {
    return this.#ledger.run(id);
  }

  async plan(): Promise<PlanReport> {
    return readPlan(this.#start().engine, this.#ledger, Date.now());
  }

  async approve(hold: string): Promise<ApproveAnswer> {
    const answer = approveHold(hold, this.#ledger, Date.now());
    if (answer.ok) await this.wake('approval');
    return answer;
  }

  async provision(): Promise<ProvisionReport> {
    const ground = { ledger: this.#ledger, trees: this.#trees, clock: this.#clock };
    const { report, isAnyNew } = await provisionNotion(this.#start().settings, ground);
    if (isAnyNew) {
      const wake = this.#ledger.recall<Wake>('wake') ?? { trigger: 'provisioning', immediate: false };
      this.#ledger.remember('wake', { ...wake, sweep: true } satisfies Wake);
    }
    return report;
  }

  async status(): Promise<StatusReport> {
    const alarm = await this.ctx.storage.getAlarm();
    const now = Date.now();
    const isProvisioned = this.#ledger.recall('bindings') !== undefined;
    const cron = Math.ceil(now / CRON) * CRON;
    return readStatus(this.#trees, this.#ledger, now, {
      lastRun: this.#ledger.lastRun(),
      nextTickAt: isProvisioned ? Math.min(alarm ?? cron, cron) : null,
      provisioned: isProvisioned,
    });
  }

  async engagements(): Promise<readonly EngagementReport[]> {
    return readEngagements(this.#trees, this.#ledger, this.#start().settings, Date.now());
  }

  async engagement(id: string): Promise<EngagementReport | null> {
    return readEngagement(id, this.#trees, this.#ledger, this.#start().settings, Date.now());
  }

  async activity(options: {
    readonly limit: number;
    readonly engagement: string | null;
  }): Promise<readonly ActivityEntry[]> {
    return this.#ledger.activity(options.limit, options.engagement);
  }

  get #ground(): Ground {
    return { trees: this.#trees, ledger: this.#ledger, settings: this.#start().settings };
  }

  async votePage(engagement: string, voter: string | null): Promise<VotePage | null> {
    return readVotePage(this.#ground, engagement, voter, Date.now());
  }

  async vote(engagement: string, vote: Vote): ReturnType<WorkspaceApi['vote']> {
    const answer = takeVote(this.#ground, engagement, vote, Date.now());
    if (answer === 'counted') await this.wake('vote');
    return answer;
  }

  async surveyPage(engagement: string, browser: string | null): Promise<SurveyPage | null> {
    return readSurveyPage(this.#ground, engagement, browser, Date.now());
  }

  async answer(engagement: string, browser: string, given: Answer): ReturnType<WorkspaceApi['answer']> {
    const answer = takeAnswer(this.#ground, engagement, browser, given, Date.now());
    if (answer === 'taken') await this.wake('survey');
    return answer;
  }

  /** Never throws: it records and arms itself again; cron is the second heartbeat. */
  override async alarm(): Promise<void> {
    if (this.#isWorking) return this.#alarmAt(Date.now() + 1_000);
    this.#isWorking = true;
    try {
      await this.ctx.storage.setAlarm(Date.now() + SAFETY_NET);
      const next = await this.#work();
      // Whoever came while it worked has left a wish: it is granted once this tick has ended.
      const isGoingOn = this.#ledger.recall('tick-state') !== undefined;
      const wake = isGoingOn ? undefined : this.#ledger.recall<Wake>('wake');
      const isPaused = next !== null && this.#isInTrouble();
      const wanted = wake && (wake.immediate || !isPaused) ? Date.now() : next;
      if (wanted === null) await this.ctx.storage.deleteAlarm();
      else await this.ctx.storage.setAlarm(Math.max(wanted, Date.now()));
    } catch (error) {
      // A bug. Its name only: what it says may hold what people wrote.
      console.error(
        JSON.stringify({ event: 'slice failed', error: error instanceof Error ? error.name : 'unknown' }),
      );
      await this.ctx.storage.setAlarm(Date.now() + AFTER_BUG);
      this.#endFailedTick();
    } finally {
      this.#isWorking = false;
    }
  }

  #isInTrouble(): boolean {
    return (['notion', 'google'] as const).some(
      (side) => this.#ledger.recall(`trouble:${side}`) !== undefined,
    );
  }

  /** Even the storage may be what is broken. */
  #endFailedTick(): void {
    try {
      this.#runs.end('failed', 'Something unexpected happened; it is tried again.');
    } catch {
      console.error(JSON.stringify({ event: 'storage failed' }));
    }
  }

  /** One slice. Returns when to be woken again, if at all. */
  async #work(): Promise<Instant | null> {
    const { engine, settings } = this.#start();
    await this.#signIn(settings);
    const now = Date.now();
    const tick = this.#ledger.recall<Tick>('tick-state') ?? this.#runs.begin(now);
    const end = await engine.slice(tick, (update) => this.#runs.report(tick.id, update));
    return this.#finish(end, now);
  }

  #finish(end: SliceEnd, began: Instant): Instant | null {
    if (end.end === 'more') return end.at;
    this.#ledger.prune(Date.now());
    endSurveys(this.#ground, Date.now());
    readHandshake(this.#ledger, Date.now()); // a token that nobody fetched is forgotten
    if (end.end === 'paused') {
      const trouble = this.#ledger.recall<Trouble>(`trouble:${end.failure.side}`);
      this.#runs.end('paused', trouble?.sentence ?? 'A side does not answer.');
      return trouble?.retry ?? began + AFTER_BUG;
    }
    this.#runs.end('done', null);
    return this.#trees.nextDue(Date.now());
  }

  async #alarmAt(at: Instant): Promise<void> {
    if (this.#isWorking) return;
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > at) await this.ctx.storage.setAlarm(at);
  }
}
