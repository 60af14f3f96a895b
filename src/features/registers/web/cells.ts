import type { Formats, Language } from '#web/language.ts';
import type { GridWork } from '#web/ui/DataGrid.tsx';
import { writtenForm } from './draft.ts';
import type { FormatPhone } from './phone.ts';
import type { Field, RecordView } from './queries.ts';
import { valueWords } from './value-words.ts';

// What a cell of the table holds, and how it is written in place.

type CellEditor = ReturnType<NonNullable<GridWork<RecordView>['editing']>['editorOf']>;

/** Written in the cell itself. All else has its own place in the record's form: what is sealed is written there unseen. */
export function isWrittenInPlace(field: Field): boolean {
  return field.isReadable && inputs[field.type] !== undefined;
}

type Input =
  | { kind: 'choice' }
  | { kind: 'text'; inputMode?: 'email' | 'tel' | 'numeric' | 'decimal'; form?: 'dateForm' | 'instantForm' };

const inputs: Partial<Record<Field['type'], Input>> = {
  text: { kind: 'text' },
  email: { kind: 'text', inputMode: 'email' },
  phone: { kind: 'text', inputMode: 'tel' },
  date: { kind: 'text', inputMode: 'numeric', form: 'dateForm' },
  choice: { kind: 'choice' },
  yes_no: { kind: 'choice' },
  number: { kind: 'text', inputMode: 'decimal' },
  money: { kind: 'text', inputMode: 'decimal' },
  date_time: { kind: 'text', form: 'instantForm' },
};

interface Words {
  language: Language;
  formats: Formats;
  formatPhone: FormatPhone;
  noChoice: string;
  /** How days and instants are written, in the reader's letters. */
  dateForm: string;
  instantForm: string;
}

/** What stands in a cell, as text: masked where it is masked. */
export function cellText(field: Field, record: RecordView, { language, formats, formatPhone }: Words): string {
  const value = record.data[field.key] ?? '';
  if (value === '' || !field.isReadable) return value;
  // A spreadsheet reads numbers without their unit.
  if (field.type === 'number' || field.type === 'money') return writtenForm(field, value, formatPhone);
  return valueWords(field, value, { formats, language, formatPhone, names: record.names });
}

export function cellEditor(field: Field, record: RecordView, words: Words): CellEditor {
  const { language, formatPhone, noChoice } = words;
  const input = inputs[field.type];
  if (!isWrittenInPlace(field) || input === undefined) return undefined;
  const value = record.data[field.key] ?? '';
  if (input.kind === 'text') {
    const { form, ...rest } = input;
    const placeholder = form && { placeholder: words[form] };
    return { ...rest, ...placeholder, value: writtenForm(field, value, formatPhone), maxLength: 500 };
  }
  const options =
    field.type === 'yes_no'
      ? ['yes', 'no'].map((id) => ({ id, label: valueWords(field, id, words) }))
      : field.choices
          .filter((choice) => !choice.isRetired || choice.value === value)
          .map((choice) => ({ id: choice.value, label: choice.label[language] }));
  const isEmptyAllowed = !field.isRequired || value === '';
  return { kind: 'choice', value, options: [...(isEmptyAllowed ? [{ id: '', label: noChoice }] : []), ...options] };
}

/** `20260304` is a date too, to whoever writes many. */
export const asWritten = (field: Field, written: string): string | null => {
  const text = written.trim();
  if (text === '') return null;
  return field.type === 'date' ? text.replace(/^(\d{4})[./ ]?(\d{2})[./ ]?(\d{2})$/, '$1-$2-$3') : text;
};
