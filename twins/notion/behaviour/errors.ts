/** Checks of refusals and of users. */
import { at, type Behaviour, holds, refused, same, things } from './context.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

export const errorBehaviours: Behaviour[] = [
  {
    id: 'E1',
    fact: 'a path that is not there is 400 invalid_request_url',
    mark: 'rec',
    run: async (context) =>
      refused(await context.call('GET', 'invalid'), 400, 'invalid_request_url', /^Invalid request URL\.$/),
  },
  {
    id: 'E2',
    fact: 'a wrong token is 401 unauthorized',
    mark: 'rec',
    run: async (context) => {
      const reply = await context.call('GET', 'users', undefined, { authorization: 'Bearer wrong' });
      refused(reply, 401, 'unauthorized', /^API token is invalid\.$/);
    },
  },
  {
    id: 'E3',
    fact: 'a request without Notion-Version is 400 missing_version',
    mark: 'doc',
    run: async (context) =>
      refused(
        await context.call('GET', 'users/me', undefined, { 'notion-version': null }),
        400,
        'missing_version',
      ),
  },
  {
    id: 'E4',
    fact: 'a page that is not there or not shared is 404 and names the integration',
    mark: 'rec',
    run: async (context) => {
      const reply = await context.call('GET', `pages/${NOBODY}`);
      refused(
        reply,
        404,
        'object_not_found',
        /^Could not find page with ID: 0{8}.*shared with your integration ".+"\.$/,
      );
      holds(
        typeof at(reply.body, 'additional_data', 'integration_id') === 'string',
        'additional_data.integration_id',
      );
    },
  },
  {
    id: 'E5',
    fact: 'an id that is none is 400 "path failed validation"',
    mark: 'doc',
    run: async (context) =>
      refused(
        await context.call('GET', 'pages/12345'),
        400,
        'validation_error',
        /^path failed validation: path\.page_id should be a valid uuid/,
      ),
  },
  {
    id: 'E6',
    fact: 'since 2026-03-11 `archived` in a body is 400',
    mark: 'doc',
    run: async (context) => {
      const page = await context.ok('POST', 'pages', {
        parent: { page_id: context.parentPage },
        properties: { title: [{ text: { content: 'E6' } }] },
      });
      const reply = await context.call('PATCH', `pages/${String(page.id)}`, { archived: true });
      refused(
        reply,
        400,
        'validation_error',
        /^body failed validation: body\.archived should be not present, instead was `true`\.$/,
      );
      await context.ok('PATCH', `pages/${String(page.id)}`, { in_trash: true });
    },
  },
  {
    id: 'E7',
    fact: 'databases/{id}/query belongs to older versions: an unknown URL',
    mark: 'rec',
    run: async (context) => {
      const { database } = await things(context);
      refused(await context.call('POST', `databases/${database}/query`, {}), 400, 'invalid_request_url');
    },
  },
  {
    id: 'E8',
    fact: 'a body that is no JSON is 400 invalid_json',
    mark: 'doc',
    run: async (context) => refused(await context.call('POST', 'search', '{"query":'), 400, 'invalid_json'),
  },
  {
    id: 'E9',
    fact: 'every error carries object, status, code, message and request_id',
    mark: 'rec',
    run: async (context) => {
      const { body } = await context.call('GET', 'invalid');
      same(Object.keys(body).sort(), ['code', 'message', 'object', 'request_id', 'status'], 'keys');
    },
  },
  {
    id: 'U1',
    fact: "users.me is the token's bot, owned by the workspace",
    mark: 'rec',
    run: async (context) => {
      const me = await context.ok('GET', 'users/me');
      same([me.object, me.type, at(me, 'bot', 'owner', 'type')], ['user', 'bot', 'workspace'], 'me');
    },
  },
  {
    id: 'U2',
    fact: 'users.list gives a list of type user in which the bot is',
    mark: 'rec',
    run: async (context) => {
      const [me, list] = [await context.ok('GET', 'users/me'), await context.ok('GET', 'users')];
      same([list.object, list.type], ['list', 'user'], 'list');
      holds(
        (list.results as { id: unknown }[]).some(({ id }) => id === me.id),
        'the bot is in the list',
      );
    },
  },
];
