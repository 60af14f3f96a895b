import type { Field } from '../definition.ts';
import { refused, type FieldType } from './field-type.ts';
import { number } from './numbers.ts';
import { date } from './times.ts';
import { yesNo } from './choices.ts';
import { text } from './texts.ts';

const results = { number, date, yes_no: yesNo, text } as const;
const resultOf = (field: Field): FieldType => results[field.result];

/** What an expression over other fields of the record gives (expression.ts). It is never stored, so it is never out of date. */
export const calculated: FieldType = {
  parse: () => refused('calculated'),
  display: (value, field, language) => resultOf(field).display(value, field, language),
  operators: ['eq', 'from', 'to'],
  words: (value) => [value],
  isWritten: false,
};

/** The order of a calculated field is that of its result. */
export const orderOfResult = (field: Field): NonNullable<FieldType['order']> | undefined => resultOf(field).order;
