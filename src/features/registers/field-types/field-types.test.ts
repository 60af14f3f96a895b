import { expect, test } from 'vitest';
import { Field } from '../definition.ts';
import { displayValue, parseValue } from '../values.ts';

const moment = { today: '2026-11-22', timeZone: 'Europe/Stockholm' };
type Draft = Partial<Field> & Pick<Field, 'type'>;
const fieldOf = (draft: Draft): Field =>
  Field.parse({ key: 'it', label: { sv: 'Det', en: 'It' }, class: 'ordinary', ...draft });
const colours = ['red', 'green', 'blue'].map((value) => ({
  value,
  label: { sv: { red: 'Röd', green: 'Grön', blue: 'Blå' }[value] ?? '', en: value },
  colour: null,
  isRetired: false,
}));
const id = '0198c0de-0000-7000-8000-000000000001';

test.each<[Draft, string, string]>([
  [{ type: 'text' }, '  A\u030angstrom ', 'Ångstrom'],
  [{ type: 'long_text' }, 'en\r\ntvå', 'en\ntvå'],
  [{ type: 'number' }, '1 234,50', '1234.5'],
  [{ type: 'number' }, '-0,00', '0'],
  [{ type: 'number', unit: 'kg' }, '−12,5 kg', '-12.5'],
  [{ type: 'number', decimals: 0 }, '007', '7'],
  [{ type: 'money' }, '1\u00a0234,50 kr', '1234.5'],
  [{ type: 'money', unit: 'EUR' }, 'EUR 99', '99'],
  [{ type: 'date' }, '2028-02-29', '2028-02-29'],
  [{ type: 'date' }, '19870304', '1987-03-04'],
  [{ type: 'date' }, '1987/3/4', '1987-03-04'],
  [{ type: 'date' }, '1987-03-04 00:00:00', '1987-03-04'],
  [{ type: 'date' }, '4.3.1987', '1987-03-04'],
  [{ type: 'date' }, '4/3 1987', '1987-03-04'],
  [{ type: 'date' }, '31/3/1987', '1987-03-31'],
  [{ type: 'date' }, '3/31/1987', '1987-03-31'],
  [{ type: 'date' }, 'den 4:e mars 1987', '1987-03-04'],
  [{ type: 'date' }, '4\u00a0Maj\u00a01987', '1987-05-04'],
  [{ type: 'date' }, 'Oct 4, 1987', '1987-10-04'],
  [{ type: 'date_time' }, '2026-07-01 12:30', '2026-07-01T10:30:00Z'],
  [{ type: 'date_time' }, '2026-12-01T12:30:05', '2026-12-01T11:30:05Z'],
  [{ type: 'date_time' }, '2026-12-01T12:30+02:00', '2026-12-01T10:30:00Z'],
  [{ type: 'date_time' }, '2026-12-01', '2026-11-30T23:00:00Z'],
  [{ type: 'choice', choices: colours }, 'röd', 'red'],
  [{ type: 'choices', choices: colours }, 'Blå; red, Blå', 'red,blue'],
  [{ type: 'yes_no' }, 'Ja', 'yes'],
  [{ type: 'yes_no' }, 'FALSE', 'no'],
  [{ type: 'email' }, 'anna@example.org', 'anna@example.org'],
  [{ type: 'phone' }, '070-174 06 05', '+46701740605'],
  [{ type: 'address' }, 'Storgatan 1, 90326 Umeå', 'Storgatan 1\n903 26\nUmeå\n'],
  [{ type: 'address' }, 'c/o Berg, Väg 2, SE-111 22 Stockholm, Sverige', 'c/o Berg, Väg 2\n111 22\nStockholm\nSverige'],
  [{ type: 'address' }, 'Lillgård', 'Lillgård\n\n\n'],
  [{ type: 'identity_number', class: 'identity_number' }, '900101-2385', '199001012385'],
  [{ type: 'link', target: id }, ` ${id.toUpperCase()} `, id],
  [{ type: 'link', target: id, isMany: true }, `${id}, ${id}`, id],
  [{ type: 'member' }, id, id],
])('%o reads %j as %j', (draft, written, kept) => {
  const field = fieldOf(draft);
  expect(parseValue(field, written, moment)).toEqual({ ok: true, value: kept });
  // What is kept is read as itself: files and the API give it back.
  expect(parseValue(field, kept, moment)).toEqual({ ok: true, value: kept });
});

