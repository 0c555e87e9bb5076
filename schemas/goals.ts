// Goals: what an engagement wants to reach, measured. DESIGN section 4.
import type { Database } from './property.ts';

export const goals = {
  key: 'goals',
  name: 'Goals',
  icon: '🎯',
  properties: {
    name: { name: 'Name', type: 'title' },
    engagement: { name: 'Engagement', type: 'relation', to: 'engagements', inverse: 'goals', creates: true },
    kind: {
      name: 'Kind',
      type: 'select',
      options: [
        { name: 'Business', color: 'green' },
        { name: 'Technical', color: 'blue' },
      ],
    },
    metric: { name: 'Metric', type: 'rich_text' },
    baseline: { name: 'Baseline', type: 'number', format: 'number' },
    target: { name: 'Target', type: 'number', format: 'number' },
    current: { name: 'Current', type: 'number', format: 'number' },
    // One quotient serves both directions: where Target is below Baseline both differences change their sign.
    // Without Current or Target nothing was reached yet: 0. `== empty()` asks for a blank; `empty(0)` is true in Notion.
    // The same sums as src/playbook/goals.ts, for Score, weight and Progress alike.
    score: {
      name: 'Score',
      type: 'formula',
      expression:
        'if(or(prop("Current") == empty(), prop("Target") == empty()), 0, if(prop("Target") - prop("Baseline") == 0, if(prop("Current") == prop("Target"), 1, 0), max(0, min(1, (prop("Current") - prop("Baseline")) / (prop("Target") - prop("Baseline"))))))',
    },
    weight: {
      name: 'Weight',
      type: 'number',
      format: 'number',
      description: 'How much the goal counts beside the others. Blank: 1.',
    },
    countedWeight: {
      name: 'Counted weight',
      type: 'formula',
      expression: 'if(prop("Weight") == empty(), 1, max(0, prop("Weight")))',
    },
    points: { name: 'Points', type: 'formula', expression: 'prop("Score") * prop("Counted weight")' },
  },
  views: [{ name: 'By engagement', type: 'table', groupBy: 'engagement' }],
} as const satisfies Database;
