import type { Formats, Language } from '#web/language.ts';
import type { FormatPhone } from './phone.ts';
import type { Field } from './queries.ts';

/** What is needed to say a value in words. */
export interface ValueWords {
  formats: Formats;
  language: Language;
  formatPhone: FormatPhone;
  /** Names of linked records and members by id. */
  names?: Readonly<Record<string, string>>;
}

const YES_NO: Record<Language, Record<string, string>> = { sv: { yes: 'Ja', no: 'Nej' }, en: { yes: 'Yes', no: 'No' } };

const decimals = new Map<string, Intl.NumberFormat>();

/** A decimal as its language writes it; of decimal text, so nothing is lost on the way through a double. */
function decimalWords(value: string, least: number, language: Language, isPlain = false): string {
  const key = `${language} ${least} ${isPlain}`;
  let format = decimals.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language === 'sv' ? 'sv-SE' : 'en-GB', {
      minimumFractionDigits: least,
      maximumFractionDigits: 6,
      // A number without a unit may be a year: 2026, but 20 260.
      ...(isPlain && { useGrouping: 'min2' }),
    });
    decimals.set(key, format);
  }
  return format.format(value as Intl.StringNumericLiteral);
}

/** The lines of an address that are filled in: street, postal code and city, country. */
export function addressLines(value: string): string[] {
  const [street = '', postalCode = '', city = '', country = ''] = value.split('\n');
  return [street, `${postalCode} ${city}`.trim(), country].filter((line) => line !== '');
}

/** The kind of value that is shown: a calculated field's is that of its result. */
export const shownType = (field: Field): Field['type'] => (field.type === 'calculated' ? field.result : field.type);

/** A calculated amount is kept without the noughts at its end, and stands beside amounts that have them: `888,00 kr`. */
const leastDecimals = ({ type, decimals }: Field) => (type === 'calculated' ? decimals : 0);

/** A value in one line of words. */
export function valueWords(field: Field, value: string, words: ValueWords): string {
  const { formats, language, formatPhone, names } = words;
  switch (shownType(field)) {
    case 'choice':
    case 'choices':
      return value
        .split(',')
        .map((one) => field.choices.find((choice) => choice.value === one)?.label[language] ?? one)
        .join(', ');
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formats.date(value) : value;
    case 'date_time':
      return formats.dateTime(value);
    case 'phone':
      return formatPhone(value);
    case 'yes_no':
      return YES_NO[language][value] ?? value;
    case 'number':
      return `${decimalWords(value, leastDecimals(field), language, field.unit === '')}${field.unit === '' ? '' : `\u00a0${field.unit}`}`;
    case 'money':
      return `${decimalWords(value, 2, language)}\u00a0${field.unit === '' || field.unit === 'SEK' ? 'kr' : field.unit}`;
    case 'sequence':
      return `${field.prefix}${value.padStart(field.digits, '0')}`;
    case 'address':
      return addressLines(value).join(', ');
    case 'link':
    case 'person':
    case 'member':
      return value
        .split(',')
        .map((id) => names?.[id] ?? '…')
        .join(', ');
    default:
      return value;
  }
}
