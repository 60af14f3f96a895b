import { expect, test } from 'vitest';
import { cellCount, isOneCell, rangeBetween, workActionOf } from './grid-range.ts';

const place = { cell: { row: 3, column: 2 }, lastRow: 9, first: 1, last: 5, pageRows: 4 };
const key = (name: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', true>> = {}) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});
const act = (name: string, held?: Parameters<typeof key>[1], at = {}) =>
  workActionOf(key(name, held), { ...place, ...at });
const shift = { shiftKey: true } as const;

test('a range lies between its corners, whichever was first, and holds values only', () => {
  expect(rangeBetween({ row: 4, column: 5 }, { row: 2, column: 3 }, 1, 5)).toEqual({
    top: 2,
    bottom: 4,
    left: 3,
    right: 5,
  });
  expect(rangeBetween({ row: 0, column: 0 }, { row: 1, column: 6 }, 1, 5)).toEqual({
    top: 0,
    bottom: 1,
    left: 1,
    right: 5,
  });
  expect(rangeBetween({ row: 0, column: 0 }, { row: 1, column: 0 }, 1, 5)).toBeNull();
  expect(rangeBetween({ row: -1, column: 2 }, { row: -1, column: 2 }, 1, 5)).toBeNull();
  const range = { top: 2, bottom: 4, left: 3, right: 4 };
  expect([cellCount(range), isOneCell(range)]).toEqual([6, false]);
});

test('shift and a key of movement extend the range, to the edge with ctrl, and never beyond it', () => {
  expect(act('ArrowDown', shift)).toEqual({ kind: 'extend', to: { row: 4, column: 2 } });
  expect(act('ArrowLeft', shift, { cell: { row: 0, column: 1 } })).toEqual({
    kind: 'extend',
    to: { row: 0, column: 1 },
  });
  expect(act('ArrowDown', { ...shift, ctrlKey: true })).toEqual({ kind: 'extend', to: { row: 9, column: 2 } });
  expect(act('ArrowRight', { ...shift, metaKey: true })).toEqual({ kind: 'extend', to: { row: 3, column: 5 } });
  expect(act('PageUp', shift)).toEqual({ kind: 'extend', to: { row: 0, column: 2 } });
  expect(act('End', shift)).toEqual({ kind: 'extend', to: { row: 3, column: 5 } });
  expect(act('Home', { ...shift, ctrlKey: true })).toEqual({ kind: 'extend', to: { row: 0, column: 1 } });
});

test('Enter, F2 and any letter begin to edit; a space, a shortcut and a key without a letter do not', () => {
  expect(act('Enter')).toEqual({ kind: 'edit' });
  expect(act('F2')).toEqual({ kind: 'edit' });
  expect(act('å')).toEqual({ kind: 'edit', typed: 'å' });
  expect(act('A', shift)).toEqual({ kind: 'edit', typed: 'A' });
  expect([act(' '), act('c', { ctrlKey: true }), act('Tab'), act('ArrowDown'), act('e', { altKey: true })]).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});

test('in the header, among boxes and among buttons no key edits', () => {
  expect(act('Enter', {}, { cell: { row: -1, column: 2 } })).toBeUndefined();
  expect(act('x', {}, { cell: { row: 3, column: 0 } })).toBeUndefined();
  expect(act('Delete', {}, { cell: { row: 3, column: 6 } })).toBeUndefined();
});

test('Delete clears, Ctrl+Z undoes from anywhere, Ctrl+Enter opens', () => {
  expect(act('Delete')).toEqual({ kind: 'clear' });
  expect(act('z', { metaKey: true }, { cell: { row: -1, column: 0 } })).toEqual({ kind: 'undo' });
  expect(act('z', { ctrlKey: true, shiftKey: true })).toBeUndefined();
  expect(act('Enter', { ctrlKey: true })).toEqual({ kind: 'open' });
});
