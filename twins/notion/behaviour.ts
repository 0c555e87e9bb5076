/**
 * What is held to be true of the Notion API, as checks that run against any `fetch`: the twin's in the tests, the real
 * service's on the day someone has an account. Each cites how sure its fact is. Makes pages and databases below the
 * parent page and leaves them there.
 */
import { bodyBehaviours } from './behaviour/bodies.ts';
import { type Behaviour, type Context, createContext } from './behaviour/context.ts';
import { errorBehaviours } from './behaviour/errors.ts';
import { pageBehaviours } from './behaviour/pages.ts';
import { queryBehaviours } from './behaviour/queries.ts';
import { schemaBehaviours } from './behaviour/schema.ts';

export type { Behaviour, Context } from './behaviour/context.ts';
export { createContext };

/** Every check, in an order that shares tables between them. */
export const behaviours: readonly Behaviour[] = [
  ...errorBehaviours,
  ...schemaBehaviours,
  ...pageBehaviours,
  ...bodyBehaviours,
  ...queryBehaviours,
];

/** Runs all checks in turn; answers those that failed, with what was wrong. */
export async function runBehaviours(context: Context): Promise<{ behaviour: Behaviour; fault: string }[]> {
  const failed: { behaviour: Behaviour; fault: string }[] = [];
  for (const behaviour of behaviours) {
    try {
      await behaviour.run(context);
    } catch (error) {
      failed.push({ behaviour, fault: error instanceof Error ? error.message : String(error) });
    }
  }
  return failed;
}
