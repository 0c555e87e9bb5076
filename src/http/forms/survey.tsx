// The survey of an engagement: one question and a why, without names.
import type { SurveyPage as Survey } from '../../workspace/api.ts';
import { readScore, type SurveyForm, WHY_LIMIT } from './fields.ts';
import { Fault, Faults, Frame } from './frame.tsx';

export interface SurveyProps {
  readonly page: Survey;
  /** What was sent and not taken, and why: by field, in words; null: nothing was. */
  readonly sent: SurveyForm | null;
  readonly faults: Readonly<Partial<Record<'score' | 'why' | 'form', string>>>;
}

const SCORES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export function SurveyPage({ page, sent, faults }: SurveyProps) {
  const listed = [
    ...(faults.form ? [['send', faults.form] as const] : []),
    ...(faults.score ? [['score-0', faults.score] as const] : []),
    ...(faults.why ? [['why', faults.why] as const] : []),
  ];
  const given = sent ? readScore(sent) : (page.own?.score ?? null);
  return (
    <Frame title={`${listed.length > 0 ? 'Not sent yet: ' : ''}How was it? ${page.name}`}>
      <h1>How was it? {page.name}</h1>
      {page.own && !sent && (
        <section class="card">
          <p class="good" role="status">
            Thank you. Your answer counts.
          </p>
          <p class="hint">{`You can change it in this browser until ${page.lastDay}.`}</p>
        </section>
      )}
      {!page.own && (
        <p class="hint">
          {`This survey is anonymous and open until ${page.lastDay}. One answer a browser; you can change it until then.`}
        </p>
      )}
      <Faults faults={listed} />
      <form method="post">
        <fieldset
          class={faults.score ? 'wrong' : ''}
          aria-describedby={faults.score ? 'ends score-fault' : 'ends'}
        >
          <legend>How likely is it that you would recommend working with us to another team?</legend>
          <div class="choices eleven">
            {SCORES.map((score) => (
              <label class="choice">
                <input
                  type="radio"
                  id={`score-${score}`}
                  name="score"
                  value={String(score)}
                  required
                  checked={given === score}
                />
                <span>{score}</span>
              </label>
            ))}
          </div>
          <p class="ends hint" id="ends">
            <span>0: not at all</span> <span>10: very likely</span>
          </p>
          <Fault id="score-fault" words={faults.score} />
        </fieldset>
        <div class={faults.why ? 'field wrong' : 'field'}>
          <label for="why">Why? (optional)</label>
          <p class="hint" id="why-hint">
            {`Up to ${WHY_LIMIT.toLocaleString('en')} characters. It stands without a name on the project retro’s page, so name nobody whom you would not name there.`}
          </p>
          <textarea
            id="why"
            name="why"
            rows={6}
            maxlength={WHY_LIMIT}
            autocomplete="off"
            aria-describedby={faults.why ? 'why-hint why-fault' : 'why-hint'}
            {...(faults.why && { 'aria-invalid': 'true' })}
          >
            {sent?.why ?? page.own?.why ?? ''}
          </textarea>
          <Fault id="why-fault" words={faults.why} />
        </div>
        <button type="submit" id="send">
          {page.own ? 'Change my answer' : 'Send'}
        </button>
        <p class="quiet">
          Kept are the number, your words and the day, and a mark by which this browser may change its answer;
          no name, no address. The mark goes when the survey ends.
        </p>
      </form>
    </Frame>
  );
}
