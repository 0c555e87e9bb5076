import { describe, expect, test } from 'vitest';
import { aChange, aHold, aPlan, aRun, aStatus } from '../http/fake.ts';
import { type } from './terminal.ts';

describe('plan', () => {
  test('reads like a diff, grouped by engagement, with why and who is mailed', async () => {
    const borealis = { id: 'e2', name: 'Borealis' };
    const { exit, out } = await type('plan', {
      plan: async () =>
        aPlan({
          changes: [
            aChange({ mails: ['ada@example.com', 'bob@example.com'] }),
            aChange({
              engagement: borealis,
              kind: 'move',
              what: 'Retro 3: Borealis',
              from: 'Thu 14:00',
              to: 'Wed 14:00',
              mails: [],
              why: 'Moved in Notion.',
            }),
            aChange({
              kind: 'cancel',
              what: 'Check-in: Apollo',
              from: 'Mon 1 Mar 2027, 10:00–10:30',
              to: null,
              mails: [],
              why: 'Blanked in Notion.',
            }),
          ],
        }),
    });
    expect(out).toBe(
      `Apollo
  + Kickoff: Apollo   Mon 30 Nov 2026, 10:00–10:45  [Calendar]
      Dates was set in Notion.
      mails ada@example.com, bob@example.com
  - Check-in: Apollo  Mon 1 Mar 2027, 10:00–10:30  [Calendar]
      Blanked in Notion.

Borealis
  ~ Retro 3: Borealis  Thu 14:00 → Wed 14:00  [Calendar]
      Moved in Notion.

The next tick: 1 to make, 1 to move, 1 to cancel, 2 mails. Last observed 23 Nov 2026, 09:55 UTC.
`,
    );
    expect(exit).toBe(0);
  });

  test('says so when there is nothing to do', async () => {
    const { exit, out } = await type('plan');
    expect([exit, out]).toEqual([0, 'Nothing to do. Last observed 23 Nov 2026, 09:55 UTC.\n']);
  });

  test('shows what is held with the command that approves it, and exits with 3', async () => {
    const { exit, out } = await type('plan', { plan: async () => aPlan({ hold: aHold() }) });
    expect(out).toContain('Held for your approval since 23 Nov 2026, 09:55 UTC: More than three engagements');
    expect(out).toContain('- Kickoff: Apollo');
    expect(out).toContain('npm run approve -- hold-1');
    expect(exit).toBe(3);
  });

  test('exits with 3 while not everything has been read', async () => {
    const { exit, out } = await type('plan', {
      plan: async () => aPlan({ complete: false, observedAt: null }),
    });
    expect(out).toContain('Nothing was observed yet. Not everything has been read yet');
    expect(exit).toBe(3);
  });

  test('shows what waits on purpose', async () => {
    const waiting = [
      {
        engagement: { id: 'e1', name: 'Apollo' },
        until: '2026-11-23T10:01:00.000Z',
        why: 'Its row is being filled in.',
      },
    ];
    const { out } = await type('plan', { plan: async () => aPlan({ waiting }) });
    expect(out).toContain('Apollo: Its row is being filled in. (until 23 Nov 2026, 10:01 UTC)');
  });

  test('prints the report itself for scripts', async () => {
    const { out } = await type('plan --json', { plan: async () => aPlan({ hold: aHold() }) });
    expect(JSON.parse(out)).toEqual(aPlan({ hold: aHold() }));
  });

  test('shows no control characters that a title may hold', async () => {
    const { out } = await type('plan', {
      plan: async () => aPlan({ changes: [aChange({ what: '\u001b[2JKick\u202eoff' })] }),
    });
    expect(out).toContain('+  [2JKick off');
  });
});

