import { useLayoutEffect, useRef, type RefObject } from 'react';
import { gridCellOf, type GridCell } from './grid-cursor.ts';

interface GridPlaceOptions<Row> {
  scroller: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What the rows answer: those of another question begin anew. */
  question: string | undefined;
  rowPx: number;
  bodyPx: number;
  active: GridCell;
  moveTo: (cell: GridCell) => void;
}

/**
 * When rows come, go or change places by themselves, whoever works in them stays with the same row: the cursor goes along with
 * it, and what is in view stays in view.
 */
export function useGridPlace<Row>(options: GridPlaceOptions<Row>): void {
  const { scroller, rows, rowKey, question, rowPx, bodyPx, active, moveTo } = options;
  const before = useRef({ rows, question, rowPx, top: 0 });
  const focused = useRef(false);

  // Where the focus is before the rows are drawn anew: a row that is moved in the document loses it.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const enter = ({ target }: FocusEvent) => {
      focused.current = target !== null && (gridCellOf(target)?.row ?? -1) >= 0;
    };
    const leave = ({ relatedTarget }: FocusEvent) => {
      // Taken out of the document, it loses the focus to nobody.
      if (relatedTarget !== null) focused.current = false;
    };
    const scroll = () => {
      before.current.top = element.scrollTop;
    };
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    element.addEventListener('scroll', scroll, { passive: true });
    return () => {
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
      element.removeEventListener('scroll', scroll);
    };
  }, [scroller]);

  useLayoutEffect(() => {
    const was = before.current;
    const element = scroller.current;
    before.current = { rows, question, rowPx, top: element?.scrollTop ?? 0 };
    if (!element || was.rows === rows || was.question !== question || was.rowPx !== rowPx) return;
    const placeOf = (index: number): number => {
      const row = was.rows[index];
      if (row === undefined) return -1;
      const key = rowKey(row);
      const same = rows[index];
      return same !== undefined && rowKey(same) === key ? index : rows.findIndex((one) => rowKey(one) === key);
    };
    const first = Math.floor(was.top / rowPx);
    const now = first > 0 && bodyPx === rows.length * rowPx ? placeOf(first) : -1;
    if (now >= 0 && now !== first) element.scrollTop = was.top + (now - first) * rowPx;
    if (!focused.current || active.row < 0) return;
    const isHeld = element.contains(document.activeElement) || document.activeElement === document.body;
    const place = placeOf(active.row);
    if (isHeld && place >= 0 && place !== active.row) moveTo({ row: place, column: active.column });
    // oxlint-disable-next-line react/exhaustive-deps -- it is other rows that move it, not its own movements
  }, [rows]);
}
