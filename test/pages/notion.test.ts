import { beforeEach, describe, expect, test } from 'vitest';
import { type Fields, openPages } from './ground.ts';

type Pages = Awaited<ReturnType<typeof openPages>>;
let pages: Pages;
let goals: string;
let engagements: string;
let apollo: string;
let page: string;

beforeEach(async () => {
  pages = await openPages();
  const { act, world } = pages.notion;
  const source = [...world.state.dataSources.values()][0]!;
  goals = source.database;
  engagements = act.createDatabase('Engagements', {
    Name: { title: {} },
    Phase: { status: { options: [{ name: 'Planning' }, { name: 'Executing' }] } },
    Dates: { date: {} },
    Kickoff: { date: {} },
    'Host team': { rich_text: {} },
    Engineer: { people: {} },
    NPS: { number: {} },
    'One-pager': { url: {} },
    Goals: { relation: { data_source_id: source.id, single_property: {} } },
  });
  apollo = act.create('Engagements', {
    Name: 'Apollo <1> & "more"',
    Dates: { start: '2026-11-30', end: '2027-02-05' },
    Kickoff: { start: '2026-11-30T10:00:00', end: '2026-11-30T10:45:00', time_zone: 'Europe/Berlin' },
    Engineer: ['Ada Marlow'],
    'Host team': 'Web',
  });
  page = `/notion/p/${apollo}`;
});

const idOf = (name: string): string => {
  const sources = [...pages.notion.world.state.dataSources.values()];
  return sources.flatMap(({ properties }) => properties).find((one) => one.name === name)!.id;
};
/** Changes fields of the page's form, by property name, and sends all of it. */
const edit = async (changes: (id: (name: string) => string) => Fields) =>
  pages.send(`${page}/edit`, { ...(await pages.formOf(page, `${page}/edit`)), ...changes(idOf) });
const row = () => pages.notion.see.page(apollo);

describe('the tables of the local Notion', () => {
  test('show every database as a tab and every row with its values in words', async () => {
    const html = await pages.read(`/notion/d/${engagements}`);
    expect(html).toContain('Apollo &lt;1&gt; &amp; &quot;more&quot;');
    expect(html).toContain('Mon 30 Nov 2026 – Fri 5 Feb 2027');
    expect(html).toContain('Mon 30 Nov 2026, 10:00 – 10:45');
    expect(html).toContain('Ada Marlow');
    expect(html).toContain(`href="/notion/d/${goals}"`);
  });

  test('sort by a column, blank cells last, and search what rows say', async () => {
    const { act } = pages.notion;
    act.create('Engagements', { Name: 'Borealis', NPS: 9 });
    act.create('Engagements', { Name: 'Calypso', NPS: 10 });
    const order = async (query: string): Promise<string[]> => {
      const html = await pages.read(`/notion/d/${engagements}?${query}`);
      return [...html.matchAll(/class="title"[^>]*>(\w+)/g)].map(([, name]) => name ?? '');
    };
    const nps = encodeURIComponent(idOf('NPS'));
    expect(await order(`sort=${nps}`)).toEqual(['Borealis', 'Calypso', 'Apollo']);
    expect(await order(`sort=${nps}&down=1`)).toEqual(['Calypso', 'Borealis', 'Apollo']);
    expect(await order('search=ada')).toEqual(['Apollo']);
  });

  test('take a new page and lead to it', async () => {
    const { at, page: html } = await pages.send(`/notion/d/${engagements}/new`, { name: 'Daedalus' });
    expect(html).toContain('Added to Engagements.');
    expect(pages.notion.see.page(at.replace('/notion/p/', '')).Name).toBe('Daedalus');
  });

  test('keep what is in the trash apart, from where it is restored', async () => {
    await pages.send(`${page}/trash`);
    expect(await pages.read(`/notion/d/${engagements}`)).toContain('No rows.');
    expect(await pages.read(`/notion/d/${engagements}?trash=1`)).toContain('Apollo');
    await pages.send(`${page}/restore`);
    expect(pages.notion.see.rows('Engagements')).toHaveLength(1);
  });
});

