/** What the place of a column depends on. */
export interface SpannedColumn {
  width: number;
  isTitleHidden?: boolean;
}

/** Where each column begins, in pixels from the start of the row, and at the end of the list where the last one ends. */
export function startsOf(columns: readonly SpannedColumn[], boxPx: number): readonly number[] {
  const starts = [boxPx];
  for (const { width } of columns) starts.push((starts.at(-1) ?? 0) + width);
  return starts;
}

/**
 * The places, in order, of the columns that are in the document while those `from`–`to` are in view. The first column and those
 * with buttons are always in sight, so they are always there.
 */
export function placesInView(columns: readonly SpannedColumn[], from: number, to: number): readonly number[] {
  return columns.flatMap((column, place) =>
    place === 0 || column.isTitleHidden || (place >= from && place <= to) ? [place] : [],
  );
}

/** The same with the column of the cursor among them: scrolled away it stays in the document, or the focus would be lost. */
export function withPlace(places: readonly number[], place: number): readonly number[] {
  if (place < 0 || places.includes(place)) return places;
  const before = places.filter((one) => one < place);
  return [...before, place, ...places.slice(before.length)];
}

/** Of a cell: its edges (none for the first, which is in sight anyway), and how much of the view the columns that stay in sight take at either side. In pixels. */
export interface GridSpan {
  startPx: number;
  endPx: number;
  keptStartPx: number;
  keptEndPx: number;
}

interface Spanned {
  columns: readonly SpannedColumn[];
  starts: readonly number[];
  /** The width of the column of boxes, 0 without one. */
  boxPx: number;
}

/** Where the cell with this number stands; the boxes, where there are any, have number 0. Undefined for one with buttons. */
export function boundsOf({ columns, starts, boxPx }: Spanned, column: number): GridSpan | undefined {
  const place = boxPx > 0 ? column - 1 : column;
  if (place < 0) return { startPx: 0, endPx: boxPx, keptStartPx: 0, keptEndPx: 0 };
  const [startPx, endPx] = [starts[place], starts[place + 1]];
  if (startPx === undefined || endPx === undefined || columns[place]?.isTitleHidden) return undefined;
  if (place === 0) return { startPx: 0, endPx: 0, keptStartPx: 0, keptEndPx: 0 };
  const keptEndPx = columns.reduce((sum, { width, isTitleHidden }) => sum + (isTitleHidden ? width : 0), 0);
  return { startPx, endPx, keptStartPx: columns[0]?.width ?? 0, keptEndPx };
}

/** Where the view has to begin for the cell to be in it; the same when it is already. */
export function scrollFor({ startPx, endPx, keptStartPx, keptEndPx }: GridSpan, scrolledPx: number, viewPx: number) {
  const left = startPx - keptStartPx;
  const right = endPx + keptEndPx - viewPx;
  if (left < scrolledPx) return Math.max(0, left);
  return right > scrolledPx ? right : scrolledPx;
}
