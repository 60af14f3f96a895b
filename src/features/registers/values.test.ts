import { expect, test } from 'vitest';
import { Field } from './definition.ts';
import { displayValue } from './values.ts';

const phone = Field.parse({ key: 'phone', label: { sv: 'Telefon', en: 'Phone' }, type: 'phone', class: 'ordinary' });

test.each([
  ['+46701740605', '070-174 06 05'],
  ['+46406280411', '040-628 04 11'],
  ['+4791234567', '+47 91 23 45 67'],
  ['somewhere', 'somewhere'],
])('the phone number %s is shown as %s', (kept, shown) => {
  expect(displayValue(phone, kept, 'sv')).toBe(shown);
});
