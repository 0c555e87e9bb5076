/** The twin behaves as the real service is known, or held, to behave. */
import { expect, test } from 'vitest';
import { behaviours, createContext } from '../../../twins/notion/behaviour.ts';
import { makeTwin } from './workspace.ts';

const twin = makeTwin();
const context = createContext((request) => twin.fetch(request), twin.token, twin.parentPage);

test.each(behaviours.map((one) => ({ ...one, name: `${one.id} [${one.mark}] ${one.fact}` })))(
  '$name',
  async ({ run }) => {
    await expect(run(context)).resolves.toBeUndefined();
  },
);
