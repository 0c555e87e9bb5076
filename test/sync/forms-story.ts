// What the stories about votes and the survey stand on: engagements in the phases that have them, and what people do on the
// Worker's own pages.
import type { Points } from '../../src/playbook/index.ts';
import {
  endSurveys,
  readSurveyPage,
  readVotePage,
  takeAnswer,
  takeVote,
} from '../../src/workspace/form-pages.ts';
import type { TestWorld } from '../world/world.ts';
import { engage, settle } from './story.ts';

export const PUBLIC_URL = 'https://sync.example.org';
export const settings = { PUBLIC_URL, HOME_TEAM: 'Grace Lindqvist, Hugo Stern,Ada Marlow' };
export const SOURCING = {
  Phase: 'Sourcing',
  Dates: null,
  'Fit check': { start: '2026-11-26T10:00:00+01:00', end: '2026-11-26T10:30:00+01:00' },
};
export const LINK = /^https:\/\/sync\.example\.org\/f\/(fit|nps)\/[0-9a-f]{32}\.[\w-]{43}$/;

/** What people do on the Worker's own pages. */
export function pagesOf(world: TestWorld, engagement: string) {
  return {
    vote: (voter: string, ...given: readonly [Points, Points, Points]) => {
      const [businessValue, technicalValue, teamFit] = given;
      const scores = { businessValue, technicalValue, teamFit };
      return takeVote(world, engagement, { voter, scores }, Date.now());
    },
    votePage: (voter: string | null) => readVotePage(world, engagement, voter, Date.now()),
    answer: (browser: string, score: number, why: string | null = null) =>
      takeAnswer(world, engagement, browser, { score, why }, Date.now()),
    survey: (browser: string | null = null) => readSurveyPage(world, engagement, browser, Date.now()),
    end: () => endSurveys(world, Date.now()),
  };
}

export async function sourcing(options: Parameters<typeof engage>[1] = { settings }) {
  const told = await engage(SOURCING, options);
  return { ...told, ...pagesOf(told.world, told.page) };
}

/** In Wrapping up: the project retro was on 31 December, Dates end on 1 January. */
export async function wrappedUp() {
  const told = await engage({}, { settings });
  await told.world.at('2026-12-31T14:00:00Z');
  await settle(told.world);
  const retro = told.retro(null);
  return {
    ...told,
    ...pagesOf(told.world, told.page),
    body: (page = retro) => told.world.notion.see.body(page),
    projectRetro: retro,
  };
}
