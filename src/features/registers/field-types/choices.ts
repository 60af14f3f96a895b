import type { Field } from '../definition.ts';
import { refused, taken, type FieldType } from './field-type.ts';

/** By value, or by label in either language, as files have it. */
function findChoice({ choices }: Field, written: string): string | undefined {
  const wanted = written.toLocaleLowerCase('sv');
  return choices.find(
    ({ value, label }) =>
      value === written || label.sv.toLocaleLowerCase('sv') === wanted || label.en.toLocaleLowerCase('en') === wanted,
  )?.value;
}

const labelsOf = ({ choices }: Field, value: string) =>
  choices.filter((choice) => choice.value === value).flatMap(({ label }) => [label.sv, label.en]);

export const choice: FieldType = {
  parse(written, field) {
    const value = findChoice(field, written);
    return value === undefined ? refused('choice') : taken(value);
  },
  display: (value, field, language) => field.choices.find((one) => one.value === value)?.label[language] ?? value,
  // In the order of the list, which the administrator gave.
  order: { column: 'sort_number', key: (value, field) => field.choices.findIndex((one) => one.value === value) },
  operators: ['eq', 'in'],
  words: (value, field) => labelsOf(field, value),
};

const valuesOf = (value: string) => value.split(',');

/** Several, with commas between, in the order of the list; each once. */
export const choices: FieldType = {
  parse(written, field) {
    const found = written
      .split(/[,;\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => findChoice(field, part));
    if (found.includes(undefined)) return refused('choice');
    const ordered = field.choices.map(({ value }) => value).filter((value) => found.includes(value));
    return ordered.length === 0 ? refused('choice') : taken(ordered.join(','));
  },
  display: (value, field, language) =>
    valuesOf(value)
      .map((one) => choice.display(one, field, language))
      .join(', '),
  operators: ['in'],
  members: valuesOf,
  words: (value, field) => valuesOf(value).flatMap((one) => labelsOf(field, one)),
};

const spoken: Record<string, 'yes' | 'no'> = {
  yes: 'yes',
  ja: 'yes',
  true: 'yes',
  sant: 'yes',
  x: 'yes',
  '1': 'yes',
  on: 'yes',
  y: 'yes',
  j: 'yes',
  no: 'no',
  nej: 'no',
  false: 'no',
  falskt: 'no',
  '0': 'no',
  off: 'no',
  n: 'no',
};

export const yesNo: FieldType = {
  parse(written) {
    const value = spoken[written.toLocaleLowerCase('sv')];
    return value === undefined ? refused('yes_no') : taken(value);
  },
  display: (value, _, language) =>
    ({ sv: { yes: 'Ja', no: 'Nej' }, en: { yes: 'Yes', no: 'No' } })[language][value as 'yes' | 'no'] ?? value,
  order: { column: 'sort_number', key: (value) => (value === null ? -1 : value === 'yes' ? 1 : 0) },
  operators: ['eq'],
};
