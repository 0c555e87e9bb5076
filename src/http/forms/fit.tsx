// The page on which the home team votes on a fit check: one form; what the others voted is there once you have.
import { CRITERIA, type Criterion, POINTS } from '../../playbook/index.ts';
import type { VotePage } from '../../workspace/api.ts';
import { count } from '../wording.ts';
import { openCriteria, readPoints, type VoteForm } from './fields.ts';
import { Fault, Faults, Frame } from './frame.tsx';

/** How each criterion is asked for, and what its points mean. */
const QUESTIONS: Readonly<
  Record<Criterion, readonly [name: string, question: string, points: readonly string[]]>
> = {
  businessValue: [
    'Business value',
    'How much would it help the host team’s business?',
    ['hardly', 'some', 'a lot'],
  ],
  technicalValue: [
    'Technical value',
    'How much would it improve what they build on?',
    ['hardly', 'some', 'a lot'],
  ],
  teamFit: ['Team fit', 'How well would we work together?', ['not well', 'fairly', 'very well']],
};

/** Heads of columns that a phone has room for. */
const SHORT: Readonly<Record<Criterion, string>> = {
  businessValue: 'Business',
  technicalValue: 'Technical',
  teamFit: 'Team',
};

export interface FitProps {
  readonly page: VotePage;
  /** Whom this browser last voted as. */
  readonly voter: string | null;
  /** What was sent and not taken; null: nothing was. */
  readonly sent: VoteForm | null;
  /** Whether voting ended before this vote came. */
  readonly isLate: boolean;
}

export function FitPage({ page, voter, sent, isLate }: FitProps) {
  const open = sent && !isLate ? openCriteria(sent) : [];
  const isNobody = sent !== null && !isLate && !page.team.includes(sent.voter);
  const faults = [
    ...(isNobody ? [['voter', 'Choose your name.'] as const] : []),
    ...open.map(
      (criterion) =>
        [`${criterion}-0`, `Choose 0, 1 or 2 for ${QUESTIONS[criterion][0].toLowerCase()}.`] as const,
    ),
  ];
  return (
    <Frame title={`${faults.length > 0 ? 'Not sent yet: ' : ''}Fit check: ${page.name}`}>
      <h1>Fit check: {page.name}</h1>
      {isLate && (
        <p class="card notice warn" role="alert">
          Voting ended before this vote came in, so it was not counted.
        </p>
      )}
      {page.own && <Result page={page} voter={voter} />}
      {page.isOpen ? (
        <>
          {page.own && <h2>Change your vote</h2>}
          {!page.own && (
            <p class="hint">
              0 speaks against it, 2 speaks for it. What the others voted is shown once you have voted.
            </p>
          )}
          <Faults faults={faults} />
          <Ballot {...{ page, voter, sent, open, isNobody }} />
        </>
      ) : (
        !page.own && <Over page={page} />
      )}
    </Frame>
  );
}

function Ballot(props: {
  page: VotePage;
  voter: string | null;
  sent: VoteForm | null;
  open: readonly Criterion[];
  isNobody: boolean;
}) {
  const { page, voter, sent, open, isNobody } = props;
  const chosen = sent?.voter ?? voter;
  return (
    <form method="post">
      <div class={isNobody ? 'field wrong' : 'field'}>
        <label for="voter">Your name</label>
        <select
          id="voter"
          name="voter"
          required
          autocomplete="off"
          {...(isNobody && { 'aria-invalid': 'true', 'aria-describedby': 'voter-fault' })}
        >
          <option value="">Choose …</option>
          {page.team.map((name) => (
            <option value={name} selected={name === chosen}>
              {name}
            </option>
          ))}
        </select>
        <Fault id="voter-fault" words={isNobody ? 'Choose your name.' : undefined} />
      </div>
      {CRITERIA.map((criterion) => (
        <Points
          criterion={criterion}
          given={sent ? readPoints(sent, criterion) : (page.own?.[criterion] ?? null)}
          isOpen={open.includes(criterion)}
        />
      ))}
      <button type="submit">{page.own ? 'Change my vote' : 'Vote'}</button>
      <p class="quiet">
        You can change your vote{' '}
        {page.fitCheck
          ? `until the fit check is over (${page.fitCheck})`
          : 'as long as the engagement is in Sourcing'}
        . Whoever has voted sees your name and your vote; this browser remembers your name.
      </p>
    </form>
  );
}

function Points(props: { criterion: Criterion; given: number | null; isOpen: boolean }) {
  const { criterion, given, isOpen } = props;
  const [name, question, meanings] = QUESTIONS[criterion];
  const described = isOpen ? `${criterion}-hint ${criterion}-fault` : `${criterion}-hint`;
  return (
    <fieldset class={isOpen ? 'wrong' : ''} aria-describedby={described}>
      <legend>{name}</legend>
      <p class="hint" id={`${criterion}-hint`}>
        {question}
      </p>
      <div class="choices three">
        {POINTS.map((points) => (
          <label class="choice">
            <input
              type="radio"
              id={`${criterion}-${points}`}
              name={criterion}
              value={String(points)}
              required
              checked={given === points}
            />
            <span>
              {points}
              <small>{meanings[points]}</small>
            </span>
          </label>
        ))}
      </div>
      <Fault id={`${criterion}-fault`} words={isOpen ? 'Choose 0, 1 or 2.' : undefined} />
    </fieldset>
  );
}

function Result({ page, voter }: { page: VotePage; voter: string | null }) {
  return (
    <section class="card">
      <p class="good" role="status">
        {page.isOpen ? `Your vote counts, ${voter}.` : 'Voting is over.'}
      </p>
      <table>
        <caption>{count(page.votes.length, 'vote')} so far</caption>
        <thead>
          <tr>
            <th scope="col">Who</th>
            {CRITERIA.map((criterion) => (
              <th scope="col" abbr={QUESTIONS[criterion][0]}>
                {SHORT[criterion]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.votes.map((vote) => (
            <tr>
              <th scope="row">{vote.voter}</th>
              {CRITERIA.map((criterion) => (
                <td>{vote.scores[criterion]}</td>
              ))}
            </tr>
          ))}
        </tbody>
        {page.averages && (
          <tfoot>
            <tr>
              <th scope="row">Mean</th>
              {CRITERIA.map((criterion) => (
                <td>{page.averages?.[criterion]}</td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Over({ page }: { page: VotePage }) {
  const { averages } = page;
  return (
    <section class="card">
      <p>Voting is over.</p>
      {averages ? (
        <dl>
          {CRITERIA.map((criterion) => (
            <>
              <dt>{QUESTIONS[criterion][0]}</dt>
              <dd>{averages[criterion]} of 2</dd>
            </>
          ))}
          <dt>Votes</dt>
          <dd>{averages.votes}</dd>
        </dl>
      ) : (
        <p>Nobody voted.</p>
      )}
    </section>
  );
}