describe('a page of the local Notion', () => {
  test('sent back as it is changes nothing', async () => {
    const before = row();
    expect((await edit(() => ({}))).page).toContain('There was nothing to change.');
    expect(row()).toEqual(before);
    expect(pages.acted).toEqual([]);
  });

  test('takes a change of any property, and says which', async () => {
    const made = pages.notion.act.create('Goals', { Name: 'Fewer clicks' });
    const ben = [...pages.notion.world.state.users.values()].find(({ name }) => name === 'Ben Okafor')!;
    const { page: html } = await edit((id) => ({
      [`v.${id('Name')}`]: 'Apollo',
      [`v.${id('Phase')}`]: 'Executing',
      [`day.${id('Dates')}`]: '2026-12-07',
      [`v.${id('Host team')}`]: 'Web\r\nand mobile',
      [`v.${id('Engineer')}`]: [ben.id],
      [`v.${id('NPS')}`]: '8.5',
      [`v.${id('One-pager')}`]: 'https://example.com/a',
      [`v.${id('Goals')}`]: [made],
    }));
    expect(html).toContain('Saved: Name, Phase, Dates, Host team, Engineer, NPS, One-pager, Goals.');
    expect(row()).toMatchObject({
      Name: 'Apollo',
      Phase: 'Executing',
      Dates: { start: '2026-12-07', end: '2027-02-05' },
      'Host team': 'Web\nand mobile',
      Engineer: ['Ben Okafor'],
      NPS: 8.5,
      'One-pager': 'https://example.com/a',
      Goals: ['Fewer clicks'],
    });
    expect(pages.acted).toEqual(['notion']);
  });

  test('writes only what was changed by hand: what the sync wrote meanwhile stays', async () => {
    const form = await pages.formOf(page, `${page}/edit`);
    pages.notion.act.edit(apollo, { Phase: 'Executing' });
    await pages.send(`${page}/edit`, { ...form, [`v.${idOf('NPS')}`]: '7' });
    expect(row()).toMatchObject({ Phase: 'Executing', NPS: 7 });
  });

  test('takes a time in another zone, and an end on the same day', async () => {
    await edit((id) => ({
      [`time.${id('Kickoff')}`]: '16:00',
      [`endTime.${id('Kickoff')}`]: '16:30',
      [`zone.${id('Kickoff')}`]: 'America/New_York',
    }));
    expect(await pages.read(page)).toContain('value="22:00"');
    expect(row().Kickoff).toEqual({
      start: '2026-11-30T16:00:00.000-05:00',
      end: '2026-11-30T16:30:00.000-05:00',
    });
  });

  test('blanks what is cleared', async () => {
    await edit((id) => ({
      [`day.${id('Dates')}`]: '',
      [`endDay.${id('Dates')}`]: '',
      [`v.${id('Engineer')}`]: [],
      [`v.${id('Host team')}`]: '',
    }));
    expect(row()).toMatchObject({ Dates: null, Engineer: [], 'Host team': '' });
  });

  test('says what is wrong with a value, and changes nothing then', async () => {
    const wrong = await edit((id) => ({ [`day.${id('Dates')}`]: '', [`v.${id('Name')}`]: 'Other' }));
    expect(wrong.page).toContain('Dates: an end or a time needs a first day.');
    const late = await edit((id) => ({ [`day.${id('Dates')}`]: '2027-12-07' }));
    expect(late.page).toContain('The end of a date must not be before its start.');
    expect(row()).toMatchObject({ Name: 'Apollo <1> & "more"', Dates: { start: '2026-11-30' } });
  });

  test('shows comments and takes one in the name of whoever acts', async () => {
    const ben = [...pages.notion.world.state.users.values()].find(({ name }) => name === 'Ben Okafor')!;
    await pages.send('/as', { as: ben.id, back: page });
    const { page: html } = await pages.send(`${page}/comment`, { words: 'Is this <b>right</b>?' });
    expect(html).toContain('Is this &lt;b&gt;right&lt;/b&gt;?');
    expect(pages.notion.see.comments(apollo)).toEqual([{ by: 'Ben Okafor', words: 'Is this <b>right</b>?' }]);
  });

  test('can be duplicated, archived and written on', async () => {
    expect((await pages.send(`${page}/duplicate`)).page).toContain('this is the copy');
    await pages.send(`${page}/write`, { markdown: '## Notes\n\nAll well.' });
    expect(await pages.read(page)).toContain('All well.');
    expect((await pages.send(`${page}/archive`)).page).toContain('This page is archived.');
  });

  test('that is not there is not found', async () => {
    expect((await pages.request('/notion/p/nothing')).status).toBe(404);
    expect((await pages.request('/notion/d/nothing')).status).toBe(404);
  });
});
