// The engagements and their meetings, in the order of the phases.
import { PHASES } from '../../playbook/words.ts';
import type { EngagementReport, ScheduledMeeting } from '../../workspace/api.ts';
import { count, isSetByHand } from '../wording.ts';
import { Link } from './parts.tsx';

export function EngagementList(props: { engagements: readonly EngagementReport[]; checks: string }) {
  if (props.engagements.length === 0) return null;
  return (
    <section class="card">
      <h2>Engagements</h2>
      <p class="quiet">{props.checks}</p>
      {sortByPhase(props.engagements).map((engagement) => (
        <Engagement engagement={engagement} />
      ))}
    </section>
  );
}

/** In the order of an engagement's life; names decide within a phase; rows without a phase come last. */
function sortByPhase(engagements: readonly EngagementReport[]): readonly EngagementReport[] {
  const place = (engagement: EngagementReport): number => {
    const index = (PHASES as readonly (string | null)[]).indexOf(engagement.phase);
    return index < 0 ? PHASES.length : index;
  };
  return [...engagements].sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

function Engagement(props: { engagement: EngagementReport }) {
  const { engagement } = props;
  const ahead = engagement.meetings.filter((meeting) => meeting.state === 'planned').length;
  return (
    <details class="engagement">
      <summary>
        <strong>{engagement.name}</strong> <span class="tag plain">{engagement.phase ?? 'no phase'}</span>{' '}
        <span class="quiet">
          {count(ahead, 'meeting')} ahead · {engagement.timeZone}
        </span>
        {engagement.sync && <span class="tag warn">{engagement.sync}</span>}
      </summary>
      <p>
        <Link href={engagement.link}>Open in Notion</Link>
      </p>
      {engagement.checks.length > 0 && (
        <ul>
          {engagement.checks.map((check) => (
            <li>{check.sentence}</li>
          ))}
        </ul>
      )}
      {engagement.meetings.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Meeting</th>
                <th scope="col">When</th>
                <th scope="col">State</th>
                <th scope="col">Guests</th>
              </tr>
            </thead>
            <tbody>
              {engagement.meetings.map((meeting) => (
                <MeetingRow meeting={meeting} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function MeetingRow(props: { meeting: ScheduledMeeting }) {
  const { meeting } = props;
  return (
    <tr class={meeting.state}>
      <td>
        <Link href={meeting.link}>{meeting.title}</Link>
        {meeting.week !== null && <span class="quiet"> week {meeting.week}</span>}
      </td>
      <td>{meeting.local}</td>
      <td>
        {meeting.state}
        {isSetByHand(meeting) && ', pinned'}
      </td>
      <td>{meeting.guests.join(', ')}</td>
    </tr>
  );
}
