import type { Field } from '../definition.ts';
import { refused, taken, type FieldType } from './field-type.ts';

// Numbers are decimal text, never floating point: 0.1 stays 0.1, and a sum of money is exact.

/** Digits before the decimal point: with six decimals they fit a double, which pages calculate with. */
const wholeDigitsMax = 15;

/** Canonical: an optional minus, digits without leading zeros, the decimals that count. Spaces of a thousand and a comma are read. */
export function parseDecimal(written: string, decimalsMax: number) {
  const plain = written
    .replaceAll(/[\s\u00a0\u202f']/g, '')
    .replace(/^[−–]/, '-')
    .replace(',', '.');
  const parts = /^(?<sign>[+-]?)(?<whole>\d+)(?:\.(?<decimals>\d*))?$/.exec(plain)?.groups;
  if (!parts) return refused('number');
  const whole = (parts.whole ?? '').replace(/^0+(?=\d)/, '');
  const decimals = (parts.decimals ?? '').replace(/0+$/, '');
  if (whole.length > wholeDigitsMax) return refused('number_too_long');
  if (decimals.length > decimalsMax) return refused('too_many_decimals', { decimals: String(decimalsMax) });
  const digits = decimals === '' ? whole : `${whole}.${decimals}`;
  return taken(parts.sign === '-' && digits !== '0' ? `-${digits}` : digits);
}

const byNumber = { column: 'sort_number', key: (value: string | null) => value ?? '-Infinity' } as const;

/** `1 234,5` in Swedish, `1,234.5` in English; at least `least` decimals. Fewer digits than `groupFrom` stand together. */
export function displayDecimal(value: string, language: 'sv' | 'en', least = 0, groupFrom = 4): string {
  const [whole = '', decimals = ''] = value.replace('-', '').split('.');
  const grouped =
    whole.length < groupFrom ? whole : whole.replaceAll(/\B(?=(?:\d{3})+$)/g, language === 'sv' ? '\u00a0' : ',');
  const shown = decimals.padEnd(least, '0');
  const sign = value.startsWith('-') ? '−' : '';
  return `${sign}${grouped}${shown === '' ? '' : `${language === 'sv' ? ',' : '.'}${shown}`}`;
}

const withUnit = (shown: string, { unit }: Field) => (unit === '' ? shown : `${shown}\u00a0${unit}`);

export const number: FieldType = {
  parse: (written, field) => parseDecimal(withoutUnit(written, field), field.decimals),
  // A number without a unit may be a year.
  display: (value, field, language) => withUnit(displayDecimal(value, language, 0, field.unit === '' ? 5 : 4), field),
  order: byNumber,
  operators: ['eq', 'in', 'from', 'to'],
  canBeUnique: true,
};

/** An amount with two decimals; `unit` is its currency, SEK unless another is given. */
export const money: FieldType = {
  parse: (written, field) => parseDecimal(withoutUnit(written, field), 2),
  display: (value, field, language) =>
    `${displayDecimal(value, language, 2)}\u00a0${field.unit === '' || field.unit === 'SEK' ? 'kr' : field.unit}`,
  order: byNumber,
  operators: ['eq', 'in', 'from', 'to'],
};

/** Files have `12 st`, `100 kr` and `SEK 100`. */
function withoutUnit(written: string, { type, unit }: Field): string {
  const names = type === 'money' ? ['kr', ':-', unit === '' ? 'SEK' : unit] : unit === '' ? [] : [unit];
  let rest = written.trim();
  for (const name of names) {
    if (rest.toLowerCase().endsWith(name.toLowerCase())) rest = rest.slice(0, rest.length - name.length).trim();
    else if (rest.toLowerCase().startsWith(name.toLowerCase())) rest = rest.slice(name.length).trim();
  }
  return rest;
}

/** Given by the machine when a record is made: 1, 2, 3 … of the register. Shown with the prefix and padded. */
export const sequence: FieldType = {
  parse(written, field) {
    const digits = written.startsWith(field.prefix) ? written.slice(field.prefix.length) : written;
    return /^\d{1,12}$/.test(digits) ? taken(String(Number(digits))) : refused('sequence');
  },
  display: (value, { prefix, digits }) => `${prefix}${value.padStart(digits, '0')}`,
  order: byNumber,
  operators: ['eq', 'from', 'to'],
  words: (value, { prefix, digits }) => [`${prefix}${value.padStart(digits, '0')}`, value],
  canBeUnique: true,
  isWritten: false,
};
