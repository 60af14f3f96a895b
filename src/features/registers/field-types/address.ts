import { refused, taken, type FieldType } from './field-type.ts';

/** An address as it is kept: street, postal code, city, country, a line each; those that are missing are empty lines. */
export interface Address {
  street: string;
  postalCode: string;
  city: string;
  country: string;
}

const names = ['street', 'postalCode', 'city', 'country'] as const;
const partLengthMax = 120;

export function partsOf(value: string): Address {
  const [street = '', postalCode = '', city = '', country = ''] = value.split('\n');
  return { street, postalCode, city, country };
}

const swedish =
  /^(?<street>.*?)[,\s]+(?:SE?-)?(?<postal>\d{3}\s?\d{2})\s+(?<city>[^,\d][^,]*?)(?:\s*,\s*(?<country>[^,]+))?$/i;

/** Lines as above, or one line as people and files write it: `Storgatan 1, 903 26 Umeå`. */
function read(written: string): Address {
  if (written.includes('\n')) return partsOf(written);
  const parts = swedish.exec(written)?.groups;
  if (!parts) return { street: written, postalCode: '', city: '', country: '' };
  return {
    street: parts['street'] ?? '',
    postalCode: parts['postal'] ?? '',
    city: parts['city'] ?? '',
    country: parts['country'] ?? '',
  };
}

export const address: FieldType = {
  parse(written) {
    const parts = read(written.replaceAll(/\r\n?/g, '\n'));
    const lines = names.map((name) => parts[name].trim());
    if (written.split('\n').length > names.length || lines.some((line) => line.length > partLengthMax))
      return refused('address');
    // Swedish postal codes are written in one way, so that equal addresses are equal.
    lines[1] = (lines[1] ?? '').replace(/^(\d{3})\s?(\d{2})$/, '$1 $2');
    return lines.every((line) => line === '') ? refused('address') : taken(lines.join('\n'));
  },
  display: displayAddress,
  // By place and then by street, as lists of addresses are read.
  order: {
    column: 'sort_text',
    key(value) {
      const { street, city } = partsOf(value ?? '');
      return `${city} ${street}`.trim();
    },
  },
  operators: [],
  words: (value) => [value],
  hasLines: true,
};

export function displayAddress(value: string): string {
  const { street, postalCode, city, country } = partsOf(value);
  return [street, `${postalCode} ${city}`.trim(), country].filter((part) => part !== '').join(', ');
}
