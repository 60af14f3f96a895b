import type { MouseEvent } from 'react';
import { gridCellOf } from './grid-cursor.ts';
import type { GridSelection } from './grid-selection.ts';

interface PressedGrid<Row> {
  rows: readonly Row[];
  selection: GridSelection;
  onOpen: ((row: Row) => void) | undefined;
  /** A press chooses a cell; only the title, which is a link, opens the row. */
  isPressToChoose: boolean;
}

/** What a press on a grid does: one handler for all rows. It selects in the first column and opens in the others. */
export function answerGridPress<Row>(event: MouseEvent<HTMLElement>, grid: PressedGrid<Row>): void {
  const { rows, selection, onOpen, isPressToChoose } = grid;
  const target = event.target as HTMLElement;
  const cell = gridCellOf(target);
  if (!cell || event.defaultPrevented) return;
  const pressed = rows[cell.row];
  if (cell.row < 0 || pressed === undefined) return;
  if (selection.isSelectable && cell.column === 0) {
    selection.select(cell.row, event.shiftKey);
    return;
  }
  const link = target.closest('a');
  if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
  if (!link && target.closest('button, input, select, label')) return;
  if (!link && isPressToChoose) return;
  // Whoever marks text to copy it does not want to leave.
  if (!link && getSelection()?.toString()) return;
  if (!onOpen) return;
  event.preventDefault();
  onOpen(pressed);
}
