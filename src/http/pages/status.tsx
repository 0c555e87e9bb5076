// The status page: what a person who asks "why?" wants to see, the most pressing first.
import type {
  ActivityEntry,
  EngagementReport,
  PlanReport,
  SideStatus,
  StatusReport,
  Waiting,
} from '../../workspace/api.ts';
import { checksLine, count, headline, pushLine, SIDE_NAMES, sum, utc } from '../wording.ts';
import { EngagementList } from './engagements.tsx';
import { Layout } from './layout.tsx';
import { Changes, PostButton, Time } from './parts.tsx';

/** What came of the button that was just pressed. */
export interface Notice {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly sentences: readonly string[];
}

export interface StatusPageProps {
  readonly status: StatusReport;
  readonly plan: PlanReport;
  readonly engagements: readonly EngagementReport[];
  readonly activity: readonly ActivityEntry[];
  readonly notice: Notice | null;
}

export function StatusPage(props: StatusPageProps) {
  const { status, plan } = props;
  const head = headline(status);
  return (
    <Layout title={`${head.words} · Engagement Sync`}>
      <header>
        <h1>Engagement Sync</h1>
        <nav>
          <PostButton action="/sync">Sync now</PostButton>
          <PostButton action="/logout">Log out</PostButton>
        </nav>
      </header>
      <main>
        {props.notice && (
          <div class={`card notice ${props.notice.tone}`} role="status">
            {props.notice.sentences.map((sentence) => (
              <p>{sentence}</p>
            ))}
          </div>
        )}
        <p class={`headline ${head.tone}`}>{head.words}</p>
        {!status.provisioned && <Unprovisioned />}
        <div class="columns">
          <SideCard
            name={SIDE_NAMES.notion}
            side={status.notion}
            calls={status.callsLastHour.notion}
            says={status.lastHookAt && `last webhook ${utc(status.lastHookAt)}`}
          />
          <SideCard
            name={SIDE_NAMES.google}
            side={status.google}
            calls={status.callsLastHour.google}
            says={status.push.state === 'off' ? null : pushLine(status.push)}
          />
        </div>
        {status.hold && (
          <section class="card hold" id="hold">
            <h2>Held for your approval</h2>
            <p>{status.hold.why}</p>
            <p class="quiet">
              {sum(status.hold.changes)}. Held since <Time at={status.hold.since} />. Approving covers just
              what is listed here, for 24 hours.
            </p>
            <Changes changes={status.hold.changes} />
            <PostButton action="/approve" fields={{ hold: status.hold.id }}>
              {`Approve ${count(status.hold.changes.length, 'change')}`}
            </PostButton>
          </section>
        )}
        <Problems problems={status.engagements.problems} />
        <WaitingList waiting={status.waiting} />
        <Next plan={plan} nextTickAt={status.nextTickAt} />
        <LastRun status={status} />
        <EngagementList engagements={props.engagements} checks={checksLine(status.engagements)} />
        <ActivityList activity={props.activity} />
      </main>
      <footer class="quiet">
        {count(status.mailsLastHour, 'mail')} in the last hour ·{' '}
        {count(status.callsLastHour.token, 'token call')} in the last hour · <Time at={status.now} />
      </footer>
    </Layout>
  );
}

function Unprovisioned() {
  return (
    <section class="card">
      <h2>First step: make the databases</h2>
      <p>
        Engagements, Goals and Retros will be made under the parent page in Notion. Databases that are already
        there are taken over, and nothing in them is removed.
      </p>
      <PostButton action="/provision">Make the databases</PostButton>
    </section>
  );
}

const SIDE_WORDS = {
  ok: ['good', 'in step'],
  'never read': ['warn', 'not read yet'],
  paused: ['bad', 'paused'],
  failing: ['bad', 'failing'],
} as const satisfies Record<SideStatus['state'], readonly [string, string]>;

function SideCard(props: { name: string; side: SideStatus; calls: number; says: string | null }) {
  const [tone, words] = SIDE_WORDS[props.side.state];
  return (
    <section class="card">
      <h2>
        {props.name} <span class={`tag ${tone}`}>{words}</span>
      </h2>
      {props.side.sentence && <p>{props.side.sentence}</p>}
      {props.side.since && props.side.state !== 'ok' && (
        <p class="quiet">
          since <Time at={props.side.since} />
        </p>
      )}
      <p class="quiet">
        last read <Time at={props.side.lastReadAt} /> · {count(props.calls, 'call')} in the last hour
      </p>
      {props.says && <p class="quiet">{props.says}</p>}
    </section>
  );
}

function Problems(props: { problems: StatusReport['engagements']['problems'] }) {
  if (props.problems.length === 0) return null;
  return (
    <section class="card">
      <h2>Needs attention</h2>
      <dl>
        {props.problems.map((problem) => (
          <>
            <dt>{problem.name}</dt>
            <dd>{problem.sentence}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

function WaitingList(props: { waiting: readonly Waiting[] }) {
  if (props.waiting.length === 0) return null;
  return (
    <section class="card">
      <h2>Waiting on purpose</h2>
      <dl>
        {props.waiting.map((waiting) => (
          <>
            <dt>{waiting.engagement.name}</dt>
            <dd>
              {waiting.why} {waiting.until && <Time at={waiting.until} />}
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
}

function Next(props: { plan: PlanReport; nextTickAt: string | null }) {
  const { plan } = props;
  return (
    <section class="card">
      <h2>Next</h2>
      <p class="quiet">
        {plan.complete ? '' : 'Not everything has been read yet, so there may be more. '}
        Last observed <Time at={plan.observedAt} /> · next tick{' '}
        <Time at={props.nextTickAt} none="when cron wakes it" />
      </p>
      {plan.changes.length === 0 ? <p>Nothing to do.</p> : <Changes changes={plan.changes} />}
    </section>
  );
}

function LastRun(props: { status: StatusReport }) {
  const run = props.status.lastRun;
  if (!run) return null;
  return (
    <section class="card">
      <h2>
        Last run <span class={`tag ${run.state === 'failed' ? 'bad' : 'plain'}`}>{run.state}</span>
      </h2>
      <p>{run.sentence}</p>
      <p class="quiet">
        <Time at={run.startedAt} />, woken by {run.trigger} · {run.calls.notion} Notion and {run.calls.google}{' '}
        Calendar calls
      </p>
      {run.changes.length > 0 && (
        <details>
          <summary>{count(run.changes.length, 'change')}</summary>
          <Changes changes={run.changes} />
        </details>
      )}
    </section>
  );
}

function ActivityList(props: { activity: readonly ActivityEntry[] }) {
  if (props.activity.length === 0) return null;
  return (
    <section class="card">
      <h2>Activity</h2>
      <ol class="activity">
        {props.activity.map((entry) => (
          <li>
            <Time at={entry.at} /> {entry.engagement && <strong>{entry.engagement.name}</strong>}{' '}
            {entry.sentence}
          </li>
        ))}
      </ol>
    </section>
  );
}
