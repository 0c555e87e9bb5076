// A person moves, deletes and restores single meetings in Calendar: Notion follows, and nobody is mailed by us.
import { expect, it } from 'vitest';
import { comments, PEOPLE, point, tickAndSee } from './hands.ts';
import { engage, expectQuiet, mails, PLANNED, RETROS, tellStories } from './story.ts';

tellStories();

const SINGLE = [
  {
    title: 'Kickoff: Apollo',
    column: 'Kickoff',
    was: '2026-12-07 10:00',
    minutes: 90,
    is: '2026-12-07 11:30',
  },
  {
    title: 'Project retro: Apollo',
    column: 'Project retro',
    was: '2026-12-31 14:00',
    minutes: -60,
    is: '2026-12-31 13:00',
  },
  {
    title: 'Three-month check-in: Apollo',
    column: 'Check-in',
    was: '2027-04-01 10:00',
    minutes: 24 * 60,
    is: '2027-04-02 10:00',
  },
];

for (const { title, column, was, minutes, is } of SINGLE) {
  it(`[M3, S14] ${title} dragged in Calendar changes ${column} in Notion by one write, and mails nobody`, async () => {
    const { world, row, page } = await engage(PEOPLE);
    mails(world);
    world.google.act.move(await point(world, title), { minutes });
    const wrote = await tickAndSee(world);
    expect(row(column)).toBe(is);
    expect(wrote.google).toEqual([]);
    // The project retro has a page of its own that says the same.
    expect(wrote.notion).toEqual(
      column === 'Project retro' ? ['pages.update', 'pages.update'] : ['pages.update'],
    );
    expect(mails(world)).toEqual([]);
    expect(comments(world, page)).toEqual([]);
    await expectQuiet(world);
  });

  it(`[M8] ${title} dragged away is pinned and stays when Dates move; dragged back it is derived and moves along`, async () => {
    const { world, row, edit, calendar } = await engage(PEOPLE);
    world.google.act.move(await point(world, title), { minutes });
    await world.settle();
    await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
    expect(row(column)).toBe(is);
    expect(await calendar()).toContain(`${is} ${title}`);
    await edit({ Dates: { start: '2026-12-07', end: '2027-01-01' } });
    world.google.act.move(await point(world, title), { minutes: -minutes });
    await world.settle();
    expect(row(column)).toBe(was);
    await expectQuiet(world);
    await edit({ Dates: { start: '2026-12-14', end: '2027-01-08' } });
    expect(row(column)).not.toBe(was);
    expect(await calendar()).toContain(`${row(column)} ${title}`);
    await expectQuiet(world);
  });

  it(`[M9] ${title} deleted in Calendar blanks ${column} and stays away; typed again it is the same event`, async () => {
    const { world, row, edit, calendar } = await engage(PEOPLE);
    mails(world);
    const id = await point(world, title);
    world.google.act.remove(id);
    const wrote = await tickAndSee(world);
    expect(row(column)).toBeNull();
    expect(wrote.google).toEqual([]);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
    await edit({ Dates: { start: '2026-12-07', end: '2027-01-08' } });
    expect(row(column)).toBeNull();
    expect((await calendar()).filter((line) => line.includes(title))).toEqual([]);
    mails(world);
    await edit({ [column]: { start: '2027-01-07T16:00:00.000+01:00' } });
    expect(await calendar()).toContain(`2027-01-07 16:00 ${title}`);
    expect(await point(world, title)).toBe(id);
    expect(mails(world)).toEqual([`invitation ${title} ×4`]);
    await expectQuiet(world);
  });

  it(`[M9] ${title} deleted and restored in Calendar is back in Notion, and nobody is mailed by us`, async () => {
    const { world, row, calendar, retros } = await engage(PEOPLE);
    mails(world);
    const id = await point(world, title);
    world.google.act.remove(id);
    await world.settle();
    world.google.act.restore(id);
    const wrote = await tickAndSee(world);
    expect(row(column)).toBe(was);
    expect(retros()).toEqual(RETROS);
    expect(await calendar()).toEqual(PLANNED);
    expect(wrote.google).toEqual([]);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });

  it(`[C9] ${title} made all-day is put back at that day and the playbook's time, on both sides`, async () => {
    const { world, row, calendar } = await engage(PEOPLE);
    mails(world);
    world.google.act.makeAllDay(await point(world, title), '2026-12-21');
    await world.settle();
    const time = was.slice(11);
    expect(row(column)).toBe(`2026-12-21 ${time}`);
    expect(await calendar()).toContain(`2026-12-21 ${time} ${title}`);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });

  it(`[M4] ${title} moved to the same time on both sides is recorded without a call`, async () => {
    const { world, row, page } = await engage(PEOPLE);
    mails(world);
    // A check-in before the end of Dates would be named in Checks.
    const day = column === 'Check-in' ? '2027-04-07' : '2026-12-22';
    const time = { start: `${day}T09:00:00Z`, end: `${day}T09:50:00Z` };
    world.google.act.move(await point(world, title), time);
    world.notion.act.edit(page, { [column]: time });
    const wrote = await tickAndSee(world);
    expect(wrote.google).toEqual([]);
    expect(wrote.notion).toEqual(column === 'Project retro' ? ['pages.update'] : []);
    expect(row(column)).toBe(`${day} ${column === 'Check-in' ? '11' : '10'}:00`);
    expect(comments(world, page)).toEqual([]);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });

  it(`[M5] [M7] ${title} moved to different times: Calendar's is kept, and one comment says what was not`, async () => {
    const { world, row, page, calendar } = await engage(PEOPLE);
    mails(world);
    world.google.act.move(await point(world, title), { start: '2026-12-22T09:00:00+01:00' });
    world.notion.act.edit(page, { [column]: { start: '2026-12-23T16:00:00+01:00' } });
    await world.settle();
    expect(row(column)).toBe('2026-12-22 09:00');
    expect(await calendar()).toContain(`2026-12-22 09:00 ${title}`);
    expect(comments(world, page)).toHaveLength(1);
    expect(comments(world, page)[0]).toContain('Wed 23 Dec 2026, 16:00');
    expect(
      world.ledger
        .activity(50, page)
        .map(({ sentence }) => sentence)
        .join('\n'),
    ).toContain('Wed 23 Dec 2026, 16:00');
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });

  it(`[M10] ${title} deleted in Calendar and moved in Notion is cancelled, and the move is logged`, async () => {
    const { world, row, page, calendar } = await engage(PEOPLE);
    mails(world);
    world.google.act.remove(await point(world, title));
    world.notion.act.edit(page, { [column]: { start: '2026-12-23T16:00:00+01:00' } });
    await world.settle();
    expect(row(column)).toBeNull();
    expect((await calendar()).filter((line) => line.includes(title))).toEqual([]);
    expect(comments(world, page)).toHaveLength(1);
    expect(comments(world, page)[0]).toContain('Wed 23 Dec 2026, 16:00');
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });

  it(`[M10] ${title} moved in Calendar and blanked in Notion is cancelled, and the move is logged`, async () => {
    const { world, row, page, calendar } = await engage(PEOPLE);
    mails(world);
    world.google.act.move(await point(world, title), { start: '2026-12-22T09:00:00+01:00' });
    world.notion.act.edit(page, { [column]: null });
    await world.settle();
    expect(row(column)).toBeNull();
    expect((await calendar()).filter((line) => line.includes(title))).toEqual([]);
    expect(comments(world, page)).toHaveLength(1);
    expect(comments(world, page)[0]).toContain('Tue 22 Dec 2026, 09:00');
    expect(mails(world)).toEqual([`cancellation ${title} ×4`]);
    await expectQuiet(world);
  });
}
