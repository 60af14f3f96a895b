import type { OrganisationKeys } from '#kernel/keyring/organisation-keys.ts';
import { isSealed, type Definition, type Field } from './definition.ts';
import { withCalculated } from './expression.ts';
import type { SortColumn } from './field-types/field-type.ts';
import { orderOf, typeOf } from './field-types/index.ts';

// The one function from a record's values to its sort keys and words. Writing a record and rebuilding a register both use it.

/** A row of record_keys, under short names: it travels as JSON. */
export interface RecordKey {
  field: string;
  sort_text: string | null;
  sort_date: string | null;
  sort_number: number | string | null;
  fold: string | null;
  is_unique: boolean;
}

export interface Derived {
  keys: RecordKey[];
  terms: { term: string; field: string }[];
}

const sortLength = 100;
/** Longer values, such as a long text, are asked for by `filled` and `empty` alone. */
const foldLengthMax = 500;
const termLengthMax = 50;
const termsPerFieldMax = 100;

/** Values by field key, in clear. */
export type Values = Readonly<Record<string, string | null>>;

/** The first `lengthMax` UTF-16 units of a text, without the half of a pair at the end: that has no UTF-8, and no database takes it. */
export const cut = (text: string, lengthMax: number) => text.slice(0, lengthMax).replace(/[\ud800-\udbff]$/, '');

/** Lower case in one Unicode form: what equality, prefix and uniqueness compare. */
export const fold = (text: string) => text.normalize('NFC').toLocaleLowerCase('sv');

/**
 * The words of a text. Accents of other languages are dropped (é finds e), but å, ä and ö are letters of their own in Swedish.
 */
export function wordsOf(text: string): string[] {
  const plain = fold(text)
    .replaceAll(/[^åäö\p{ASCII}]/gu, (letter) => letter.normalize('NFD').replaceAll(/\p{M}/gu, ''))
    .normalize('NFC');
  return [...new Set(plain.match(/[\p{L}\p{N}]+/gu))]
    .slice(0, termsPerFieldMax)
    .map((word) => cut(word, termLengthMax));
}

/** Equality key of a value, as filters and uniqueness use it: the blind index for an identity number, else the folded text. */
export function equalityKey(definition: Definition, field: Field, value: string, keys: OrganisationKeys): string {
  return field.type === 'identity_number' ? keys.blindIndex(`${definition.register}.${field.key}`, value) : fold(value);
}

const isKeyed = (field: Field) => !field.isRetired && (field.isSortable || field.isFilterable || field.isUnique);

/** The term of one of several values: no word begins so, and no word search finds it. */
export const memberTerm = (value: string) => `=${value}`;

/** Keys and words of the fields in `only`, or of all. A field without value has a key too, so that sorting loses no record. */
export function derive(
  definition: Definition,
  values: Values,
  keys: OrganisationKeys,
  only?: ReadonlySet<string>,
): Derived {
  const derived: Derived = { keys: [], terms: [] };
  const all = withCalculated(definition.fields, values);
  for (const field of definition.fields) {
    if (field.isRetired || (only && !only.has(field.key))) continue;
    const value = all[field.key] ?? null;
    if (isKeyed(field)) derived.keys.push(keyOf(definition, field, value, keys));
    if (value === null || isSealed(field)) continue;
    const { words, members } = typeOf[field.type];
    if (field.isSearchable && words)
      for (const term of new Set(words(value, field).flatMap(wordsOf))) derived.terms.push({ term, field: field.key });
    // Links are found from their other side whether or not lists may ask for them.
    if (members && (field.isFilterable || field.target !== null))
      for (const member of members(value)) derived.terms.push({ term: memberTerm(member), field: field.key });
  }
  return derived;
}

const cutOrNull = (key: string | number | null) => (key === null ? null : cut(String(key), sortLength));

function keyOf(definition: Definition, field: Field, value: string | null, keys: OrganisationKeys): RecordKey {
  const order = orderOf(field);
  const isOrdered = order !== undefined && (field.isSortable || field.isFilterable) && !isSealed(field);
  const at = (column: SortColumn) => (isOrdered && order.column === column ? order.key(value, field) : null);
  return {
    field: field.key,
    sort_text: field.isSortable ? cutOrNull(at('sort_text')) : null,
    sort_date: at('sort_date') as string | null,
    sort_number: at('sort_number'),
    fold:
      field.isFilterable || field.isUnique
        ? value === null
          ? ''
          : cut(equalityKey(definition, field, value, keys), foldLengthMax)
        : null,
    is_unique: field.isUnique && value !== null,
  };
}
