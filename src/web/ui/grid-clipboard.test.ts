import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBlock, writeTable, writeText } from './grid-clipboard.ts';

test('cells are parted by tabs and rows by lines, and the last line break begins no row', () => {
  expect(parseBlock('Anna\tLind\r\nBo\tEk\r\n')).toEqual([
    ['Anna', 'Lind'],
    ['Bo', 'Ek'],
  ]);
  expect(parseBlock('Anna')).toEqual([['Anna']]);
  expect(parseBlock('')).toEqual([['']]);
  expect(parseBlock('a\n\nb')).toEqual([['a'], [''], ['b']]);
  expect(parseBlock('\t\n')).toEqual([['', '']]);
});

test('a quoted cell may hold tabs, line breaks and doubled quotes', () => {
  expect(parseBlock('"Storgatan 1\nUppgång B"\t"kallad ""Kalle"""\r\nslut\t')).toEqual([
    ['Storgatan 1\nUppgång B', 'kallad "Kalle"'],
    ['slut', ''],
  ]);
});

test('a quote that quotes nothing is a letter like others', () => {
  expect(parseBlock('"Kalle" Svensson\t6" rör')).toEqual([['"Kalle" Svensson', '6" rör']]);
  expect(parseBlock('"öppen\tnästa')).toEqual([['"öppen', 'nästa']]);
});

test('rows of unequal length become equally long', () => {
  expect(parseBlock('a\tb\tc\nd')).toEqual([
    ['a', 'b', 'c'],
    ['d', '', ''],
  ]);
});

test('what is written is read again as it was', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'å', '"', '\t', '\n', '\r', ' ', '=', '<') });
  const block = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    )
    // An empty last row of one column is the line break that ends the row before it.
    .filter((made) => made[0]?.length !== 1 || made.at(-1)?.[0] !== '' || made.length === 1);
  fc.assert(
    fc.property(block, (made) => {
      expect(parseBlock(writeText(made))).toEqual(made);
    }),
  );
});

test('a table holds text, and nothing of a cell becomes a tag', () => {
  expect(writeTable([['<b>&', '=1+1']])).toBe(
    `<table><tr><td style="mso-number-format:'\\@'">&lt;b&gt;&amp;</td><td style="mso-number-format:'\\@'">=1+1</td></tr></table>`,
  );
});
