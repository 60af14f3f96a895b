import { expect, test } from 'vitest';
import { testIdentityNumbers } from '#features/registers/index.ts';
import { holdsIdentityNumber } from './identity-number.ts';

test('an identity number is seen however it is written, in the middle of a text', () => {
  for (const number of [
    '19900101-2385',
    '199001012385',
    '900101-2385',
    '9001012385',
    '900101 2385',
    '900101+2385',
    '19900101–2385',
  ])
    expect(holdsIdentityNumber(`Hon har ${number}, ring henne.`), number).toBe(true);
});

test('every number that the Tax Agency publishes for tests is seen', () => {
  const numbers = [...testIdentityNumbers({ from: 1890, to: 2019 })];
  expect(numbers.length).toBeGreaterThan(5_000);
  expect(numbers.filter((number) => !holdsIdentityNumber(number))).toEqual([]);
});

test('other numbers are left in peace', () => {
  for (const words of [
    '19900101-2386',
    '19901301-2385',
    '070-174 06 05',
    '1234567890123',
    'Faktura 900101-23',
    '2026-11-27',
  ])
    expect(holdsIdentityNumber(words), words).toBe(false);
});
