import type { KeyboardEvent } from 'react';
import { gridCellOf, type GridCursor } from './grid-cursor.ts';
import type { GridSelection } from './grid-selection.ts';

interface KeyedGrid<Row> {
  rows: readonly Row[];
  cursor: GridCursor;
  selection: GridSelection;
  pageRows: number;
  onOpen: ((row: Row) => void) | undefined;
}

/** What a key does to a grid (WAI-ARIA grid pattern); inside a cell's own control the keys are the control's. */
export function answerGridKey<Row>(event: KeyboardEvent<HTMLElement>, grid: KeyedGrid<Row>): void {
  const { rows, cursor, selection, pageRows, onOpen } = grid;
  const { moveTo, lastRow, lastColumn } = cursor;
  const target = event.target as HTMLElement;
  const cell = gridCellOf(target);
  if (!cell) return;
  if (!target.hasAttribute('data-stop')) {
    // Escape leads back from the control to its cell.
    if (event.key === 'Escape') {
      target.closest<HTMLElement>('[data-stop]')?.focus();
      event.stopPropagation();
    }
    return;
  }
  const { row, column } = cell;
  const isFar = event.ctrlKey || event.metaKey;
  const opened = rows[row];
  const isExtending = event.shiftKey && row >= 0 && column === 0 && selection.isSelectable;
  switch (event.key) {
    case 'ArrowDown':
      if (isExtending) selection.extendTo(row + 1, row);
      moveTo({ row: row + 1, column });
      break;
    case 'ArrowUp':
      if (isExtending) selection.extendTo(row - 1, row);
      moveTo({ row: row - 1, column });
      break;
    case 'ArrowRight':
      moveTo({ row, column: column + 1 });
      break;
    case 'ArrowLeft':
      moveTo({ row, column: column - 1 });
      break;
    case 'Home':
      moveTo({ row: isFar ? 0 : row, column: 0 });
      break;
    case 'End':
      moveTo({ row: isFar ? lastRow : row, column: lastColumn });
      break;
    case 'PageDown':
      moveTo({ row: Math.max(row, 0) + pageRows, column });
      break;
    case 'PageUp':
      moveTo({ row: Math.max(row - pageRows, Math.min(row, 0)), column });
      break;
    case ' ':
      if (row < 0 || !selection.isSelectable) return;
      selection.select(row, event.shiftKey);
      break;
    case 'a':
      if (!isFar || !selection.isSelectable) return;
      selection.selectAll();
      break;
    case 'F2':
    case 'Enter': {
      if (row < 0 || opened === undefined) return;
      const control = target.querySelector<HTMLElement>('button, input, select, a:not([tabindex="-1"])');
      if (control) control.focus();
      else onOpen?.(opened);
      break;
    }
    default:
      return;
  }
  event.preventDefault();
}
