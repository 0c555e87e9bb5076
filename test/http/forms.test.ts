// The pages behind signed links, asked over HTTP: links, refusals, cookies, what is said where. What comes of votes and answers in
// Notion is in test/sync/vote.test.ts and survey.test.ts, how the pages look in test/pages/forms.test.ts.
import { describe, expect, test } from 'vitest';
import type { SurveyPage, VotePage, WorkspaceApi } from '../../src/workspace/api.ts';
import { linkMaker, readLink } from '../../src/workspace/links.ts';
import { ADMIN, aForm, anApp, SAME_ORIGIN } from './fake.ts';

const E1 = '1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b';
const PLAIN = E1.replaceAll('-', '');
const fit = linkMaker(ADMIN, '', 'fit')(E1);
const nps = linkMaker(ADMIN, '', 'nps')(E1);
const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const aVotePage = (over: Partial<VotePage> = {}): VotePage => ({
  name: 'Apollo <b>&',
  team: ['Ada Marlow', 'Hugo "H" Stern'],
  isOpen: true,
  fitCheck: null,
  own: null,
  averages: null,
  votes: [],
  ...over,
});
const aSurvey = (over: Partial<SurveyPage> = {}): SurveyPage => ({
  name: 'Apollo <b>&',
  lastDay: 'Sun 31 Jan 2027',
  own: null,
  ...over,
});
const VOTE = { voter: 'Ada Marlow', businessValue: '2', technicalValue: '0', teamFit: '1' };
const SCORES = { businessValue: 2, technicalValue: 0, teamFit: 1 } as const;

/** An app whose Workspace object knows one engagement. */
const app = (over: Partial<WorkspaceApi> = {}) =>
  anApp({
    votePage: async (id) => (id === E1 ? aVotePage() : null),
    vote: async (id) => (id === E1 ? 'counted' : null),
    surveyPage: async (id) => (id === E1 ? aSurvey() : null),
    answer: async (id) => (id === E1 ? 'taken' : null),
    ...over,
  });
const cookieOf = (answer: Response) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const withCookie = (cookie: string) => ({ ...SAME_ORIGIN, cookie });

