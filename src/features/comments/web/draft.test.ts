import fc from 'fast-check';
import { TokenFieldValue } from 'react-aria-components/TokenField';
import { expect, test } from 'vitest';
import { findSought, isCalled, namesIn, segmentsOf, storedText, withMention } from './draft.ts';

const bo = '0193a1b2-0000-7000-8000-000000000001';
const name = (id: string) => (id === bo ? 'Bo Ek' : 'någon');
const { SelectedRange } = TokenFieldValue;

/** As if it had been typed, with the caret at its end. */
const typed = (text: string) =>
  new TokenFieldValue<string>([]).replaceRange({ index: 0, offset: 0 }, { index: 0, offset: 0 }, text);

test('what is stored is written on as it was read', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.uuid({ version: 7 }).map((id) => `@[${id}]`),
    fc.constantFrom(' ', '\n', '@', 'https://example.org/x', `@[${bo}]`),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('').trim();
      expect(storedText(segmentsOf(text, name))).toBe(text);
    }),
  );
});

test('a name is looked for behind an @ that begins a word', () => {
  expect(findSought(typed('@'))).toEqual({ from: { index: 0, offset: 0 }, words: '' });
  expect(findSought(typed('Hej (@bo ek'))).toEqual({ from: { index: 0, offset: 5 }, words: 'bo ek' });
  for (const text of ['hej', 'bo@example', '@ bo', '@bo\n', `@${'x'.repeat(41)}`])
    expect(findSought(typed(text)), text).toBeUndefined();
  const marked = typed('@bo').withSelectedRange(new SelectedRange({ index: 0, offset: 1 }, { index: 0, offset: 3 }));
  expect(findSought(marked)).toBeUndefined();
});

test('a chosen member stands where their name was begun, and the text goes on behind', () => {
  const value = typed('Hej @b');
  const sought = findSought(value);
  if (!sought) throw new Error('nobody was looked for');
  const chosen = withMention(value, sought, { id: bo, name: 'Bo Ek' });
  expect(chosen.toString()).toBe('Hej @Bo Ek ');
  expect(storedText(chosen.segments)).toBe(`Hej @[${bo}]`);
  expect(namesIn(chosen.segments)).toEqual({ [bo]: 'Bo Ek' });
  expect(findSought(chosen)).toBeUndefined();
  expect(chosen.undo().toString()).toBe('Hej @b');
});

test('somebody is found by the beginning of any of their names', () => {
  expect(['', 'ÅKE', 'elsa å', 'Elsa Åkesson '].map((words) => isCalled('Elsa Åkesson', words))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['sa', 'kesson', 'Elsa B'].map((words) => isCalled('Elsa Åkesson', words))).toEqual([false, false, false]);
});