test.each<[Draft, string, string]>([
  [{ type: 'text' }, 'a\u0007b', 'control_characters'],
  [{ type: 'text' }, 'x'.repeat(501), 'too_long'],
  [{ type: 'text', min: '3' }, 'ab', 'too_short'],
  [{ type: 'text', max: '1' }, '👍👍', 'longer_than'],
  [{ type: 'text', pattern: '[A-Z]{3}\\d+' }, 'abc1', 'pattern'],
  [{ type: 'text', pattern: '(a+)+b' }, 'a'.repeat(500), 'pattern'],
  [{ type: 'long_text' }, 'x'.repeat(100_001), 'too_long'],
  [{ type: 'number' }, '12 apor', 'number'],
  [{ type: 'number' }, '1e5', 'number'],
  [{ type: 'number', decimals: 1 }, '1,25', 'too_many_decimals'],
  [{ type: 'number' }, '1234567890123456', 'number_too_long'],
  [{ type: 'number', min: '0' }, '-1', 'too_small'],
  [{ type: 'money', max: '1 000 kr' }, '1000,01', 'too_large'],
  [{ type: 'date' }, '2026-02-30', 'date'],
  [{ type: 'date' }, '31.2.2026', 'date'],
  [{ type: 'date' }, '870304', 'date'],
  [{ type: 'date' }, '2026-03-04 10:30', 'date'],
  [{ type: 'date' }, '3/4/2026', 'date_two'],
  [{ type: 'date', min: '2000-01-01' }, '1999-12-31', 'too_small'],
  [{ type: 'date_time' }, '2026-02-30 10:00', 'date_time'],
  [{ type: 'date_time' }, '2026-01-01 25:00', 'date_time'],
  [{ type: 'choices', choices: colours }, 'röd, lila', 'choice'],
  [{ type: 'yes_no' }, 'kanske', 'yes_no'],
  [{ type: 'link', target: id }, `${id},${id.replace('1', '2')}`, 'one_link'],
  [{ type: 'link', target: id }, 'Anna', 'link'],
  [{ type: 'member' }, 'Anna', 'member'],
  [{ type: 'calculated' }, '1', 'calculated'],
])('%o refuses %j: %s', (draft, written, code) => {
  expect(parseValue(fieldOf(draft), written, moment)).toMatchObject({ ok: false, code: `field.${code}` });
});

test('nothing is no value, and a fault where a value is demanded', () => {
  expect(parseValue(fieldOf({ type: 'number' }), '  ', moment)).toEqual({ ok: true, value: null });
  expect(parseValue(fieldOf({ type: 'number', isRequired: true }), '', moment)).toEqual({
    ok: false,
    code: 'field.required',
  });
});

test.each<[Draft, string, string]>([
  [{ type: 'number', unit: 'st' }, '-1234.5', '−1\u00a0234,5\u00a0st'],
  [{ type: 'number' }, '2026', '2026'],
  [{ type: 'number' }, '20260', '20\u00a0260'],
  [{ type: 'money' }, '1234', '1\u00a0234,00\u00a0kr'],
  [{ type: 'sequence', prefix: 'F-', digits: 4 }, '17', 'F-0017'],
  [{ type: 'choices', choices: colours }, 'red,blue', 'Röd, Blå'],
  [{ type: 'address' }, 'Storgatan 1\n903 26\nUmeå\n', 'Storgatan 1, 903 26 Umeå'],
  [{ type: 'yes_no' }, 'yes', 'Ja'],
  [{ type: 'calculated', result: 'number' }, '0.5', '0,5'],
])('%o shows %j as %j', (draft, value, shown) => {
  expect(displayValue(fieldOf(draft), value, 'sv')).toBe(shown);
});
