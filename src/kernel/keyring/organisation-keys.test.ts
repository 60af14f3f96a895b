import { createSecretKey, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SealBroken } from './keyring-error.ts';
import { createOrganisationKeys } from './organisation-keys.ts';
import type { SealBinding } from './organisation-keys.ts';

const organisation = '0199a000-0000-7000-8000-000000000001';
const otherOrganisation = '0199a000-0000-7000-8000-000000000002';
const place: SealBinding = { table: 'records', column: 'data.number', row: '0199a000-0000-7000-8000-00000000000a' };
const newVersion = (version: number) => ({
  version,
  seal: createSecretKey(randomBytes(32)),
  index: createSecretKey(randomBytes(32)),
});
const first = newVersion(1);
const keys = createOrganisationKeys(organisation, [first]);
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constant(''));

test('whatever is sealed opens to the same text', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, anyText, (table, column, row, text) => {
      expect(keys.open({ table, column, row }, keys.seal({ table, column, row }, text))).toBe(text);
    }),
    { numRuns: 500 },
  );
  for (const text of ['', 'å\u0000\uFEFFäö', '👩‍👩‍👧', '191212121212']) {
    expect(keys.open(place, keys.seal(place, text))).toBe(text);
  }
});

test('a sealed value with one flipped byte does not open', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), fc.integer({ min: 1, max: 255 }), (text, position, flip) => {
      const [format, version, body = ''] = keys.seal(place, text).split('.');
      const bytes = Buffer.from(body, 'base64url');
      bytes[position % bytes.length] = (bytes[position % bytes.length] ?? 0) ^ flip;
      expect(() => keys.open(place, `${format}.${version}.${bytes.toString('base64url')}`)).toThrow(SealBroken);
    }),
    { numRuns: 500 },
  );
});

function opens(sealed: string): boolean {
  try {
    keys.open(place, sealed);
    return true;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}

test('a sealed value with one changed character does not open', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 5 }),
      fc.nat(),
      fc.constantFrom(...'AZaz09-_.v=+/ \n'.split('')),
      (text, position, character) => {
        const sealed = keys.seal(place, text);
        const at = position % (sealed.length + 1);
        for (const changed of [
          sealed.slice(0, at) + character + sealed.slice(at + 1),
          sealed.slice(0, at) + character + sealed.slice(at),
          sealed.slice(0, at) + sealed.slice(at + 1),
        ]) {
          expect(changed === sealed || !opens(changed)).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['table', { ...place, table: 'accounts' }],
  ['column', { ...place, column: 'data.phone' }],
  ['row', { ...place, row: '0199a000-0000-7000-8000-00000000000b' }],
  ['border between table and column', { ...place, table: 'recordsd', column: 'ata.number' }],
  ['border between column and row', { ...place, column: `${place.column}0`, row: place.row.slice(1) }],
])('a sealed value moved to another %s does not open', (_, elsewhere) => {
  expect(() => keys.open(elsewhere, keys.seal(place, 'x'))).toThrow(SealBroken);
});

test('a sealed value moved to another organisation does not open, not even with the same key', () => {
  const other = createOrganisationKeys(otherOrganisation, [first]);
  expect(() => other.open(place, keys.seal(place, 'x'))).toThrow(SealBroken);
});

test('a sealed value does not open under another key version, not even with the same key', () => {
  const rotated = createOrganisationKeys(organisation, [first, { ...first, version: 2 }]);
  const sealed = keys.seal(place, 'x');
  expect(() => rotated.open(place, sealed.replace('v1.1.', 'v1.2.'))).toThrow(SealBroken);
  expect(() => rotated.open(place, sealed.replace('v1.1.', 'v1.3.'))).toThrow(SealBroken);
  expect(() => rotated.open(place, sealed.replace('v1.1.', 'v1.01.'))).toThrow(SealBroken);
  expect(() => rotated.open(place, sealed.replace('v1.1.', 'v2.1.'))).toThrow(SealBroken);
});

test('after a new key version the old values open and new ones use the new key', () => {
  const rotated = createOrganisationKeys(organisation, [first, newVersion(2)]);
  expect(rotated.open(place, keys.seal(place, 'old'))).toBe('old');
  const sealed = rotated.seal(place, 'new');
  expect(sealed).toMatch(/^v1\.2\./);
  expect(rotated.open(place, sealed)).toBe('new');
  expect(() => keys.open(place, sealed)).toThrow(SealBroken);
});

test('equal texts do not look equal when sealed', () => {
  const sealed = new Set(Array.from({ length: 1_000 }, () => keys.seal(place, 'x')));
  expect(sealed.size).toBe(1_000);
});

test('a blind index is equal for equal values in one column of one organisation only', () => {
  const index = keys.blindIndex('persons.number', '191212121212');
  expect(Buffer.from(index, 'base64url')).toHaveLength(16);
  expect(keys.blindIndex('persons.number', '191212121212')).toBe(index);
  expect(keys.blindIndex('persons.number', '191212121213')).not.toBe(index);
  expect(keys.blindIndex('persons.phone', '191212121212')).not.toBe(index);
  expect(keys.blindIndex('persons.number1', '91212121212')).not.toBe(index);
  expect(
    createOrganisationKeys(otherOrganisation, [newVersion(1)]).blindIndex('persons.number', '191212121212'),
  ).not.toBe(index);
});

test('half a surrogate pair and a text over 16 MiB are refused rather than changed', () => {
  expect(() => keys.seal(place, 'a\ud800')).toThrow(TypeError);
  expect(() => keys.seal({ ...place, row: '\udc00' }, 'a')).toThrow(TypeError);
  expect(() => keys.blindIndex('c', '\ud800')).toThrow(TypeError);
  const half = 8 * 1024 * 1024;
  expect(() => keys.seal(place, 'å'.repeat(half + 1))).toThrow(RangeError);
  expect(keys.open(place, keys.seal(place, 'å'.repeat(half)))).toHaveLength(half);
});

test('neither an error nor a printed object holds a key or the text', () => {
  const secret = first.seal.export().toString('hex');
  const printed = inspect(keys, { depth: 9, showHidden: true }) + JSON.stringify(keys);
  expect(printed).not.toContain(secret);
  const open = () => keys.open(place, `${keys.seal(place, 'canary')}A`);
  expect(open).toThrow('records.data.number');
  expect(open).not.toThrow('canary');
});