describe('sync', () => {
  test('prints what the run did', async () => {
    const { exit, out, calls } = await type('sync --sweep');
    expect(out).toContain('+ Kickoff: Apollo');
    expect(out).toContain('done: Made one event. (1 made, 1 mail)');
    expect([exit, calls]).toEqual([0, [['sync', { sweep: true }]]]);
  });

  test('says so when there was nothing to do', async () => {
    const { exit, out } = await type('sync', { sync: async () => ({ run: null, finished: true }) });
    expect([exit, out]).toEqual([0, 'Both sides were read; there was nothing to do.\n']);
  });

  test('follows a run that goes on, a line for each step', async () => {
    const running = aRun({ state: 'running', endedAt: null, remaining: 2 });
    const later = [
      running,
      { ...running, changes: [...running.changes, ...running.changes], remaining: 1 },
      aRun(),
    ];
    const { exit, out, err, calls } = await type('sync', {
      sync: async () => ({ run: running, finished: false }),
      run: async () => later.shift() ?? null,
    });
    expect(err).toBe('· Asking for a sync\n· 1 of 3 changes made\n· 2 of 3 changes made\n');
    expect(out).toContain('done: Made one event.');
    expect(calls.map(([name]) => name)).toEqual(['sync', 'run', 'run', 'run']);
    expect(exit).toBe(0);
  });

  test('asks again while no tick has begun, and gives up after the time it was given', async () => {
    const { exit, err, calls } = await type('sync --wait 4', {
      sync: async () => ({ run: null, finished: false }),
    });
    expect(err).toContain('It has not begun yet');
    expect([exit, calls.length]).toEqual([3, 3]);
  });

  test.each([
    ['failed', {}, 1],
    ['paused', {}, 3],
    ['done', { held: 2 }, 3],
    ['done', { remaining: 2 }, 3],
    ['done', { waiting: 2 }, 0],
  ] as const)('a run that is %s with %o exits accordingly', async (state, over, code) => {
    const { exit } = await type('sync', {
      sync: async () => ({ run: aRun({ state, ...over }), finished: true }),
    });
    expect(exit).toBe(code);
  });

  test('says why a change failed', async () => {
    const changes = [{ ...aChange(), outcome: 'failed', failure: 'Google says no.' } as const];
    const { out } = await type('sync', { sync: async () => ({ run: aRun({ changes }), finished: true }) });
    expect(out).toContain('failed: Google says no.');
  });
});

describe('approve', () => {
  test('approves what the id stands for', async () => {
    const { exit, out, calls } = await type('approve hold-1');
    expect(out).toContain('1 change approved, for 24 hours.');
    expect([exit, calls]).toEqual([0, [['approve', 'hold-1']]]);
  });

  test('shows the new hold when it changed, and exits with 3', async () => {
    const hold = aHold({ id: 'hold-2' });
    const { exit, out } = await type('approve hold-1', { approve: async () => ({ ok: false, hold }) });
    expect(out).toContain('Nothing was approved');
    expect(out).toContain('npm run approve -- hold-2');
    expect(exit).toBe(3);
  });

  test('says so when nothing is held any more', async () => {
    const { exit, out } = await type('approve hold-1', { approve: async () => ({ ok: false, hold: null }) });
    expect(out).toContain('Nothing is held.');
    expect(exit).toBe(3);
  });

  test('without an id shows what is held and approves nothing', async () => {
    const { exit, out, calls } = await type('approve', { status: async () => aStatus({ hold: aHold() }) });
    expect(out).toContain('npm run approve -- hold-1');
    expect([exit, calls]).toEqual([3, [['status']]]);
  });
});

describe('provision', () => {
  test('goes on until all is made, a line for each step', async () => {
    const reports = ['Engagements', 'Goals', 'Retros'].map((name, i) => ({
      done: [`Made ${name}.`],
      problems: [],
      more: i < 2,
      databases: [{ name, id: name, url: `https://www.notion.so/${name}` }],
    }));
    const { exit, out, err } = await type('provision', { provision: async () => reports.shift()! });
    expect(err).toBe('· Made Engagements.\n· Made Goals.\n· Made Retros.\n');
    expect(out).toContain('✓ Made Goals.');
    expect(out).toContain('Retros  https://www.notion.so/Retros');
    expect(exit).toBe(0);
  });

  test('stops at what stands in the way, and exits with 3', async () => {
    const { exit, out, calls } = await type('provision', {
      provision: async () => ({
        done: [],
        problems: ['"Phase" has another type.'],
        more: true,
        databases: [],
      }),
    });
    expect(out).toContain('✗ "Phase" has another type.');
    expect([exit, calls.length]).toEqual([3, 1]);
  });
});

describe('status', () => {
  test('says first how things are', async () => {
    const { exit, out } = await type('status');
    expect(out.split('\n')[0]).toBe('All is well');
    expect(out).toContain('1 engagement: 1 Planning; 0 open checks');
    expect(out).toContain('Last hour: 12 Notion, 8 Calendar and 1 token calls; 4 mails');
    expect(exit).toBe(0);
  });

  test('shows a paused side with what to do, and exits with 3', async () => {
    const google = {
      state: 'paused',
      sentence: 'Share the calendar again.',
      since: null,
      lastReadAt: null,
    } as const;
    const { exit, out } = await type('status', { status: async () => aStatus({ google }) });
    expect(out).toContain('Calendar needs attention');
    expect(out).toContain('Share the calendar again.');
    expect(exit).toBe(3);
  });
});

describe('help and usage', () => {
  test('help names the exit codes', async () => {
    for (const line of ['--help', 'plan --help']) {
      const { exit, out } = await type(line);
      expect(exit).toBe(0);
      expect(out).toContain('3 something is held, paused or incomplete');
    }
  });

  test.each(['plan --nope', 'nope', 'sync --wait soon', 'approve a b'])(
    '"%s" is not understood: 2',
    async (line) => {
      const { exit, err, calls } = await type(line);
      expect(exit).toBe(2);
      expect(err).not.toBe('');
      expect(calls).toEqual([]);
    },
  );
});
