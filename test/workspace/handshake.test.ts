import { expect, it } from 'vitest';
import { openHandshake, readHandshake, showToken, takeToken } from '../../src/workspace/handshake.ts';
import { Ledger } from '../../src/workspace/ledger.ts';
import { migrate } from '../../src/workspace/sql.ts';
import { memorySql } from '../world/memory-sql.ts';
import { NOW } from '../world/world.ts';
import { MINUTE } from './ground.ts';

const TOKEN = 'secret_abcdefghijklmnopqrstuvwxyz';

function aLedger() {
  const { sql, transaction, database } = memorySql();
  migrate(sql, transaction);
  return {
    ledger: new Ledger(sql),
    stored: () => JSON.stringify(database.prepare('SELECT * FROM memory').all()),
  };
}

it('[H27] a token is taken for a quarter of an hour after an admin opened the handshake, and at no other time', () => {
  const { ledger, stored } = aLedger();
  expect(takeToken(TOKEN, ledger, NOW)).toBe(false);
  expect(openHandshake(ledger, NOW)).toEqual({
    state: 'waiting',
    openUntil: new Date(NOW + 15 * MINUTE).toISOString(),
  });
  expect(takeToken(TOKEN, ledger, NOW + 15 * MINUTE)).toBe(false);
  expect(readHandshake(ledger, NOW + 15 * MINUTE)).toEqual({ state: 'closed', openUntil: null });
  openHandshake(ledger, NOW);
  expect(takeToken(TOKEN, ledger, NOW + 14 * MINUTE)).toBe(true);
  expect(stored()).toContain(TOKEN);
  expect(readHandshake(ledger, NOW + 14 * MINUTE)).toMatchObject({ state: 'received' });
});

it('[H27] the first token stays: the same one again is taken, another one is not', () => {
  const { ledger } = aLedger();
  openHandshake(ledger, NOW);
  expect(takeToken(TOKEN, ledger, NOW)).toBe(true);
  expect(takeToken(TOKEN, ledger, NOW)).toBe(true);
  expect(takeToken(`${TOKEN}x`, ledger, NOW)).toBe(false);
  expect(showToken(ledger, NOW)).toBe(TOKEN);
});

it('[H27] a token is shown once, and then nothing of it is kept', () => {
  const { ledger, stored } = aLedger();
  openHandshake(ledger, NOW);
  expect(showToken(ledger, NOW)).toBeNull();
  takeToken(TOKEN, ledger, NOW);
  expect(showToken(ledger, NOW)).toBe(TOKEN);
  expect(showToken(ledger, NOW)).toBeNull();
  expect(readHandshake(ledger, NOW).state).toBe('closed');
  expect(stored()).not.toContain(TOKEN);
});

it('[H27] a token that nobody fetched in time is forgotten', () => {
  const { ledger, stored } = aLedger();
  openHandshake(ledger, NOW);
  takeToken(TOKEN, ledger, NOW);
  expect(showToken(ledger, NOW + 15 * MINUTE)).toBeNull();
  expect(stored()).not.toContain(TOKEN);
});

it('[H27] opening it anew forgets the token that was waiting', () => {
  const { ledger } = aLedger();
  openHandshake(ledger, NOW);
  takeToken(TOKEN, ledger, NOW);
  openHandshake(ledger, NOW + MINUTE);
  expect(showToken(ledger, NOW + MINUTE)).toBeNull();
  expect(takeToken(`${TOKEN}x`, ledger, NOW + MINUTE)).toBe(true);
});
