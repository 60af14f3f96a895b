// oxlint-disable jsx-a11y/interactive-supports-focus -- rows out of view are absent and rows are laid out as grids or cards, which
// takes a table's own roles away: they are said outright, and the one tab stop is on a cell, never on the grid (WAI-ARIA grid
// pattern).
import './DataGrid.css';
import './GridWork.css';
import { useEffect, useId, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useFormats, useMessages } from '../language.ts';
import { Button } from './Button.tsx';
import { ErrorState } from './ErrorState.tsx';
import { GridEditor } from './GridEditor.tsx';
import { GridHead } from './GridHead.tsx';
import { GridRow } from './GridRow.tsx';
import { Icon } from './Icon.tsx';
import { showWhole } from './grid-clipped.ts';
import { useGridColumns, type GridColumn } from './grid-columns.ts';
import { HEADER, useGridCursor, type GridCell } from './grid-cursor.ts';
import { answerGridKey } from './grid-keys.ts';
import { answerGridPress } from './grid-press.ts';
import { useGridPlace } from './grid-place.ts';
import { useGridSelection } from './grid-selection.ts';
import type { SortKey } from './grid-sort.ts';
import { useGridWindow } from './grid-window.ts';
import { useGridWork, type GridWork } from './grid-work.ts';
import { messages } from './messages.ts';

export type { GridColumn } from './grid-columns.ts';
export type { SortKey } from './grid-sort.ts';
export type { GridBlock, GridMark, GridWork } from './grid-work.ts';

export interface DataGridProps<Row> {
  label: string;
  /** Keep the array between renders (a constant or `useMemo`): rows are drawn again only when it changes. */
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What the rows answer (search, filter, order). While it is the same, whoever works in a row stays with it wherever it goes. */
  question?: string;
  /** Keys of rows that somebody else has just changed: they show it for a moment. */
  touched?: ReadonlySet<string>;
  /** What the row is called, for `Markera Anna Lind` and as the text of its card. */
  rowName: (row: Row) => string;
  /** How many there are in all, where that is known. */
  total?: number;
  status?: 'ready' | 'loading' | 'failed';
  error?: unknown;
  /** Another page exists. The grid asks for it well before the reader reaches the end. */
  hasMore?: boolean;
  onNeedMore?: () => void;
  /** The rows answer an earlier question while the next answer is on its way. */
  isStale?: boolean;
  sort?: readonly SortKey[];
  onSort?: (sort: SortKey[]) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  /** Enter, or a press on the row. */
  onOpen?: (row: Row) => void;
  /** The row's own address: the title becomes a link that can be copied or opened in a new tab. */
  rowHref?: (row: Row) => string;
  /** Key of the row that a panel beside the grid shows. */
  current?: string;
  empty?: ReactNode;
  /** Ranges of cells, copying, and with `editing` writing in place. */
  work?: GridWork<Row>;
}

const SKELETON_ROWS = 24;
// A page is asked for while this many rows are still unread, so that a calm scroll never meets an empty row.
const ASK_AHEAD_ROWS = 60;
const NO_SORT: readonly SortKey[] = [];

