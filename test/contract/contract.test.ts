// What the contract is made of, and the report on what of it is used.
import { describe, expect, it } from 'vitest';
import { loadContract, makeContract } from '../../twins/contract/contract.ts';
import { follow, type Schema } from '../../twins/contract/schema.ts';
import { ROUTES as CALENDAR_ROUTES } from '../../twins/google/routes.ts';
import { findRoute } from '../../twins/notion/routes.ts';
import { describeUsage } from './report.ts';
import { theChecker } from './watch.ts';

const contract = await loadContract();

describe('the contract', () => {
  it('has every endpoint of Notion’s client and every method of Calendar', () => {
    const of = (service: string) => contract.operations.filter((one) => one.service === service);
    expect([of('notion').length, of('google').length]).toEqual([76, 38]);
    expect(new Set(of('notion').map(({ name }) => name)).size).toBe(76);
  });

  it('is the same from the cache as made anew', { timeout: 60_000 }, async () => {
    expect(JSON.parse(JSON.stringify(await makeContract()))).toEqual(contract);
  });

  it('closes every object that is not a map', () => {
    const parts = Object.values(contract.definitions).filter((part) => part.properties);
    const open = parts.filter((part) => part.additionalProperties === undefined);
    // The types leave only the filter in a view's answer open: shown here by its larger branch.
    expect(open.flatMap((part) => Object.keys(part.properties ?? {}))).toEqual(['timestamp']);
    expect(parts.length).toBeGreaterThan(700);
  });

  it('refers to nothing that is not there', () => {
    const refs = [...JSON.stringify(contract).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
    expect(refs.length).toBeGreaterThan(500);
    for (const $ref of new Set(refs)) expect(follow({ $ref } as Schema, contract.definitions)).toBeDefined();
  });

  it('names what the twins serve as the twins do', async () => {
    const check = await theChecker();
    const known = contract.operations.filter(({ service }) => service === 'notion');
    const ours = known.map(({ method, path }) => ({
      path,
      twin: findRoute(method, path)?.route.operation,
      contract: check.find('notion', method, path)?.name,
    }));
    const served = ours.filter(({ twin }) => twin !== undefined);
    expect(served.length).toBeGreaterThan(35);
    expect(served.filter(({ twin, contract: name }) => twin !== name)).toEqual([]);
    const names = contract.operations.filter(({ service }) => service === 'google').map(({ name }) => name);
    expect(CALENDAR_ROUTES.filter(({ operation }) => !names.includes(operation))).toEqual([]);
  });
});

describe('the report at the end of a run', () => {
  it('lists what the product used, what only tests of the twins did, and what nobody did', () => {
    const small = {
      ...contract,
      operations: contract.operations.filter(({ name }) => /^users\./.test(name)),
    };
    const used = {
      product: { 'notion users.me': 3 },
      'twin test': { 'notion users.me': 1, 'notion users.list': 2 },
    };
    expect(describeUsage(small, used).slice(0, 4)).toEqual([
      'Contract with notion, 3 operations',
      '  used by the product (1): users.me',
      '  used only by tests of the twin (1): users.list',
      '  never used (1): users.retrieve',
    ]);
  });
});
