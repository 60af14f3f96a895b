import {
  useCallback,
  useLayoutEffect,
  useMemo,
  useState,
  type CSSProperties,
  type ReactNode,
  type RefObject,
} from 'react';
import { PHONE } from './useMediaQuery.ts';

export interface GridColumn<Row> {
  id: string;
  title: string;
  /** The least width in pixels. */
  width: number;
  /** Its share of the width left over; 0 keeps it at `width`. */
  grow?: number;
  align?: 'start' | 'end';
  isSortable?: boolean;
  /** Its cells are written in place, where the grid has `work`. */
  isEditable?: boolean;
  /** In a narrow grid a row is a card of its title, a line of details and something at its end; the rest is hidden. */
  narrow?: 'title' | 'detail' | 'end' | 'hidden';
  render: (row: Row) => ReactNode;
  /** What a card shows instead: a whole name, where the table has a column for each part of it. */
  renderNarrow?: (row: Row) => ReactNode;
  /** Its title is read out only, as of a column of buttons, which stays in sight at the end. */
  isTitleHidden?: boolean;
}

const NARROW_PX = 640;
const SELECT_PX = 44;

/** Which columns are shown at the width there is, and how they share it. A column of boxes to select stands before them. */
export function useGridColumns<Row>(
  scroller: RefObject<HTMLElement | null>,
  columns: readonly GridColumn<Row>[],
  isSelectable: boolean,
) {
  const isNarrow = useIsNarrow(scroller);
  const shown = useMemo(
    () => (isNarrow ? columns.filter((column) => (column.narrow ?? 'hidden') !== 'hidden') : columns),
    [columns, isNarrow],
  );
  const columnCount = shown.length + (isSelectable ? 1 : 0);
  const template = [
    ...(isSelectable ? [`${SELECT_PX}px`] : []),
    ...shown.map(({ width, grow = 1 }) => (grow > 0 ? `minmax(${width}px, ${grow}fr)` : `${width}px`)),
  ].join(' ');
  const leastPx = shown.reduce((sum, { width }) => sum + width, isSelectable ? SELECT_PX : 0);
  const style = { '--grid-columns': template, '--grid-least': `${leastPx}px` } as CSSProperties;
  return { isNarrow, shown, columnCount, style };
}

function useIsNarrow(element: RefObject<HTMLElement | null>): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(PHONE).matches);
  const observe = useCallback(() => {
    const watched = element.current;
    if (!watched) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setNarrow(entry.contentRect.width < NARROW_PX);
    });
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  useLayoutEffect(observe, [observe]);
  return isNarrow;
}