describe('links', () => {
  test('[H35] a link opens its page without a log-in and says nothing but an id', async () => {
    const { request, calls } = app();
    for (const path of [fit, nps]) {
      expect(path).toMatch(/^\/f\/(fit|nps)\/[0-9a-f]{32}\.[\w-]{43}$/);
      const html = await (await request(path)).text();
      expect(html).toContain('Apollo &lt;b&gt;&amp;');
    }
    expect(calls).toEqual([
      ['votePage', E1, null],
      ['surveyPage', E1, null],
    ]);
  });

  test('[H35] the key is another for each kind of page and for each secret', () => {
    expect(readLink(ADMIN, 'fit', last(fit))).toBe(E1);
    expect(readLink(ADMIN, 'nps', last(fit))).toBeNull();
    expect(readLink(ADMIN, 'fit', last(nps))).toBeNull();
    expect(readLink(`${ADMIN}!`, 'fit', last(fit))).toBeNull();
    expect(linkMaker(ADMIN, 'https://a.example', 'fit')(E1.toUpperCase())).toBe(`https://a.example${fit}`);
  });

  const seal = last(fit).split('.')[1] ?? '';
  const WRONG: readonly (readonly [string, string])[] = [
    ['forged', `/f/fit/${PLAIN}.${'A'.repeat(43)}`],
    ['of another engagement', `/f/fit/${PLAIN.replace('1', '2')}.${seal}`],
    ['of the other kind', `/f/fit/${last(nps)}`],
    ['with its seal in other letters', `/f/fit/${PLAIN}.${seal.toLowerCase()}`],
    ['cut off', fit.slice(0, -1)],
    ['too long', `${fit}A`],
    ['with dashes', `/f/fit/${E1}.${seal}`],
    ['without a seal', `/f/fit/${PLAIN}`],
    ['with two seals', `${fit}.${seal}`],
    ['with nothing', '/f/fit/.'],
    ['escaped', `/f/fit/%2e%2e%2f${PLAIN}.${seal}`],
    ['of no kind', `/f/other/${last(fit)}`],
    ['that goes on', `${fit}/more`],
    ['for the survey, forged', `/f/nps/${last(fit)}`],
  ];

  test.each(WRONG)(
    '[H36] a link %s is answered like one that has expired, to the byte, and asks nobody',
    async (_, path) => {
      const { request, calls } = app({ surveyPage: async () => null });
      const expired = await request(nps);
      calls.length = 0;
      const answer = await request(path);
      expect([answer.status, await answer.text()]).toEqual([404, await expired.text()]);
      expect([...answer.headers]).toEqual([...expired.headers]);
      expect(calls).toEqual([]);
    },
  );

  test('[H36] a post to such a link is answered the same, whatever it says', async () => {
    const { request, calls } = app({ votePage: async () => null, surveyPage: async () => null });
    const dull = await (await request(nps)).text();
    calls.length = 0;
    for (const path of [`/f/fit/${PLAIN}.${'A'.repeat(43)}`, `/f/nps/${last(fit)}`, fit, nps]) {
      for (const fields of [VOTE, {}]) {
        const answer = await request(path, aForm(fields));
        expect([answer.status, await answer.text()]).toEqual([404, dull]);
      }
    }
    expect(calls.map(([name]) => name).filter((name) => name === 'vote' || name === 'answer')).toEqual([]);
  });

  test('[H18] pages behind links are as closed as all others', async () => {
    const { request } = app();
    for (const path of [fit, nps, '/f/fit/x']) {
      const { headers } = await request(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('script-src');
      expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
        'no-store',
        'no-referrer',
      ]);
    }
  });
});

