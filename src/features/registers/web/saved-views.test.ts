import { expect, test } from 'vitest';
import { isSame, type ViewParts } from './saved-views.ts';

const kept: ViewParts = {
  columns: ['number', 'severity', 'status'],
  sort: 'due_on',
  filter: ['status:eq:new', 'due_on:to:today-1d'],
  search: '',
  group: null,
  totals: [],
};

test('a view is as it was kept, in whichever order its columns and filters were written', () => {
  const shown = { ...kept, columns: ['number', 'status', 'severity'], filter: ['due_on:to:today-1d', 'status:eq:new'] };
  expect(isSame(kept, shown)).toBe(true);
});

test('another column, filter or order of records is a change', () => {
  expect(isSame(kept, { ...kept, columns: ['number', 'status'] })).toBe(false);
  expect(isSame(kept, { ...kept, columns: null })).toBe(false);
  expect(isSame(kept, { ...kept, filter: [] })).toBe(false);
  expect(isSame(kept, { ...kept, sort: '-due_on' })).toBe(false);
});
