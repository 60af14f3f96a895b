import { expect, test } from 'vitest';
import { planFirstPaste, planPaste } from './paste-plan.ts';

const columnsFrom = ['given', 'family', 'city'];
const at = (top: number, bottom = top, columns = ['given']) => ({ top, bottom, columns, columnsFrom });

test('a block begins at the chosen cell, and goes on below it', () => {
  const plan = planPaste(
    [
      ['Anna', 'Lind'],
      ['Bo', 'Ek'],
    ],
    at(5),
  );
  expect(plan).toEqual({
    rows: [
      { row: 5, values: { given: 'Anna', family: 'Lind' } },
      { row: 6, values: { given: 'Bo', family: 'Ek' } },
    ],
    lostColumns: 0,
  });
});

test('one value fills all that is chosen', () => {
  const { rows } = planPaste([['Umeå']], at(2, 4, ['given', 'family']));
  expect(rows).toHaveLength(3);
  expect(rows[2]).toEqual({ row: 4, values: { given: 'Umeå', family: 'Umeå' } });
});

test('a block is repeated where it fits a whole number of times, and else pasted once', () => {
  expect(planPaste([['a'], ['b']], at(0, 3)).rows.map(({ values }) => values['given'])).toEqual(['a', 'b', 'a', 'b']);
  expect(planPaste([['a'], ['b']], at(0, 2)).rows.map(({ values }) => values['given'])).toEqual(['a', 'b']);
});

test('columns beyond the last are counted as lost', () => {
  const { rows, lostColumns } = planPaste([['a', 'b', 'c', 'd', 'e']], at(0));
  expect(rows[0]?.values).toEqual({ given: 'a', family: 'b', city: 'c' });
  expect(lostColumns).toBe(2);
});

const columns = [
  { id: 'given', title: 'Förnamn' },
  { id: 'family', title: 'Efternamn' },
  { id: 'city', title: 'Ort' },
];

test('the first paste into an empty table begins in its first column', () => {
  const pasted = [['Anna', 'Lind', 'Umeå']];
  expect(planFirstPaste(pasted, columns)).toEqual({
    block: { top: 0, bottom: 0, columns: ['given'], columnsFrom: ['given', 'family', 'city'] },
    rows: pasted,
  });
  // One row of titles may be a value, and half a row of titles is one.
  expect(planFirstPaste([['Ort']], columns).rows).toEqual([['Ort']]);
  expect(
    planFirstPaste(
      [
        ['Ort', 'Lind'],
        ['Umeå', 'Ek'],
      ],
      columns,
    ).rows,
  ).toHaveLength(2);
});

test('a first row of titles says where the columns go', () => {
  const { block, rows } = planFirstPaste(
    [
      ['ort ', 'Förnamn'],
      ['Umeå', 'Anna'],
    ],
    columns,
  );
  expect([block.columnsFrom, rows]).toEqual([['city', 'given'], [['Umeå', 'Anna']]]);
  expect(planPaste(rows, block).rows).toEqual([{ row: 0, values: { city: 'Umeå', given: 'Anna' } }]);
});
