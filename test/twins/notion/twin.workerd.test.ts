/** The Notion twin inside workerd: the same checks hold there. */
import { expect, test } from 'vitest';
import { createContext, runBehaviours } from '../../../twins/notion/behaviour.ts';
import { makeTwin } from './workspace.ts';

test('the twin behaves inside workerd as it does in Node', async () => {
  const twin = makeTwin();
  const failed = await runBehaviours(
    createContext((request) => twin.fetch(request), twin.token, twin.parentPage),
  );
  expect(failed.map(({ behaviour, fault }) => `${behaviour.id}: ${fault}`)).toEqual([]);
});
