// The Notion twin's pages and what is done there, as a table of contents.
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { titleOf } from '../../notion/model.ts';
import { plainText } from '../../notion/richtext.ts';
import type { Page } from '../../notion/state.ts';
import { ownPath, perform, readFields } from '../form.ts';
import type { Page as ShownPage } from '../frame.ts';
import { actorOf, type Stage } from '../stage.ts';
import { pageHref } from './cell.ts';
import { editProperties, pagePage } from './page.ts';
import { databaseHref, livingDatabases, tablePage } from './table.ts';

type Show = (c: Context, page: ShownPage) => Response | Promise<Response>;

export function addNotionPages(app: Hono, stage: Stage, show: Show): void {
  const { act, world } = stage.notion;
  const pageOf = (c: Context): Page | undefined => world.state.pages.get(c.req.param('id') ?? '');
  const missing = (c: Context, what: string) =>
    show(c, { title: 'Not there', place: 'notion', status: 404, body: html`<h1>${what}</h1>` });
  const mine = (c: Context) => {
    const actor = actorOf(stage, c);
    return actor ? act.as(actor.id) : act;
  };

  app.get('/notion', (c) => {
    const first = livingDatabases(stage)[0];
    if (first) return c.redirect(databaseHref(first), 302);
    const home = world.state.pages.get(stage.notion.parentPage);
    const body = html`<h1>${home ? titleOf(home) : 'Notion'}</h1>
<p class="empty">There is no database yet. Provisioning makes three: press Provision on the status page, or run <code>npm run provision</code>.</p>`;
    return show(c, { title: 'Notion', place: 'notion', body });
  });

  app.get('/notion/d/:id', (c) => {
    const database = world.state.databases.get(c.req.param('id'));
    const source = world.state.dataSources.get(database?.dataSources[0] ?? '');
    if (!database || !source) return missing(c, 'There is no such database.');
    const looking = {
      sort: c.req.query('sort'),
      down: c.req.query('down') === '1',
      search: (c.req.query('search') ?? '').trim(),
      trash: c.req.query('trash') === '1',
    };
    return show(c, { ...tablePage(stage, database, source, looking), place: 'notion' });
  });

  app.post('/notion/d/:id/new', async (c) => {
    const fields = await readFields(c);
    const database = world.state.databases.get(c.req.param('id'));
    const source = world.state.dataSources.get(database?.dataSources[0] ?? '');
    const title = source?.properties.find(({ type }) => type === 'title');
    if (!database || !title) return missing(c, 'There is no such database.');
    let made = '';
    return perform(
      stage,
      c,
      'notion',
      () => (made ? pageHref(made) : databaseHref(database)),
      () => {
        made = mine(c).create(database.id, { [title.name]: fields.text('name') });
        return `Added to ${plainText(database.title)}.`;
      },
    );
  });

  app.get('/notion/p/:id', (c) => {
    const page = pageOf(c);
    return page
      ? show(c, { ...pagePage(stage, page), place: 'notion' })
      : missing(c, 'There is no such page.');
  });

  app.post('/notion/p/:id/edit', async (c) => {
    const page = pageOf(c);
    if (!page) return missing(c, 'There is no such page.');
    const fields = await readFields(c);
    return perform(stage, c, 'notion', pageHref(page.id), () => {
      const names = editProperties(stage, page, fields, actorOf(stage, c)?.id);
      return names.length === 0 ? null : `Saved: ${names.join(', ')}.`;
    });
  });

  const texts = {
    comment: {
      field: 'words',
      done: 'Commented.',
      run: (c: Context, id: string, text: string) => void mine(c).comment(id, text),
    },
    write: {
      field: 'markdown',
      done: 'Added to the body.',
      run: (c: Context, id: string, text: string) => mine(c).write(id, text),
    },
  } as const;
  for (const [path, { field, done, run }] of Object.entries(texts)) {
    app.post(`/notion/p/:id/${path}`, async (c) => {
      const page = pageOf(c);
      if (!page) return missing(c, 'There is no such page.');
      const text = (await readFields(c)).lines(field);
      return perform(stage, c, 'notion', pageHref(page.id), () => {
        if (text === '') return null;
        run(c, page.id, text);
        return done;
      });
    });
  }

  const whole = {
    trash: 'Moved to the trash.',
    restore: 'Restored.',
    archive: 'Archived.',
    unarchive: 'Back from the archive.',
  } as const;
  for (const path of Object.keys(whole) as (keyof typeof whole)[]) {
    app.post(`/notion/p/:id/${path}`, async (c) => {
      const page = pageOf(c);
      if (!page) return missing(c, 'There is no such page.');
      const back = ownPath((await readFields(c)).text('back'), pageHref(page.id));
      return perform(stage, c, 'notion', back, () => {
        mine(c)[path](page.id);
        return whole[path];
      });
    });
  }

  app.post('/notion/p/:id/duplicate', (c) => {
    const page = pageOf(c);
    if (!page) return missing(c, 'There is no such page.');
    let made = page.id;
    return perform(
      stage,
      c,
      'notion',
      () => pageHref(made),
      () => {
        made = mine(c).duplicate(page.id);
        return 'Duplicated: this is the copy.';
      },
    );
  });
}
