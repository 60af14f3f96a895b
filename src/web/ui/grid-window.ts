import { observeElementOffset, useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, type RefObject } from 'react';

const ROW_REM = 2.625;
const CARD_REM = 4.25;
const HEAD_REM = 2.25;
// Browsers stop counting between 17 and 33 million pixels; past this the scroll bar is scaled instead.
const HEIGHT_MAX_PX = 12_000_000;

interface GridWindowOptions {
  scroller: RefObject<HTMLElement | null>;
  /** Of rows, those still awaited too. */
  count: number;
  isNarrow: boolean;
  /** The row that has the tab stop. */
  activeRow: number;
}

/** The rows in view, which alone are in the document, and where they stand among all the others. */
export function useGridWindow({ scroller, count, isNarrow, activeRow }: GridWindowOptions) {
  const remPx = useMemo(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16, []);
  const rowPx = Math.round((isNarrow ? CARD_REM : ROW_REM) * remPx);
  const headPx = Math.round(HEAD_REM * remPx);
  const totalPx = count * rowPx;
  const bodyPx = Math.min(totalPx, HEIGHT_MAX_PX);
  const ratio = useRef(1);

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    useFlushSync: false,
    // The row that has the focus stays in the document when it is scrolled away, or the focus would be lost.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
      // In order: a row that React had to move in the document would lose its focus too.
      if (activeRow >= 0 && activeRow < first) indexes.unshift(activeRow);
      if (activeRow > last && activeRow < count) indexes.push(activeRow);
      return indexes;
    },
    observeElementOffset: (instance, tell) =>
      observeElementOffset(instance, (offset, isScrolling) => tell(offset * ratio.current, isScrolling)),
  });
  const viewPx = virtualizer.scrollRect?.height ?? 0;
  const scale = totalPx > HEIGHT_MAX_PX ? (totalPx + headPx - viewPx) / (bodyPx + headPx - viewPx) : 1;
  useLayoutEffect(() => {
    ratio.current = scale;
  }, [scale]);
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  const items = virtualizer.getVirtualItems();
  const apart = items.find(
    (item, place) =>
      item.index === activeRow &&
      items.length > 1 &&
      Math.abs((items[place === 0 ? 1 : place - 1]?.index ?? item.index) - item.index) > 1,
  );
  const inView = apart ? items.filter((item) => item !== apart) : items;
  const firstPx = inView[0]?.start ?? 0;
  const offset = virtualizer.scrollOffset ?? 0;
  const shift = offset - offset / scale;

  return {
    items: items.map(({ index, start }) => ({
      index,
      /** Set when the row is not among those in view: it holds the focus only. */
      apartPx: index === apart?.index ? start - firstPx : null,
    })),
    lastInView: inView.at(-1)?.index ?? 0,
    /** Where the rows in view begin within the body, which is `bodyPx` high. */
    topPx: firstPx - shift,
    bodyPx,
    rowPx,
    /** How many rows PageDown passes. */
    pageRows: Math.max(1, Math.floor((viewPx - headPx) / rowPx) - 1),

    // Not the virtualizer's own way: it stops at the height of the document, which is not that of the rows when scaled.
    reveal: (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const top = element.scrollTop * scale;
      const roomPx = element.clientHeight - headPx;
      if (index * rowPx < top) element.scrollTop = (index * rowPx) / scale;
      else if ((index + 1) * rowPx > top + roomPx)
        element.scrollTop = Math.ceil(((index + 1) * rowPx - roomPx) / scale);
    },
  };
}
