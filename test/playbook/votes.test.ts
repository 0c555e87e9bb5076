import { describe, expect, it } from 'vitest';
import {
  averagesOf,
  DEFAULT_PLAYBOOK,
  hasSurveyBegun,
  isVotingOpen,
  npsOf,
  PHASES,
  type Points,
  surveyEnds,
} from '../../src/playbook/index.ts';

const scores = (businessValue: Points, technicalValue: Points, teamFit: Points) => ({
  businessValue,
  technicalValue,
  teamFit,
});
const at = (text: string) => Date.parse(text);
const meeting = (start: string, end: string) => ({ start: at(start), end: at(end) });

describe('the fit check', () => {
  it('[P60] its means are rounded to two decimals, and come with how many voted', () => {
    expect(averagesOf([scores(2, 1, 0)])).toEqual({
      votes: 1,
      businessValue: 2,
      technicalValue: 1,
      teamFit: 0,
    });
    expect(averagesOf([scores(2, 0, 1), scores(1, 0, 1), scores(2, 1, 1)])).toEqual({
      votes: 3,
      businessValue: 1.67,
      technicalValue: 0.33,
      teamFit: 1,
    });
  });

  it('[P60] without a vote there is no mean', () => {
    expect(averagesOf([])).toBeNull();
  });

  it('[P62] is voted on in Sourcing only, until the end of its meeting where it has one', () => {
    const fitCheck = meeting('2026-12-03T10:00:00Z', '2026-12-03T10:30:00Z');
    expect(isVotingOpen('Sourcing', fitCheck, fitCheck.end - 1)).toBe(true);
    expect(isVotingOpen('Sourcing', fitCheck, fitCheck.end)).toBe(false);
    const later = at('2099-01-01');
    expect(PHASES.filter((phase) => isVotingOpen(phase, null, later))).toEqual(['Sourcing']);
  });
});

describe('the survey', () => {
  it('[P61] 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract', () => {
    const each = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(npsOf(each)).toEqual({ promoters: 2, passives: 2, detractors: 7, score: -45 });
  });

  it.each([
    [[10, 9], 100],
    [[0, 6], -100],
    [[10, 0], 0],
    [[7, 8], 0],
    [[10, 10, 8], 67],
    [[10, 7, 7, 7, 7, 7, 7, 7], 13],
    [[0, 7, 7, 7, 7, 7, 7, 7], -13],
  ])('[P61] %j score %i', (answers, score) => {
    expect(npsOf(answers)?.score).toBe(score);
  });

  it('[P61] without an answer there is no score', () => {
    expect(npsOf([])).toBeNull();
  });

  const days = { start: '2026-12-07', end: '2027-01-01' };
  const end = (...given: [typeof days | null, ReturnType<typeof meeting> | null]) => {
    const ends = surveyEnds(...given, 'Europe/Berlin', DEFAULT_PLAYBOOK);
    return ends && new Date(ends).toISOString();
  };

  it("[P63] ends when the thirtieth day after Dates' end does, in the engagement's zone", () => {
    expect(end(days, null)).toBe('2027-01-31T23:00:00.000Z');
    expect(end(days, meeting('2026-12-31T13:00:00Z', '2026-12-31T14:00:00Z'))).toBe(
      '2027-01-31T23:00:00.000Z',
    );
  });

  it('[P63] counts from the project retro where that was held later, and has no end without either', () => {
    const late = meeting('2027-01-10T23:30:00Z', '2027-01-11T00:30:00Z');
    expect(end(days, late)).toBe('2027-02-10T23:00:00.000Z');
    expect(end(null, late)).toBe('2027-02-10T23:00:00.000Z');
    expect(end(null, null)).toBeNull();
  });

  it('[P64] begins with Wrapping up, or when the project retro is over', () => {
    const retro = meeting('2026-12-31T13:00:00Z', '2026-12-31T14:00:00Z');
    const begun = (now: number) => PHASES.filter((phase) => hasSurveyBegun(phase, retro, now));
    expect(begun(retro.end - 1)).toEqual(['Wrapping up', 'Completed', 'Ended early']);
    expect(begun(retro.end)).toEqual(['Planning', 'Executing', 'Wrapping up', 'Completed', 'Ended early']);
  });
});
