// Engagements: one page an engagement. DESIGN section 4.
import { PHASES, type Phase } from '../src/playbook/words.ts';
import type { Database, Option, StatusGroup, StatusOption } from './property.ts';

const PHASE_LOOKS: Record<Phase, [StatusGroup, Option['color']]> = {
  Sourcing: ['To-do', 'gray'],
  Planning: ['To-do', 'yellow'],
  Executing: ['In progress', 'blue'],
  'Wrapping up': ['In progress', 'purple'],
  Completed: ['Complete', 'green'],
  Declined: ['Complete', 'red'],
  'Ended early': ['Complete', 'orange'],
};

const phases: readonly StatusOption<Phase>[] = PHASES.map((name) => ({
  name,
  group: PHASE_LOOKS[name][0],
  color: PHASE_LOOKS[name][1],
}));

/** Zones to choose from at first; people add their own by typing an IANA name. */
const zones: readonly Option<string>[] = [
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/London',
  'UTC',
].map((name) => ({ name, color: 'default' }));

export const engagements = {
  key: 'engagements',
  name: 'Engagements',
  icon: '🤝',
  properties: {
    name: { name: 'Name', type: 'title' },
    phase: { name: 'Phase', type: 'status', options: phases },
    dates: { name: 'Dates', type: 'date', description: 'First and last day. Without an end: ten weeks.' },
    hostTeam: { name: 'Host team', type: 'rich_text' },
    engineer: { name: 'Engineer', type: 'people', description: 'Runs the day to day.' },
    advisor: { name: 'Advisor', type: 'people', description: 'Answers for success; not the engineer.' },
    hostPeople: { name: 'Host people', type: 'people' },
    guests: { name: 'Guests', type: 'rich_text', description: 'E-mail addresses, separated by commas.' },
    timeZone: { name: 'Time zone', type: 'select', options: zones },
    intro: { name: 'Intro', type: 'date' },
    fitCheck: { name: 'Fit check', type: 'date' },
    kickoff: { name: 'Kickoff', type: 'date' },
    weeklyRetro: {
      name: 'Weekly retro',
      type: 'date',
      description: 'Its weekday and time are the slot of every weekly retro.',
    },
    projectRetro: { name: 'Project retro', type: 'date' },
    checkIn: { name: 'Check-in', type: 'date' },
    followUp: {
      name: 'Follow-up',
      type: 'checkbox',
      description: 'Ticked: a short meeting in each of the months until the check-in.',
    },
    onePager: { name: 'One-pager', type: 'url' },
    businessValue: { name: 'Business value', type: 'number', format: 'number', description: '0, 1 or 2.' },
    technicalValue: { name: 'Technical value', type: 'number', format: 'number', description: '0, 1 or 2.' },
    teamFit: { name: 'Team fit', type: 'number', format: 'number', description: '0, 1 or 2.' },
    fitScore: {
      name: 'Fit score',
      type: 'formula',
      // 0–6; blank, not 0, until somebody has scored.
      expression:
        'if(and(prop("Business value") == empty(), prop("Technical value") == empty(), prop("Team fit") == empty()), toNumber(""), prop("Business value") + prop("Technical value") + prop("Team fit"))',
    },
    votes: {
      name: 'Votes',
      type: 'number',
      format: 'number',
      description: 'How many voted on the fit check.',
    },
    vote: { name: 'Vote', type: 'url', description: 'Kept by Engagement Sync: where the home team votes.' },
    goals: { name: 'Goals', type: 'relation', to: 'goals', inverse: 'engagement', creates: false },
    retros: { name: 'Retros', type: 'relation', to: 'retros', inverse: 'engagement', creates: false },
    // A rollup averages without weights, so Progress divides two sums; blank, not 0, until a goal was scored.
    scoredGoals: {
      name: 'Scored goals',
      type: 'rollup',
      relation: 'goals',
      property: 'current',
      function: 'not_empty',
    },
    points: { name: 'Points', type: 'rollup', relation: 'goals', property: 'points', function: 'sum' },
    weights: {
      name: 'Weights',
      type: 'rollup',
      relation: 'goals',
      property: 'countedWeight',
      function: 'sum',
    },
    progress: {
      name: 'Progress',
      type: 'formula',
      expression:
        'if(and(prop("Scored goals") > 0, prop("Weights") > 0), prop("Points") / prop("Weights"), toNumber(""))',
    },
    nps: { name: 'NPS', type: 'number', format: 'number' },
    promoters: { name: 'Promoters', type: 'number', format: 'number', description: 'Answered 9 or 10.' },
    passives: { name: 'Passives', type: 'number', format: 'number', description: 'Answered 7 or 8.' },
    detractors: { name: 'Detractors', type: 'number', format: 'number', description: 'Answered 0 to 6.' },
    survey: { name: 'Survey', type: 'url', description: 'Kept by Engagement Sync: for the host team.' },
    ownership: {
      name: 'Ownership',
      type: 'rich_text',
      description: 'Who owns what is left behind once the engagement is over.',
    },
    calendar: { name: 'Calendar', type: 'url', description: 'Kept by Engagement Sync.' },
    checks: {
      name: 'Checks',
      type: 'rich_text',
      description: 'Kept by Engagement Sync: what is still open.',
    },
    sync: {
      name: 'Sync',
      type: 'rich_text',
      description: 'Kept by Engagement Sync: blank when all is well.',
    },
  },
  views: [
    { name: 'By phase', type: 'board', groupBy: 'phase' },
    { name: 'Timeline', type: 'timeline', date: 'dates' },
    { name: 'All', type: 'table' },
  ],
} as const satisfies Database;
