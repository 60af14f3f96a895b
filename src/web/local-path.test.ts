import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

const origin = 'https://valv.example';

test('a path of the product is kept with its search and hash', () => {
  expect(localPath('/o/lindangen/registers/members?sort=name#row', origin)).toBe(
    '/o/lindangen/registers/members?sort=name#row',
  );
});

test.each([
  undefined,
  null,
  7,
  '',
  'o/lindangen',
  '//evil.example',
  '//evil.example/o/lindangen',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '\\\\evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/o/..//evil.example',
])('%j leads nowhere', (wanted) => {
  expect(localPath(wanted, origin)).toBeUndefined();
});

test('whatever is asked for, what is given is of the same origin and given again unchanged', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '//',
    '.',
    '..',
    ':',
    '@',
    '\t',
    '\n',
    '%2f',
    '?',
    '#',
    'evil.example',
    'https:',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 8 }), (parts) => {
      const path = localPath(`/${parts.join('')}`, origin);
      if (path === undefined) return;
      expect(new URL(path, origin).origin).toBe(origin);
    }),
  );
});
