import { expect, test } from 'vitest';
import { boundsOf, placesInView, scrollFor, startsOf, withPlace } from './grid-span.ts';

const columns = [
  { width: 200 },
  ...Array.from({ length: 198 }, () => ({ width: 100 })),
  { width: 50, isTitleHidden: true },
];
const starts = startsOf(columns, 44);
const spanned = { columns, starts, boxPx: 44 };

test('the first column and the buttons are in the document wherever the view is', () => {
  expect(starts.slice(0, 3)).toEqual([44, 244, 344]);
  expect(starts.at(-1)).toBe(44 + 200 + 19_800 + 50);
  expect(placesInView(columns, 100, 103)).toEqual([0, 100, 101, 102, 103, 199]);
  expect(placesInView(columns, 0, 2)).toEqual([0, 1, 2, 199]);
});

test('the column of the cursor stays in its order', () => {
  expect(withPlace([0, 100, 101, 199], 3)).toEqual([0, 3, 100, 101, 199]);
  expect(withPlace([0, 100, 199], 150)).toEqual([0, 100, 150, 199]);
  expect(withPlace([0, 100, 199], 100)).toEqual([0, 100, 199]);
  expect(withPlace([0, 100, 199], -1)).toEqual([0, 100, 199]);
});

test('a cell is brought into view between the columns that stay, and no further than needed', () => {
  const span = boundsOf(spanned, 101);
  expect(span).toEqual({ startPx: 44 + 200 + 9_900, endPx: 44 + 200 + 10_000, keptStartPx: 200, keptEndPx: 50 });
  if (!span) throw new Error('a cell has a place');
  expect(scrollFor(span, 0, 1_000)).toBe(10_244 + 50 - 1_000);
  expect(scrollFor(span, 9_900, 1_000)).toBe(9_900);
  expect(scrollFor(span, 15_000, 1_000)).toBe(9_944);
  // The boxes are at the very beginning; the title and the buttons are in sight anyway.
  expect(boundsOf(spanned, 0)).toMatchObject({ startPx: 0, keptStartPx: 0 });
  expect(boundsOf(spanned, 200)).toBeUndefined();
});
