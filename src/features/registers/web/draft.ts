import { currentLanguage, formatsFor } from '#web/language.ts';
import type { FormatPhone } from './phone.ts';
import type { Field, RecordView } from './queries.ts';
import type { Values } from './record-store.ts';

/** What stands in the fields of a form, by field key. */
export type Draft = Readonly<Record<string, string>>;

/** A field that is written without being read: what is in it comes masked, and an empty input leaves it as it is. */
export const isBlind = (field: Field, record: RecordView | undefined): boolean =>
  field.type === 'identity_number' && record !== undefined && (record.data[field.key] ?? null) !== null;

/** A field that may be neither read nor, therefore, written by this reader. */
export const isLocked = (field: Field): boolean => !field.isReadable && field.type !== 'identity_number';

export const draftOf = (fields: readonly Field[], record: RecordView | undefined, formatPhone: FormatPhone): Draft =>
  Object.fromEntries(
    fields.map((field) => {
      const value = record?.data[field.key] ?? '';
      if (!field.isReadable) return [field.key, ''];
      if (record === undefined) return [field.key, field.default ?? ''];
      return [field.key, writtenForm(field, value, formatPhone)];
    }),
  );

/** A value as people here write it, for an input that is read again by the server. */
export function writtenForm({ type }: Field, value: string, formatPhone: FormatPhone): string {
  if (value === '') return value;
  if (type === 'phone') return formatPhone(value);
  if (type === 'date_time') return formatsFor('sv-SE').dateTime(value);
  return (type === 'number' || type === 'money') && currentLanguage() === 'sv' ? value.replace('.', ',') : value;
}

/** What the form changes: nothing but what somebody touched, so that the rest stays with whoever else is at work. */
export function changesOf(
  fields: readonly Field[],
  before: Draft,
  draft: Draft,
  emptied: ReadonlySet<string> = new Set(),
): Values {
  const values: Values = {};
  for (const { key } of fields) {
    const written = (draft[key] ?? '').trim();
    if (emptied.has(key) && written === '') values[key] = null;
    else if (written !== before[key]) values[key] = written === '' ? null : written;
  }
  return values;
}

/** Whether the form asks for the field: the machine writes some itself, and some are asked for by the answer to another. */
export function isAsked(field: Field, fields: readonly Field[], draft: Draft): boolean {
  if (field.type === 'calculated' || field.type === 'sequence') return false;
  if (field.showIf === null) return true;
  const { field: key, values } = field.showIf;
  const value = draft[key] ?? '';
  if (value === '' || !fields.some((other) => other.key === key)) return false;
  return values.length === 0 || value.split(',').some((one) => values.includes(one));
}
