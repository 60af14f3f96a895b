import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit } from './check-digit.ts';
import { maskIdentityNumber, parseIdentityNumber } from './identity-number.ts';
import { publishedTestNumbers } from './published-test-numbers.ts';
import { testIdentityNumbers } from './test-identity-numbers.ts';

const TODAY = '2026-11-22';
const numbers = [...testIdentityNumbers({ from: 1930, to: 2018 })];
const anyNumber = fc.constantFrom(...numbers);

describe('reading an identity number', () => {
  test('every accepted form of one number gives the same twelve digits', () => {
    fc.assert(
      fc.property(anyNumber, fc.stringMatching(/^[ \t]{0,3}$/), (number, spaces) => {
        const [date, last] = [number.slice(0, 8), number.slice(8)];
        const forms = [number, `${date}-${last}`, `${date.slice(2)}-${last}`, `${date.slice(2)}${last}`];
        for (const form of forms) {
          expect(parseIdentityNumber(spaces + form + spaces, TODAY)).toEqual({
            ok: true,
            canonical: number,
            kind: 'personal',
            bornOn: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`,
          });
        }
      }),
    );
  });

  test('any single changed digit among the last ten is refused', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }), (number, at, step) => {
        const changed = `${number.slice(0, at)}${(Number(number[at]) + step) % 10}${number.slice(at + 1)}`;
        expect(parseIdentityNumber(changed, TODAY).ok).toBe(false);
      }),
    );
  });

  test('text that is anything else is refused and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseIdentityNumber(text, TODAY).ok).toBe(false);
      }),
    );
  });

  test('a plus and a hyphen tell a hundred years apart', () => {
    expect(parseIdentityNumber('900101+9802', TODAY)).toMatchObject({ canonical: '189001019802' });
    expect(parseIdentityNumber('000229-2399', TODAY)).toMatchObject({ canonical: '200002292399' });
  });

  test('the century follows the day it is read, not the clock of the machine', () => {
    // Who turns a hundred in 2030 is written with a hyphen until the year before.
    const [number = ''] = testIdentityNumbers({ from: 1930, to: 1930 });
    expect(parseIdentityNumber(`${number.slice(2, 8)}-${number.slice(8)}`, '2029-12-31')).toMatchObject({
      canonical: number,
    });
    expect(parseIdentityNumber(`${number.slice(2, 8)}+${number.slice(8)}`, '2030-01-01')).toMatchObject({
      canonical: number,
    });
  });

  test('a coordination number gives the birth date, or none where the Tax Agency knows none', () => {
    expect(parseIdentityNumber('19140168-2396', TODAY)).toEqual({
      ok: true,
      canonical: '191401682396',
      kind: 'coordination',
      bornOn: '1914-01-08',
    });
    // Both are in the agency's own test series: month 00, and day 60.
    expect(parseIdentityNumber('191500722390', TODAY)).toMatchObject({ kind: 'coordination', bornOn: null });
    expect(parseIdentityNumber('191806602395', TODAY)).toMatchObject({ kind: 'coordination', bornOn: null });
    expect(parseIdentityNumber('191500722391', TODAY)).toEqual({ ok: false, code: 'identity_number.check_digit' });
  });

  test.each([
    ['', 'identity_number.form'],
    ['199001012', 'identity_number.form'],
    ['19900101 2385', 'identity_number.form'],
    ['19900101+2385', 'identity_number.form'],
    ['900101-T385', 'identity_number.form'],
    ['900101-0009', 'identity_number.form'],
    ['１９９００１０１２３８５', 'identity_number.form'],
    ['19900231-2385', 'identity_number.date'],
    ['19001301-9801', 'identity_number.date'],
    ['19900000-2385', 'identity_number.date'],
    ['19900055-2385', 'identity_number.date'],
    ['19900092-2385', 'identity_number.date'],
    ['17900101-2385', 'identity_number.date'],
    ['19900101-2386', 'identity_number.check_digit'],
  ])('%j is refused as %s', (text, code) => {
    expect(parseIdentityNumber(text, TODAY)).toEqual({ ok: false, code });
  });

  test('a birth is in the future until its day has come', () => {
    expect(parseIdentityNumber('201701012393', '2016-12-31')).toEqual({ ok: false, code: 'identity_number.future' });
    expect(parseIdentityNumber('201701012393', '2017-01-01')).toMatchObject({ ok: true });
    expect(parseIdentityNumber('191500722390', '1914-12-31')).toEqual({ ok: false, code: 'identity_number.future' });
  });
});

test('the mask keeps the birth date and shows nothing of the rest', () => {
  expect(maskIdentityNumber('199001012385')).toBe('19900101-••••');
  expect(() => maskIdentityNumber('900101-2385')).toThrow('canonical');
});

test('the check digit is the one the library asks for', () => {
  fc.assert(
    fc.property(anyNumber, fc.nat({ max: 998 }), (number, serial) => {
      const nine = `${number.slice(2, 8)}${String(serial + 1).padStart(3, '0')}`;
      expect(parseIdentityNumber(`${number.slice(0, 2)}${nine}${checkDigit(nine)}`, TODAY).ok).toBe(true);
    }),
  );
});

describe('the test numbers', () => {
  test('are many, distinct, in order and valid', () => {
    expect(numbers.length).toBeGreaterThan(1300);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(parseIdentityNumber(number, TODAY)).toMatchObject({ canonical: number });
  });

  test('include what the Tax Agency published, and computed days are in its series', () => {
    // Seen in the published set: a list year, days of the rule, and both ends of a leap year.
    for (const published of ['195001182046', '199402032388', '200007202385', '201602292383', '201701012393']) {
      expect(numbers).toContain(published);
    }
    const computed = numbers.filter((number) => !publishedTestNumbers[Number(number.slice(0, 4))]);
    expect(computed.every((number) => ['238', '239'].includes(number.slice(8, 11)))).toBe(true);
  });

  test('of before 1990 are listed one by one, because there the same serials belong to people', () => {
    for (const number of testIdentityNumbers({ from: 1930, to: 1989 })) {
      expect(publishedTestNumbers[Number(number.slice(0, 4))]?.split(' ')).toContain(number.slice(4));
    }
  });
});
