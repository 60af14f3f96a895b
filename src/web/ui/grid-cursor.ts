import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';
import { scrollFor, type GridSpan } from './grid-span.ts';

export interface GridCell {
  row: number;
  /** Among those shown; 0 is the box where rows can be selected. */
  column: number;
}

/** The row of the header. */
export const HEADER = -1;

interface GridCursorOptions {
  scroller: RefObject<HTMLElement | null>;
  active: GridCell;
  onActive: (cell: GridCell) => void;
  rowCount: number;
  columnCount: number;
  reveal: (row: number) => void;
  /** Where a column stands, where that is known without its cell: a table much wider than the screen draws those in view. */
  spanOf: ((column: number) => GridSpan | undefined) | undefined;
  /** Between table and cards every cell is made anew. */
  isNarrow: boolean;
  /** The row that a panel beside the grid shows; -1 for none. */
  shownRow: number;
}

export type GridCursor = ReturnType<typeof useGridCursor>;

/** The cell that is the grid's one tab stop: it goes where the focus goes, and takes the focus along when it is moved. */
export function useGridCursor(options: GridCursorOptions) {
  const { scroller, active, onActive, rowCount, columnCount, reveal, spanOf, isNarrow, shownRow } = options;
  const mustFocus = useRef(false);
  const isInside = useRef(false);
  const lastRow = rowCount - 1;
  const lastColumn = columnCount - 1;

  useLayoutEffect(() => {
    if (!mustFocus.current) return;
    mustFocus.current = false;
    focusCell(scroller.current, active);
  }, [active, scroller]);

  // Who was in a cell that is no more is in the same one again.
  useLayoutEffect(() => {
    if (isInside.current && document.activeElement === document.body) focusCell(scroller.current, active);
    // oxlint-disable-next-line react/exhaustive-deps -- a cell that was moved to is focused above
  }, [isNarrow]);

  // Who goes from record to record in the panel finds the grid at the last of them when they come back to it.
  useLayoutEffect(() => {
    if (shownRow < 0 || scroller.current?.contains(document.activeElement)) return;
    onActive({ row: shownRow, column: active.column });
    reveal(shownRow);
    // oxlint-disable-next-line react/exhaustive-deps -- it is the other row that is followed, not the scrolling
  }, [shownRow]);

  return {
    lastRow,
    lastColumn,

    // A shorter list must not leave the tab stop on a row that is gone.
    stop: {
      row: rowCount === 0 ? HEADER : Math.min(active.row, lastRow),
      column: Math.min(active.column, lastColumn),
    },

    moveTo: (next: GridCell) => {
      const cell = {
        row: Math.max(HEADER, Math.min(next.row, lastRow)),
        column: Math.max(0, Math.min(next.column, lastColumn)),
      };
      mustFocus.current = true;
      onActive(cell);
      if (cell.row >= 0) reveal(cell.row);
      if (!scroller.current) return;
      const span = spanOf ? spanOf(cell.column) : spanOfHead(scroller.current, cell.column);
      // Who goes along the first column, always in sight, stays where they look; who comes back to it sees the beginning.
      if (span && (span.endPx > 0 || cell.column !== active.column)) revealSideways(scroller.current, span);
    },

    onBlur: (event: FocusEvent<HTMLElement>) => {
      // A cell that is taken out of the document loses the focus to nobody.
      if (event.relatedTarget) isInside.current = false;
    },

    onFocus: (event: FocusEvent<HTMLElement>) => {
      isInside.current = true;
      const cell = gridCellOf(event.target);
      if (cell && (cell.row !== active.row || cell.column !== active.column)) onActive(cell);
    },
  };
}

/** A card has fewer cells than a row: then its own stop is the nearest. */
function focusCell(scroller: HTMLElement | null, { row, column }: GridCell): void {
  const cell = `[data-row="${row}"] [data-column="${column}"]`;
  const stop =
    scroller?.querySelector<HTMLElement>(`${cell} [data-stop], ${cell}[data-stop]`) ??
    scroller?.querySelector<HTMLElement>(`[data-row="${row}"] [tabindex="0"]`);
  stop?.focus({ preventScroll: true });
}

/** The cell that holds the target of an event. */
export function gridCellOf(target: EventTarget): GridCell | null {
  if (!(target instanceof Element)) return null;
  const column = target.closest('[data-column]')?.getAttribute('data-column');
  const row = target.closest('[data-row]')?.getAttribute('data-row');
  return column && row ? { row: Number(row), column: Number(column) } : null;
}

/** As the header has it, for columns that share the width there is. */
function spanOfHead(scroller: HTMLElement, column: number): GridSpan | undefined {
  const heads = `[data-row="${HEADER}"] > `;
  const head = scroller.querySelector<HTMLElement>(`${heads}[data-column="${column}"]`);
  if (!head || head.matches('[data-pinned]')) return undefined;
  const kept = scroller.querySelector<HTMLElement>(`${heads}[data-column]:nth-child(2)`)?.offsetWidth ?? 0;
  const keptEndPx = scroller.querySelector<HTMLElement>(`${heads}[data-pinned]`)?.offsetWidth ?? 0;
  const startPx = head.offsetLeft;
  return { startPx, endPx: startPx + head.offsetWidth, keptStartPx: kept, keptEndPx };
}

// Scrolling to the cell's own row is the window's; this is for a column beyond the edge, beside the columns that stay.
function revealSideways(scroller: HTMLElement, span: GridSpan): void {
  const left = scrollFor(span, scroller.scrollLeft, scroller.clientWidth);
  if (left !== scroller.scrollLeft) scroller.scrollLeft = left;
}
