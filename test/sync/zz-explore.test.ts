import { it, expect } from 'vitest';
import { comments, point } from './hands.ts';
import { at, each, endWell, pages, seriesId, shown, tell, THURSDAYS, type Told, WEEKLY } from './series-story.ts';
import { mails, settle, tellStories } from './story.ts';
tellStories();
const D = THURSDAYS;
const drag = async (told: Told, day: string, minutes: number, scope: 'following'|'all'|'this' = 'following') => { const id = told.world.google.act.move(await point(told.world, WEEKLY, day), { minutes, scope }); await settle(told.world); return id; };
const say = async (told: Told, label: string) => {
  console.log(label, JSON.stringify({ pages: pages(told).map(x=>x.slice(5)), shown: (await shown(told)).map(x=>x.slice(5)), same: JSON.stringify(pages(told).filter(x=>!/Cancelled|Held/.test(x)))===JSON.stringify(await shown(told)), row: told.row('Weekly retro'), project: (await told.calendar()).find(l=>l.includes('Project'))?.slice(0,16), mails: mails(told.world), comments: comments(told.world, told.page), sync: told.row('Sync'), checks: String(told.row('Checks')).match(/retro[^\n]*/g)?.length }));
};

const quiet = (t: Told) => mails(t.world);
const split = (t: Told) => drag(t, D[3]!, 60).then((x) => (quiet(t), x));
const slot = (t: Told, day: string, time: string) => t.edit({ 'Weekly retro': at(day, time) });
const stories: [string, (t: Told) => Promise<unknown>][] = [
 ['two', async (t) => { await drag(t, D[2]!, 60); quiet(t); await drag(t, D[4]!, 60); }],
 ['out-', (t) => drag(t, D[3]!, -5*24*60)],
 ['allout', (t) => drag(t, D[0]!, 4*24*60, 'all')],
 ['deleteB', async (t) => { await split(t); t.world.google.act.remove(await point(t.world, WEEKLY, D[3]), { scope: 'following' }); await settle(t.world); }],
 ['deleteB all', async (t) => { await split(t); t.world.google.act.remove(await point(t.world, WEEKLY, D[4]), { scope: 'all' }); await settle(t.world); }],
 ['B moved', async (t) => { await split(t); await drag(t, D[4]!, 60, 'all'); }],
 ['slot', async (t) => { await split(t); await slot(t, '2026-12-08', '11:00'); }],
 ['slot held', async (t) => { await split(t); await t.world.at('2026-12-18T09:00:00Z'); await slot(t, '2026-12-22', '11:00'); }],
 ['slot held B', async (t) => { await split(t); await t.world.at('2027-01-01T09:00:00Z'); await slot(t, '2027-01-05', '11:00'); }],
 ['slot R', async (t) => { t.world.google.act.rename(await point(t.world, WEEKLY, D[3]), 'Review', {scope:'following'}); await settle(t.world); await slot(t, '2026-12-08', '11:00'); }],
 ['longer', async (t) => { await split(t); await t.edit({Dates:{start:'2026-12-07', end:'2027-02-05'}}); }],
 ['shorter', async (t) => { await split(t); await t.edit({Dates:{start:'2026-12-07', end:'2027-01-08'}}); }],
 ['shorter in A', async (t) => { await split(t); await t.edit({Dates:{start:'2026-12-07', end:'2026-12-25'}}); }],
 ['shorter in A and back', async (t) => { await split(t); await t.edit({Dates:{start:'2026-12-07', end:'2026-12-25'}}); quiet(t); await t.edit({Dates:{start:'2026-12-07', end:'2027-01-22'}}); }],
 ['dates', async (t) => { await split(t); await t.edit({Dates:{start:'2026-12-14', end:'2027-01-29'}}); }],
 ['dates held', async (t) => { await split(t); await t.world.at('2026-12-11T09:00:00Z'); await t.edit({Dates:{start:'2026-12-14', end:'2027-01-29'}}); }],
 ['declined', async (t) => { await split(t); await t.edit({Phase:'Declined'}); }],
 ['declined back', async (t) => { await split(t); await t.edit({Phase:'Declined'}); quiet(t); await t.edit({Phase:'Planning'}); }],
 ['declined held', async (t) => { await split(t); await t.world.at('2026-12-11T09:00:00Z'); quiet(t); await t.edit({Phase:'Declined'}); }],
 ['declined held back', async (t) => { await split(t); await t.world.at('2026-12-11T09:00:00Z'); await t.edit({Phase:'Declined'}); quiet(t); await t.edit({Phase:'Executing'}); }],
 ['declined slot back', async (t) => { await split(t); await t.edit({Phase:'Declined'}); quiet(t); await slot(t, '2026-12-08', '11:00'); await t.edit({Phase:'Planning'}); }],
 ['trash', async (t) => { await split(t); t.world.notion.act.trash(t.page); await settle(t.world); quiet(t); t.world.notion.act.restore(t.page); await settle(t.world);}],
 ['cleared', async (t) => { await split(t); await t.edit({Dates:null}); quiet(t); await t.edit({Dates:{start:'2026-12-07', end:'2027-01-22'}}); }],
 ['blank', async (t) => { await split(t); await t.edit({'Weekly retro':null}); }],
 ['blank held', async (t) => { await split(t); await t.world.at('2026-12-11T09:00:00Z'); await t.edit({'Weekly retro':null}); }],
 ['blank back', async (t) => { await split(t); await t.edit({'Weekly retro':null}); quiet(t); await slot(t, '2026-12-08', '11:00'); }],
 ['both', async (t) => { t.world.google.act.move(await point(t.world, WEEKLY, D[3]), { minutes: 60, scope: 'following' }); await slot(t, '2026-12-08', '11:00'); }],
 ['allday B', async (t) => { await split(t); t.world.google.act.makeAllDay(await point(t.world, WEEKLY, D[3]), D[3]!, {scope:'all'}); await settle(t.world); }],
 ['allday A', async (t) => { await split(t); t.world.google.act.makeAllDay(await point(t.world, WEEKLY, D[0]), D[0]!, {scope:'all'}); await settle(t.world); }],
 ['name', async (t) => { await split(t); await t.edit({Name:'Apollo 2'}); }],
];
const only = process.env.ONLY?.split(',');
for (const [name, story] of stories) if (!only || only.includes(name)) it(name, async () => { const told = await tell(); try { await story(told); } finally { await say(told, name); } await endWell(told); });
