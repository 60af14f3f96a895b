import type { Field } from '../definition.ts';
import { address } from './address.ts';
import { calculated, orderOfResult } from './calculated.ts';
import { choice, choices, yesNo } from './choices.ts';
import type { FieldType } from './field-type.ts';
import { money, number, sequence } from './numbers.ts';
import { link, member } from './references.ts';
import { email, identityNumber, longText, phone, text } from './texts.ts';
import { date, dateTime } from './times.ts';
import type { fieldTypes } from '../definition.ts';

/** The types of fields, each with all that is to be known of it. */
export const typeOf: Readonly<Record<(typeof fieldTypes)[number], FieldType>> = {
  text,
  long_text: longText,
  number,
  money,
  date,
  date_time: dateTime,
  choice,
  choices,
  yes_no: yesNo,
  email,
  phone,
  address,
  identity_number: identityNumber,
  link,
  person: link,
  member,
  calculated,
  sequence,
};

export const orderOf = (field: Field): FieldType['order'] =>
  field.type === 'calculated' ? orderOfResult(field) : typeOf[field.type].order;
