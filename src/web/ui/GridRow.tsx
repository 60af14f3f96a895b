import { memo, type ReactNode } from 'react';
import { useMessages } from '../language.ts';
import { GridCell } from './GridCell.tsx';
import { GridSelectBox } from './GridSelectBox.tsx';
import type { GridColumn } from './grid-columns.ts';
import { withPlace } from './grid-span.ts';
import type { GridMark } from './grid-work.ts';
import { messages } from './messages.ts';

interface GridRowProps {
  row: unknown;
  index: number;
  columns: readonly GridColumn<unknown>[];
  /** Which of them are in the document, by their places. */
  places: readonly number[];
  isNarrow: boolean;
  /** The column that is the tab stop, if it is in this row. */
  stop: number | null;
  isSelectable: boolean;
  isSelected: boolean;
  isCurrent: boolean;
  /** Somebody else has just changed it. */
  isTouched: boolean;
  name: string;
  href: string | undefined;
  /** Set when the row is not among those in view: it holds the focus only. */
  apartPx: number | null;
  /** The columns of this row that are chosen; -1 when none is. */
  chosenFrom: number;
  chosenTo: number;
  marks: Readonly<Record<string, GridMark>> | undefined;
  /** Cells say which of them cannot be written. */
  isEditable: boolean;
  /** The column that is being written, and its control. */
  edited: string | undefined;
  editor: ReactNode;
  /** What the problem of the cell with the cursor has as its id. */
  problemId: string;
}

/** One row: cells in columns, or a card where the grid is narrow. Drawn again only when its own properties change. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, index, columns, places, isNarrow, stop, isSelectable, isSelected, isCurrent, isTouched, name } = props;
  const { href, apartPx, chosenFrom, chosenTo, marks, isEditable, edited, editor, problemId } = props;
  const text = useMessages(messages);
  const isWaiting = row === undefined;

  const first = isSelectable ? 1 : 0;
  const cells = withPlace(places, stop === null ? -1 : stop - first).flatMap((place) => {
    const column = columns[place];
    if (!column) return [];
    const at = place + first;
    const isEdited = edited === column.id;
    const node = (
      <GridCell
        key={column.id}
        row={row}
        index={index}
        at={at}
        column={column}
        isNarrow={isNarrow}
        isStop={stop === at}
        isChosen={at >= chosenFrom && at <= chosenTo}
        mark={marks?.[column.id]}
        isEditable={isEditable}
        href={column.narrow === 'title' ? href : undefined}
        editor={isEdited ? editor : undefined}
        problemId={problemId}
      />
    );
    return [{ column, node }];
  });
  const of = (narrow: GridColumn<unknown>['narrow']) =>
    cells.filter(({ column }) => column.narrow === narrow).map(({ node }) => node);

  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="v-grid-row"
      data-row={index}
      data-current={isCurrent || undefined}
      data-touched={isTouched || undefined}
      data-selected={isSelected || undefined}
      data-waiting={isWaiting || undefined}
      data-lifted={edited !== undefined || (stop !== null && marks !== undefined) || undefined}
      {...(isSelectable && !isWaiting && { 'aria-selected': isSelected })}
      {...(isCurrent && { 'aria-current': true })}
      {...(apartPx !== null && { style: { position: 'absolute', insetInline: 0, top: apartPx } })}
    >
      {isSelectable && (
        <div role="gridcell" aria-colindex={1} className="v-grid-cell v-grid-select" data-column={0}>
          {!isWaiting && <GridSelectBox label={text.grid.select(name)} isSelected={isSelected} isStop={stop === 0} />}
        </div>
      )}
      {isNarrow ? (
        <>
          <div role="presentation" className="v-grid-card">
            {of('title')}
            <div role="presentation" className="v-grid-details">
              {of('detail')}
            </div>
          </div>
          {of('end')}
        </>
      ) : (
        cells.map(({ node }) => node)
      )}
    </div>
  );
});
