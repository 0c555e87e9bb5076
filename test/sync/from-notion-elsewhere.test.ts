// An engagement's row that is moved elsewhere: what is decided meanwhile it cannot be told.
import { expect, it } from 'vitest';
import { comments } from './hands.ts';
import { engage, expectQuiet, forget, PEOPLE, settle, tellStories } from './story.ts';

tellStories();

it('[M108] a project retro moved on its page while its row is elsewhere stays there, though memory was lost', async () => {
  const { world, page, retro, retros, row, calendar } = await engage(PEOPLE);
  const { act } = world.notion;
  act.move(page, { page: act.createPage('Attic') });
  act.edit(retro(null), { Date: { start: '2027-01-01T09:00:00+01:00' } });
  // Calendar is told, and its row cannot be.
  await settle(world);
  expect(await calendar()).toContain('2027-01-01 09:00 Project retro: Apollo');
  await world.tick({ sweep: true });
  await settle(world);
  forget(world);
  await settle(world);
  act.move(page, { database: 'Engagements' });
  world.pass(60_000);
  await world.tick({ sweep: true });
  await settle(world);
  expect(row('Project retro')).toBe('2027-01-01 09:00');
  expect(await calendar()).toContain('2027-01-01 09:00 Project retro: Apollo');
  expect(retros()[3]).toBe('project: 2027-01-01 09:00 Planned');
  expect(comments(world, page).join()).toContain('kept was: Fri 1 Jan 2027');
  await expectQuiet(world);
});
