import { expect, test } from 'vitest';
import { readView, replaceFilters, selectionOf, writeView, type View } from './view.ts';

const view: View = {
  search: 'anna lind',
  sort: [
    { column: 'family_name', direction: 'ascending' },
    { column: 'joined_on', direction: 'descending' },
  ],
  filters: [
    { field: 'membership', operator: 'in', value: 'adult,youth' },
    { field: 'city', operator: 'starts', value: 'Ma:lmö' },
    { field: 'phone', operator: 'empty', value: '' },
  ],
};

test('a view is the same after its address was read', () => {
  expect(writeView(view)).toEqual({
    search: 'anna lind',
    sort: 'family_name,-joined_on',
    'membership.in': 'adult,youth',
    'city.starts': 'Ma:lmö',
    'phone.empty': '1',
  });
  expect(readView(writeView(view))).toEqual(view);
});

test('grouping, totals and the saved view stand in the address too', () => {
  const whole: View = { ...view, saved: '0198c0de', group: 'city', totals: ['fee:sum', 'phone:filled'] };
  expect(writeView(whole)).toMatchObject({ view: '0198c0de', group: 'city', totals: 'fee:sum,phone:filled' });
  expect(readView(writeView(whole))).toEqual(whole);
});

test('what the router has read as a number is text again, and what is no filter is left alone', () => {
  expect(readView({ 'note.eq': 42, search: 7, page: 3, 'a.b': 'c', 'x.starts': ['y'] })).toEqual({
    search: '7',
    sort: [],
    filters: [
      { field: 'note', operator: 'eq', value: '42' },
      { field: 'x', operator: 'starts', value: '' },
    ],
  });
});

test('a selection asks as the contract wants it', () => {
  expect(selectionOf(view)).toEqual({
    sort: 'family_name,-joined_on',
    filter: ['membership:in:adult,youth', 'city:starts:Ma:lmö', 'phone:empty'],
    search: 'anna lind',
  });
  expect(selectionOf({ search: ' ', sort: [], filters: [] })).toEqual({});
});

test('the filters of one field are exchanged at their place', () => {
  const fromTo = [
    { field: 'city', operator: 'eq', value: 'Umeå' },
    { field: 'city', operator: 'filled', value: '' },
  ] as const;
  expect(replaceFilters(view.filters, 'city', fromTo).map(({ field }) => field)).toEqual([
    'membership',
    'city',
    'city',
    'phone',
  ]);
  expect(replaceFilters(view.filters, 'note', []).length).toBe(3);
});
