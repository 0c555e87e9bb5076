// Columns that are removed and added again blank: they are filled before they are read.
import { expect, it } from 'vitest';
import { engage, expectQuiet, mails, PEOPLE, PLANNED, RETROS, settle, tellStories } from './story.ts';

tellStories();

const without = (lines: string[], ...gone: number[]) => lines.filter((_, at) => !gone.includes(at));

for (const [column, blank] of [
  ['Kickoff', null],
  ['Weekly retro', null],
  ['Project retro', null],
  ['Dates', null],
  ['Time zone', null],
  ['Phase', 'Sourcing'],
  ['Engineer', []],
  ['Host people', []],
  ['Guests', null],
] as const) {
  it(`[N8] ${column}, removed and added again blank, is filled before it is read, and nobody hears of it`, async () => {
    const { world, page, calendar, events, row, edit } = await engage({
      ...PEOPLE,
      Guests: 'gus@host.example',
      'Time zone': 'America/New_York',
    });
    const [before, told, guests] = [
      await calendar(),
      row(column),
      [...(await events()).values()].map((e) => e.guests),
    ];
    mails(world);
    world.notion.act.deleteProperty('Engagements', column);
    await edit({ 'Host team': 'Payments' });
    expect(row('Sync')).toContain(`The column ${column} is missing`);
    expect((await world.calendar()).map((e) => e.guests)).toEqual(guests);
    await expectQuiet(world);
    world.notion.act.restoreProperty('Engagements', column);
    world.notion.act.edit(page, { [column]: blank as null });
    await settle(world);
    expect(mails(world)).toEqual([]);
    expect([row(column), row('Sync')]).toEqual([told, '']);
    expect(await calendar()).toEqual(before);
    expect([...(await events()).values()].map((e) => e.guests)).toEqual(guests);
    await expectQuiet(world);
  });
}

for (const column of ['Date', 'Status']) {
  it(`[N8] ${column} of Retros, removed and added again blank, cancels and restores nothing`, async () => {
    const { world, calendar, retro, retros } = await engage(PEOPLE);
    world.notion.act.edit(retro(3), { Status: 'Cancelled' });
    await settle(world);
    mails(world);
    world.notion.act.deleteProperty('Retros', column);
    await world.tick({ sweep: true });
    await settle(world);
    expect(await calendar()).toEqual(without(PLANNED, 4));
    world.notion.act.restoreProperty('Retros', column);
    for (const week of [1, 2, 3, null]) world.notion.act.edit(retro(week), { [column]: null });
    await settle(world);
    expect(await calendar()).toEqual(without(PLANNED, 4));
    expect(retros().filter((_, at) => at !== 2)).toEqual(without(RETROS, 2));
    expect(retros()[2]).toMatch(/Cancelled$/);
    expect(mails(world)).toEqual([]);
    await expectQuiet(world);
  });
}
