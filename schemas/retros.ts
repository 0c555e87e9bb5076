// Retros: one page an occurrence (engagement, week), and one for the project retro. DESIGN section 4.
import type { Database } from './property.ts';

export const retros = {
  key: 'retros',
  name: 'Retros',
  icon: '🔁',
  properties: {
    name: { name: 'Name', type: 'title' },
    engagement: { name: 'Engagement', type: 'relation', to: 'engagements', inverse: 'retros', creates: true },
    kind: {
      name: 'Kind',
      type: 'select',
      options: [
        { name: 'Weekly', color: 'blue' },
        { name: 'Project', color: 'purple' },
      ],
    },
    week: { name: 'Week', type: 'number', format: 'number' },
    date: { name: 'Date', type: 'date' },
    status: {
      name: 'Status',
      type: 'status',
      options: [
        { name: 'Planned', color: 'gray', group: 'To-do' },
        { name: 'Held', color: 'green', group: 'Complete' },
        { name: 'Cancelled', color: 'red', group: 'Complete' },
      ],
    },
    progress: {
      name: 'Progress',
      type: 'number',
      format: 'percent',
      description: "The goals' score when it was held.",
    },
    notesStatus: {
      name: 'Notes status',
      type: 'status',
      options: [
        { name: 'Draft', color: 'gray', group: 'To-do' },
        { name: 'Ready', color: 'yellow', group: 'In progress' },
        { name: 'Sent', color: 'green', group: 'Complete' },
      ],
    },
    calendar: { name: 'Calendar', type: 'url', description: 'Kept by Engagement Sync.' },
    key: {
      name: 'Key',
      type: 'rich_text',
      description: 'Kept by Engagement Sync: how this page is found again.',
    },
  },
  views: [
    { name: 'Calendar', type: 'calendar', date: 'date' },
    { name: 'List', type: 'list' },
  ],
} as const satisfies Database;
