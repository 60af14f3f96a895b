import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useLayoutEffect,
  useMemo,
  useState,
  type CSSProperties,
  type ReactNode,
  type RefObject,
} from 'react';
import { boundsOf, placesInView, startsOf } from './grid-span.ts';
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
// Wider than any ordinary screen: there is no width left over to share, so every column is as wide as it says.
const WIDE_PX = 3_000;
// On each side of those in view: a calm scroll sideways meets no empty cell.
const AHEAD_COLUMNS = 3;

/**
 * Which columns are shown at the width there is, how they share it, and which of them are in the document: of a table much wider
 * than the screen only those in view, with the first and those that stay in sight at the end. A column of boxes stands before them.
 */
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
  const boxPx = isSelectable ? SELECT_PX : 0;
  const starts = useMemo(() => startsOf(shown, boxPx), [shown, boxPx]);
  const leastPx = starts.at(-1) ?? boxPx;
  const isWide = !isNarrow && leastPx > WIDE_PX;
  const template = useMemo(
    () =>
      [
        ...(boxPx > 0 ? [`${boxPx}px`] : []),
        ...shown.map(({ width, grow = 1 }) => (grow > 0 && !isWide ? `minmax(${width}px, ${grow}fr)` : `${width}px`)),
      ].join(' '),
    [shown, boxPx, isWide],
  );

  const virtualizer = useVirtualizer({
    horizontal: true,
    enabled: isWide,
    count: shown.length,
    paddingStart: boxPx,
    getScrollElement: () => scroller.current,
    estimateSize: (place) => shown[place]?.width ?? 0,
    overscan: AHEAD_COLUMNS,
    useFlushSync: false,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, starts]);
  const inView = virtualizer.getVirtualItems();
  const from = inView[0]?.index ?? 0;
  const to = inView.at(-1)?.index ?? 0;
  const places = useMemo(
    () => (isWide ? placesInView(shown, from, to) : shown.map((_, place) => place)),
    [isWide, shown, from, to],
  );

  const style = { '--grid-columns': template, '--grid-least': `${leastPx}px` } as CSSProperties;
  const spanOf = isWide ? (column: number) => boundsOf({ columns: shown, starts, boxPx }, column) : undefined;
  return { isNarrow, shown, places, spanOf, columnCount, style };
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
