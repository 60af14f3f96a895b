import type { GridCell } from './grid-cursor.ts';

/** A rectangle of cells, by the numbers of its outermost rows and columns. */
export interface GridRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** The rectangle between two corners, inside the columns that hold values: neither the boxes nor the buttons. */
export function rangeBetween(one: GridCell, other: GridCell, first: number, last: number): GridRange | null {
  const left = Math.max(first, Math.min(one.column, other.column));
  const right = Math.min(last, Math.max(one.column, other.column));
  const top = Math.max(0, Math.min(one.row, other.row));
  const bottom = Math.max(one.row, other.row);
  return left > right || bottom < 0 ? null : { top, bottom, left, right };
}

export const isOneCell = ({ top, bottom, left, right }: GridRange): boolean => top === bottom && left === right;

export const cellCount = ({ top, bottom, left, right }: GridRange): number => (bottom - top + 1) * (right - left + 1);

interface Key {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

interface Place {
  cell: GridCell;
  lastRow: number;
  /** The columns that hold values. */
  first: number;
  last: number;
  pageRows: number;
}

export type WorkAction =
  | { kind: 'extend'; to: GridCell }
  /** `typed`: the letter that began it, and replaces what was there. */
  | { kind: 'edit'; typed?: string }
  | { kind: 'clear' | 'undo' | 'open' };

/** What a key means to somebody who works in cells; undefined where it means what it means in any grid. */
export function workActionOf(key: Key, { cell, lastRow, first, last, pageRows }: Place): WorkAction | undefined {
  const { row, column } = cell;
  const isFar = key.ctrlKey || key.metaKey;
  if (isFar && !key.shiftKey && !key.altKey && key.key.toLowerCase() === 'z') return { kind: 'undo' };
  if (isFar && key.key === 'Enter' && row >= 0) return { kind: 'open' };
  if (row < 0 || column < first || column > last) return undefined;
  if (key.shiftKey && key.key in steps) {
    const [down, right] = steps[key.key as keyof typeof steps];
    const to = {
      row: isFar && down !== 0 ? (down > 0 ? lastRow : 0) : row + down,
      column: isFar && right !== 0 ? (right > 0 ? last : first) : column + right,
    };
    return { kind: 'extend', to: within(to, { lastRow, first, last }) };
  }
  if (key.shiftKey && (key.key === 'PageDown' || key.key === 'PageUp')) {
    const to = { row: row + (key.key === 'PageDown' ? pageRows : -pageRows), column };
    return { kind: 'extend', to: within(to, { lastRow, first, last }) };
  }
  if (key.shiftKey && (key.key === 'Home' || key.key === 'End')) {
    const isEnd = key.key === 'End';
    return { kind: 'extend', to: { row: isFar ? (isEnd ? lastRow : 0) : row, column: isEnd ? last : first } };
  }
  if (isFar || key.altKey) return undefined;
  if (key.key === 'F2' || key.key === 'Enter') return { kind: 'edit' };
  if (key.key === 'Delete' || key.key === 'Backspace') return { kind: 'clear' };
  // One letter, as typed; a space chooses the row.
  if (oneLetter.test(key.key)) return { kind: 'edit', typed: key.key };
  return undefined;
}

const oneLetter = /^[^\s\p{C}]$/u;
const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] } as const;

const within = ({ row, column }: GridCell, { lastRow, first, last }: Pick<Place, 'lastRow' | 'first' | 'last'>) => ({
  row: Math.max(0, Math.min(row, lastRow)),
  column: Math.max(first, Math.min(column, last)),
});
