import { expect, test } from 'vitest';
import { Field, fieldTypes } from '../../definition.ts';
import { functionNames } from '../../expression.ts';
import { orderOf, typeOf } from '../../field-types/index.ts';
import { isBounded, isMeasured } from '../../rules.ts';
import { abilities } from './abilities.ts';
import { messages } from './messages.ts';
import { typesInOrder } from './TypePalette.tsx';

const fieldOf = (type: Field['type']) =>
  Field.parse({ key: 'it', label: { sv: 'Det', en: 'It' }, class: 'ordinary', type });

test.each(fieldTypes)('%s can do on the page what it can do on the server', (type) => {
  const field = fieldOf(type);
  const { words, canBeUnique = false, isWritten = true } = typeOf[type];
  expect(abilities[type]).toEqual({
    isOrdered: orderOf(field) !== undefined,
    hasWords: words !== undefined,
    canBeUnique,
    isWritten,
    bounds: isMeasured(field) ? 'length' : isBounded(field) ? 'value' : null,
  });
});

test('every type is in the palette once, and every function has its words', () => {
  expect([...typesInOrder].sort()).toEqual([...fieldTypes].sort());
  for (const { functionLines } of Object.values(messages))
    expect(Object.keys(functionLines).sort()).toEqual([...functionNames].sort());
});