describe('the vote', () => {
  test('[H37] a vote is counted, kept under its name, and answered by the page', async () => {
    const { request, calls } = app();
    const answer = await request(fit, aForm(VOTE));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, fit]);
    expect(calls.at(-1)).toEqual(['vote', E1, { voter: 'Ada Marlow', scores: SCORES }]);
    calls.length = 0;
    await request(fit, { headers: { cookie: cookieOf(answer) } });
    expect(calls).toEqual([['votePage', E1, 'Ada Marlow']]);
  });

  test('[H38] the name is kept where scripts and other sites do not get it, for these pages only', async () => {
    const { request } = app();
    const set = (
      await request(`https://sync.example.org${fit}`, {
        ...aForm(VOTE, { origin: 'https://sync.example.org' }),
      })
    ).headers.get('set-cookie');
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/f', 'Secure']) expect(set).toContain(part);
    const local = (await request(fit, aForm(VOTE))).headers.get('set-cookie');
    expect(local).not.toContain('Secure');
  });

  test('[H38] a name that somebody wrote into the cookie is nobody', async () => {
    const { request, calls } = app();
    const kept = cookieOf(await request(fit, aForm(VOTE)));
    const forged = kept.replace('Ada%20Marlow', 'Hugo%20Stern');
    expect(forged).not.toBe(kept);
    for (const cookie of [forged, 'voter=Ada%20Marlow']) await request(fit, { headers: { cookie } });
    expect(calls.filter(([name]) => name === 'votePage').slice(1)).toEqual([
      ['votePage', E1, null],
      ['votePage', E1, null],
    ]);
  });

  test('[H38] who has voted sees the others, who has not does not', async () => {
    const votes = [
      { voter: 'Ada Marlow', scores: SCORES },
      { voter: 'Hugo "H" Stern', scores: { businessValue: 1, technicalValue: 1, teamFit: 2 } as const },
    ];
    const averages = { votes: 2, businessValue: 1.5, technicalValue: 0.5, teamFit: 1.51 };
    const seen = await (
      await app({ votePage: async () => aVotePage({ own: SCORES, votes, averages }) }).request(fit)
    ).text();
    for (const words of ['2 votes so far', 'Hugo &quot;H&quot; Stern', '1.51', 'Change my vote']) {
      expect(seen).toContain(words);
    }
    const unseen = await (await app().request(fit)).text();
    expect(unseen).not.toContain('so far');
    expect(unseen).not.toContain('<table');
  });

  test('[H37] what is missing is said before the form and at its field, and what was entered stays', async () => {
    const { request, calls } = app();
    const answer = await request(fit, aForm({ voter: 'Somebody', businessValue: '2', technicalValue: '3' }));
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('role="alert"');
    for (const id of ['voter-fault', 'technicalValue-fault', 'teamFit-fault']) {
      expect(html).toContain(`id="${id}"`);
      expect(html).toMatch(new RegExp(`aria-describedby="[^"]*${id}"`));
    }
    expect(html).not.toContain('businessValue-fault');
    expect(html).toMatch(/id="businessValue-2"[^>]* checked/);
    expect(calls.map(([name]) => name)).toEqual(['votePage']);
  });

  test('[H40] a vote that comes too late is not counted, and says so', async () => {
    const late = app({ vote: async () => 'over' });
    const answer = await late.request(fit, aForm(VOTE));
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('was not counted')]);
    const over = app({
      votePage: async () => aVotePage({ isOpen: false, averages: { votes: 2, ...SCORES } }),
    });
    const html = await (await over.request(fit)).text();
    expect(html).toContain('Voting is over');
    expect(html).not.toContain('<form');
    expect((await over.request(fit, aForm(VOTE))).status).toBe(409);
    expect(over.calls.some(([name]) => name === 'vote')).toBe(false);
  });

  test('[H37] a post that does not come from the page is refused', async () => {
    const { request, calls } = app();
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site', origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[]) {
      for (const path of [fit, nps]) expect((await request(path, aForm(VOTE, headers))).status).toBe(403);
    }
    expect(calls).toEqual([]);
  });

  test('[H15] a post of another media type is refused', async () => {
    const headers = { ...SAME_ORIGIN, 'content-type': 'application/json' };
    const { request } = app();
    expect((await request(fit, { method: 'POST', headers, body: JSON.stringify(VOTE) })).status).toBe(415);
  });
});

