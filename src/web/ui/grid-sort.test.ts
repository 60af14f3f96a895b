import { expect, test } from 'vitest';
import { toggleSort, type SortKey } from './grid-sort.ts';

const up = (column: string): SortKey => ({ column, direction: 'ascending' });
const down = (column: string): SortKey => ({ column, direction: 'descending' });

test('presses on one header go from ascending over descending to none', () => {
  expect(toggleSort([], 'name', false)).toEqual([up('name')]);
  expect(toggleSort([up('name')], 'name', false)).toEqual([down('name')]);
  expect(toggleSort([down('name')], 'name', false)).toEqual([]);
});

test('a press on another header replaces the sorting', () => {
  expect(toggleSort([down('name')], 'town', false)).toEqual([up('town')]);
});

test('with shift a header is added last and changed at its place', () => {
  expect(toggleSort([up('name')], 'town', true)).toEqual([up('name'), up('town')]);
  expect(toggleSort([up('name'), up('town')], 'name', true)).toEqual([down('name'), up('town')]);
  expect(toggleSort([down('name'), up('town')], 'name', true)).toEqual([up('town')]);
});

test('a press without shift on one of several keeps that one as it is', () => {
  expect(toggleSort([up('name'), down('town')], 'town', false)).toEqual([down('town')]);
});
