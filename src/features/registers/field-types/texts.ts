import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import { parseIdentityNumber } from '../identity-number.ts';
import { refused, taken, type FieldType } from './field-type.ts';

const itself = (value: string) => value;
const byText = { column: 'sort_text', key: (value: string | null) => value ?? '' } as const;

export const text: FieldType = {
  parse: taken,
  display: itself,
  order: byText,
  operators: ['eq', 'in', 'starts'],
  words: (value) => [value],
  canBeUnique: true,
};

/** Lines of text: found by its words, too long to be ordered or compared. */
export const longText: FieldType = {
  parse: (written) => taken(written.replaceAll(/\r\n?/g, '\n')),
  display: itself,
  operators: [],
  words: (value) => [value],
  hasLines: true,
  lengthMax: 100_000,
};

const address = z.email();

export const email: FieldType = {
  parse: (written) => (written.length <= 254 && address.safeParse(written).success ? taken(written) : refused('email')),
  display: itself,
  order: byText,
  operators: ['eq', 'in', 'starts'],
  words: (value) => [value],
  canBeUnique: true,
};

/** Kept as E.164; a number without a country is Swedish. Only the form is checked: a number may be right and yet not in use. */
export const phone: FieldType = {
  parse(written) {
    const number = parsePhoneNumberFromString(written, 'SE');
    return number?.isPossible() ? taken(number.number) : refused('phone');
  },
  display: displayPhone,
  order: byText,
  operators: ['eq', 'in', 'starts'],
  words: (value) => [value],
  canBeUnique: true,
};

/** A number of Sweden as it is written here, `070-174 06 05`; others with their prefix. The pages write it the same. */
function displayPhone(value: string): string {
  const number = parsePhoneNumberFromString(value);
  if (!number) return value;
  return number.country === 'SE' ? number.formatNational() : number.formatInternational();
}

/** Sealed, so it has no order and no words; a blind index knows equality alone. */
export const identityNumber: FieldType = {
  parse(written, _, { today }) {
    const parsed = parseIdentityNumber(written, today);
    return parsed.ok ? taken(parsed.canonical) : refused(parsed.code);
  },
  display: itself,
  operators: ['is'],
  canBeUnique: true,
};
