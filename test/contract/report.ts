// Before a run: generates the contract once, for all workers. After a run of all tests: prints which operations were
// used and which never were.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { CACHE, type Contract, loadContract } from '../../twins/contract/contract.ts';
import type { Caller } from './record.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which test files note what they used. */
    contractUsage: string;
  }
}

type Used = Record<Caller, Record<string, number>>;

function sum(folder: string): Used {
  const total: Used = { product: {}, 'twin test': {} };
  for (const file of readdirSync(folder)) {
    const used = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Used;
    for (const caller of ['product', 'twin test'] as const) {
      for (const [name, times] of Object.entries(used[caller]))
        total[caller][name] = (total[caller][name] ?? 0) + times;
    }
  }
  return total;
}

/** The report's lines: per service what the product used, what only tests of the twins used, and what nobody did. */
export function describeUsage({ operations }: Contract, used: Used): string[] {
  const seen = (caller: Caller, key: string) => used[caller][key] !== undefined;
  return (['notion', 'google'] as const).flatMap((service) => {
    const names = operations.filter((one) => one.service === service).map(({ name }) => name);
    const all = [...new Set(names)].sort();
    const key = (name: string) => `${service} ${name}`;
    const byProduct = all.filter((name) => seen('product', key(name)));
    const byTests = all.filter((name) => !seen('product', key(name)) && seen('twin test', key(name)));
    const never = all.filter((name) => !byProduct.includes(name) && !byTests.includes(name));
    const line = (what: string, list: readonly string[]) =>
      `  ${what} (${list.length}): ${list.join(', ') || 'none'}`;
    return [
      `Contract with ${service}, ${all.length} operations`,
      line('used by the product', byProduct),
      line('used only by tests of the twin', byTests),
      line('never used', never),
    ];
  });
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const contract = await loadContract();
  const folder = join(CACHE, `used.${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  project.provide('contractUsage', folder);
  return async () => {
    const used = sum(folder);
    rmSync(folder, { recursive: true, force: true });
    // A run of some files only says nothing about what is never used.
    const { testFiles } = await project.globTestFiles();
    const ran = project.vitest.state.getFilepaths();
    if (testFiles.some((file) => !ran.includes(file))) return;
    console.log(`\n${describeUsage(contract, used).join('\n')}`);
    console.log(
      'Twins inside workerd are not watched: Ajv makes code out of strings, which workerd forbids.',
    );
  };
}