describe('the survey', () => {
  /** Opens the survey, as a browser does before it answers. */
  async function opened(over: Partial<WorkspaceApi> = {}) {
    const made = app(over);
    const cookie = cookieOf(await made.request(nps));
    made.calls.length = 0;
    return { ...made, cookie };
  }

  test('[H41] a browser gets a random id with the page, and its answer is kept under it', async () => {
    const { request, calls, cookie } = await opened();
    expect(cookie).toMatch(/^browser=[0-9a-f-]{36}$/);
    const answer = await request(nps, aForm({ score: '10', why: ' Very\r\nhelpful. ' }, withCookie(cookie)));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, nps]);
    const id = cookie.slice('browser='.length);
    expect(calls.at(-1)).toEqual(['answer', E1, id, { score: 10, why: 'Very\nhelpful.' }]);
    expect((await request(nps, { headers: { cookie } })).headers.get('set-cookie')).toBeNull();
  });

  test('[H41] whoever has answered is thanked and may change it', async () => {
    const { request } = app({ surveyPage: async () => aSurvey({ own: { score: 7, why: '<i>Fine</i>' } }) });
    const html = await (await request(nps)).text();
    for (const words of [
      'Thank you',
      'until Sun 31 Jan 2027',
      '&lt;i&gt;Fine&lt;/i&gt;',
      'Change my answer',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toMatch(/id="score-7"[^>]* checked/);
  });

  test('[H41] 2,000 characters are taken and one more is not; line ends count once, and nothing is lost', async () => {
    const { request, calls, cookie } = await opened();
    const ask = (why: string) => request(nps, aForm({ score: '3', why }, withCookie(cookie)));
    const fits = `${'x'.repeat(999)}\r\n${'y'.repeat(1_000)}`;
    expect((await ask(fits)).status).toBe(303);
    calls.length = 0;
    const answer = await ask(`${fits}!`);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toMatch(/aria-describedby="why-hint why-fault"/);
    expect(html).toContain('y'.repeat(1_000));
    expect(html).toMatch(/id="score-3"[^>]* checked/);
    expect(calls.map(([name]) => name)).toEqual(['surveyPage']);
  });

  test.each(['', '11', '-1', '1.5', '01', 'ten'])('[H37] the score %j is none', async (score) => {
    const { request, calls, cookie } = await opened();
    const answer = await request(nps, aForm({ score, why: '' }, withCookie(cookie)));
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('id="score-fault"')]);
    expect(calls.map(([name]) => name)).toEqual(['surveyPage']);
  });

  test('[H41] what nobody can see is left out of a comment, and a blank one is none', async () => {
    const { request, calls, cookie } = await opened();
    const why = (text: string) => request(nps, aForm({ score: '9', why: text }, withCookie(cookie)));
    await why('a\u0000b\u202e\u200bc\td\n\n\n\ne 👩‍💻');
    await why(' \n\u200b ');
    expect(calls.filter(([name]) => name === 'answer').map(([, , , answer]) => answer)).toEqual([
      { score: 9, why: 'abc d\n\ne 👩‍💻' },
      { score: 9, why: null },
    ]);
  });

  test('[H41] a browser that keeps no cookie is told so', async () => {
    const { request, calls } = app();
    const answer = await request(nps, aForm({ score: '9', why: 'Lost?' }));
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('keeps no cookie');
    expect(html).toContain('Lost?');
    expect(calls.map(([name]) => name)).toEqual(['surveyPage']);
  });

  test('[H43] a full survey says so', async () => {
    const { request, cookie } = await opened({ answer: async () => 'full' });
    const answer = await request(nps, aForm({ score: '9' }, withCookie(cookie)));
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('as many answers')]);
  });

  test('[H45] nothing of who answers reaches the Workspace object, or the log', async () => {
    const { request, calls, logged, cookie } = await opened();
    const who = { ...withCookie(cookie), 'cf-connecting-ip': '203.0.113.7', 'user-agent': 'Netscape/4' };
    await request(nps, aForm({ score: '9', why: 'Good.' }, who));
    expect(JSON.stringify([calls, logged])).not.toMatch(/203\.0\.113\.7|Netscape/);
  });
});

describe('too much', () => {
  const from = (address: string) => ({ ...SAME_ORIGIN, 'cf-connecting-ip': address });

  test('[H42] after 30 posts within a minute an address is asked to wait, and is told how long', async () => {
    const { request, clock, calls } = app();
    for (let n = 0; n < 30; n++) expect((await request(fit, aForm(VOTE, from('a')))).status).toBe(303);
    calls.length = 0;
    clock.now += 20_000;
    const answer = await request(fit, aForm(VOTE, from('a')));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '40']);
    expect(await answer.text()).toContain('Try again in 40 seconds');
    expect(calls).toEqual([]);
    expect((await request(fit, aForm(VOTE, from('b')))).status).toBe(303);
    expect((await request(fit)).status).toBe(200);
    clock.now += 40_000;
    expect((await request(fit, aForm(VOTE, from('a')))).status).toBe(303);
  });

  test('[H42] so is everybody after 60 posts on one link', async () => {
    const { request } = app();
    for (let n = 0; n < 60; n++) await request(fit, aForm(VOTE, from(`a${n}`)));
    expect((await request(fit, aForm(VOTE, from('z')))).status).toBe(429);
    expect((await request(nps, aForm({}, from('z')))).status).toBe(422);
  });
});
