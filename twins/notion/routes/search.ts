/** search: by title, pages and data sources. Not exhaustive and lagging in the real service; here it finds everything. */
import { titleOf } from '../model.ts';
import { renderDataSource, renderList, renderPage } from '../objects.ts';
import { pageThrough } from '../query.ts';
import { isFields, onlyKeys, readFields, readPageSize } from '../read.ts';
import { plainText } from '../richtext.ts';
import { hasTrashedAncestor, isVisible } from '../world.ts';
import { type Answer, type Call, cursorOf, type Route } from './call.ts';

/** Search by title: pages and data sources that the integration sees, newest edits first [rec: ids find nothing]. */
function search({ world, sessions, body, version }: Call): Answer {
  onlyKeys(body, ['sort', 'query', 'start_cursor', 'page_size', 'filter']);
  const words = typeof body.query === 'string' ? body.query.toLowerCase() : '';
  const filter = body.filter === undefined ? {} : readFields(body.filter, 'body.filter');
  const size = readPageSize(body.page_size);
  const wantTrash = filter.in_trash === true;
  const start = () => {
    const { pages, dataSources } = world.state;
    const found: { id: string; edited: number }[] = [];
    for (const page of filter.value === 'data_source' ? [] : pages.values()) {
      const title = titleOf(page);
      if (page.inTrash === wantTrash && title.toLowerCase().includes(words) && isVisible(world.state, page))
        found.push(page);
    }
    for (const source of filter.value === 'page' ? [] : dataSources.values()) {
      const inTrash = source.inTrash || hasTrashedAncestor(world.state, source);
      if (
        inTrash === wantTrash &&
        plainText(source.title).toLowerCase().includes(words) &&
        isVisible(world.state, source)
      )
        found.push(source);
    }
    const ascending = isFields(body.sort) && body.sort.direction === 'ascending';
    found.sort((a, b) => (ascending ? a.edited - b.edited : b.edited - a.edited));
    return found.map(({ id }) => id);
  };
  const { ids, next } = pageThrough(world, sessions, 'search', cursorOf(body.start_cursor), size, start);
  const results = ids.flatMap((id) => {
    const page = world.state.pages.get(id);
    if (page) return [renderPage(world, page, version)];
    const source = world.state.dataSources.get(id);
    return source ? [renderDataSource(world, source, version)] : [];
  });
  return renderList('page_or_data_source', results, next);
}

export const searchRoutes: Route[] = [
  { method: 'POST', path: 'search', operation: 'search', write: false, run: search },
];