/**
 * The table of the product (WAI-ARIA grid): arrows, Home, End, PageUp, PageDown, Ctrl+Home, Ctrl+End move; Enter opens; Space
 * selects; Enter on a header sorts, with Shift it adds. One tab stop. Only what is in view is in the document: rows, and columns of a wide table. With `work` it is
 * a spreadsheet's: see grid-range.ts for its keys.
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { label, columns, rows, rowKey, rowName, total, status = 'ready', error, isStale = false, empty } = props;
  const { hasMore = false, onNeedMore, sort = NO_SORT, onSort, selected, onSelect, onOpen, rowHref, current } = props;
  const { work, question, touched } = props;
  const problemId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<GridCell>({ row: 0, column: selected ? 1 : 0 });
  const waiting = hasMore || status === 'loading' ? skeletonCount(rows.length, total) : 0;
  const count = rows.length + (status === 'failed' ? 0 : waiting);

  const selection = useGridSelection({ rows, rowKey, selected, onSelect });
  const { isSelectable } = selection;
  const { isNarrow, shown, places, spanOf, columnCount, style } = useGridColumns(scroller, columns, isSelectable);
  const view = useGridWindow({ scroller, count, isNarrow, activeRow: active.row });
  const { lastInView, pageRows, reveal } = view;
  useEffect(() => {
    if (hasMore && status === 'ready' && lastInView >= rows.length - ASK_AHEAD_ROWS) onNeedMore?.();
  }, [hasMore, status, lastInView, rows.length, onNeedMore]);
  const shownRow = useMemo(
    () => (current === undefined ? -1 : rows.findIndex((row) => rowKey(row) === current)),
    [rows, rowKey, current],
  );
  const at = { scroller, active, onActive: setActive, rowCount: rows.length, columnCount, isNarrow, shownRow };
  const cursor = useGridCursor({ ...at, reveal, spanOf });
  const { stop } = cursor;
  const cells = useGridWork({ work, rows, rowKey, shown, isSelectable, isNarrow, cursor, pageRows, onOpen });
  useGridPlace({
    scroller,
    rows,
    rowKey,
    question,
    rowPx: view.rowPx,
    bodyPx: view.bodyPx,
    active,
    moveTo: cursor.moveTo,
  });
  const { chosen, edited, finish } = cells;
  const isEditable = cells.isOn && work?.editing !== undefined;

  const isEmpty = rows.length === 0 && status === 'ready' && !hasMore;
  const hasFailedEmpty = rows.length === 0 && status === 'failed';

  return (
    <div className="v-grid-frame">
      <div
        ref={scroller}
        role="grid"
        className="v-grid"
        data-narrow={isNarrow || undefined}
        data-stale={isStale || undefined}
        data-empty={isEmpty || hasFailedEmpty || undefined}
        data-openable={onOpen && !cells.isPressToChoose ? true : undefined}
        data-work={cells.isOn || undefined}
        data-editing={edited ? true : undefined}
        aria-label={label}
        aria-rowcount={total !== undefined ? total + 1 : hasMore ? -1 : rows.length + 1}
        aria-colcount={isNarrow ? columnCount : columns.length + (isSelectable ? 1 : 0)}
        aria-busy={status === 'loading' || isStale}
        {...((isSelectable || cells.isOn) && { 'aria-multiselectable': true })}
        {...(cells.isOn && !isEditable && { 'aria-readonly': true })}
        style={{ ...style, '--grid-row': `${view.rowPx}px` } as CSSProperties}
        onKeyDown={(event) => {
          if (!cells.answerKey(event)) answerGridKey(event, { rows, cursor, selection, pageRows, onOpen });
        }}
        onClick={(event) => answerGridPress(event, { rows, selection, onOpen, isPressToChoose: cells.isPressToChoose })}
        onPointerOver={(event) => showWhole(event.target)}
        onPointerDown={cells.onPointerDown}
        onPointerMove={cells.onPointerMove}
        onPointerUp={cells.onPointerUp}
        onDoubleClick={cells.onDoubleClick}
        onCopy={cells.onCopy}
        onCut={cells.onCut}
        onPaste={cells.onPaste}
        onFocus={cursor.onFocus}
        onBlur={cursor.onBlur}
      >
        <GridHead
          columns={columns}
          shown={shown}
          places={places}
          sort={sort}
          onSort={onSort}
          selection={selection}
          stop={stop.row === HEADER ? stop.column : null}
        />
        {!isEmpty && (
          <div role="rowgroup" className="v-grid-body" style={{ height: view.bodyPx }}>
            <div role="presentation" className="v-grid-window" style={{ transform: `translateY(${view.topPx}px)` }}>
              {view.items.map(({ index, apartPx }) => {
                const row = rows[index];
                const key = row === undefined ? index : rowKey(row);
                const isChosen = chosen !== null && index >= chosen.top && index <= chosen.bottom;
                const column = edited?.key === key ? shown.find(({ id }) => id === edited.column) : undefined;
                const editor = row !== undefined && column && work?.editing?.editorOf(row, column.id);
                const marks = row === undefined ? undefined : work?.marks?.get(rowKey(row));
                return (
                  <GridRow
                    key={key}
                    row={row}
                    index={index}
                    columns={shown as readonly GridColumn<unknown>[]}
                    places={places}
                    isNarrow={isNarrow}
                    stop={index === stop.row ? stop.column : null}
                    isSelectable={isSelectable}
                    isSelected={row !== undefined && selection.isSelected(row)}
                    isCurrent={index === shownRow}
                    isTouched={row !== undefined && touched?.has(rowKey(row)) === true}
                    name={row === undefined ? '' : rowName(row)}
                    href={row === undefined ? undefined : rowHref?.(row)}
                    apartPx={apartPx}
                    chosenFrom={isChosen ? chosen.left : -1}
                    chosenTo={isChosen ? chosen.right : -1}
                    marks={marks}
                    isEditable={isEditable}
                    edited={editor ? column?.id : undefined}
                    editor={
                      editor &&
                      column && (
                        <GridEditor
                          editor={editor}
                          typed={edited?.typed}
                          label={`${column.title}, ${rowName(row)}`}
                          problemId={marks?.[column.id]?.problem === undefined ? undefined : problemId}
                          onDone={finish}
                        />
                      )
                    }
                    problemId={problemId}
                  />
                );
              })}
            </div>
          </div>
        )}
      </div>
      {isEmpty && empty && <div className="v-grid-note">{empty}</div>}
      {hasFailedEmpty && (
        <div className="v-grid-note">
          <ErrorState error={error} {...(onNeedMore && { onRetry: onNeedMore })} />
        </div>
      )}
      {status === 'failed' && rows.length > 0 && <FailedPage loaded={rows.length} onRetry={onNeedMore} />}
    </div>
  );
}

/** Said below the rows that did arrive. */
function FailedPage({ loaded, onRetry }: { loaded: number; onRetry: (() => void) | undefined }) {
  const text = useMessages(messages);
  const formats = useFormats();
  return (
    <div className="v-grid-failed" role="alert">
      <Icon name="danger" size={16} />
      {text.grid.loadFailed} {text.grid.rowsLoaded(formats.number(loaded))}.
      <Button size="small" onPress={() => onRetry?.()}>
        {text.retry}
      </Button>
    </div>
  );
}

function skeletonCount(loaded: number, total: number | undefined): number {
  return total === undefined ? SKELETON_ROWS : Math.max(0, Math.min(total - loaded, SKELETON_ROWS));
}
