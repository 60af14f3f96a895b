import { memo, type ReactNode } from 'react';
import { useMessages } from '../language.ts';
import { GridSelectBox } from './GridSelectBox.tsx';
import { Skeleton } from './Skeleton.tsx';
import type { GridColumn } from './grid-columns.ts';
import type { GridMark } from './grid-work.ts';
import { messages } from './messages.ts';

interface GridRowProps {
  row: unknown;
  index: number;
  columns: readonly GridColumn<unknown>[];
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
  const { row, index, columns, isNarrow, stop, isSelectable, isSelected, isCurrent, isTouched, name, href, apartPx } =
    props;
  const { chosenFrom, chosenTo, marks, isEditable, edited, editor, problemId } = props;
  const text = useMessages(messages);
  const isWaiting = row === undefined;

  const cell = (column: GridColumn<unknown>, at: number) => {
    const isTitle = column.narrow === 'title';
    // Widths scatter as words do; a narrow cell has no width of its own to take a share of.
    const scatter = (index * 31 + at * 53) % 45;
    const width = isNarrow ? `${(isTitle ? 7 : 3) + scatter / 15}rem` : `${40 + scatter}%`;
    const render = (isNarrow && column.renderNarrow) || column.render;
    const isEdited = edited === column.id;
    const content = isWaiting ? <Skeleton width={width} /> : isEdited ? editor : render(row);
    const isChosen = at >= chosenFrom && at <= chosenTo;
    const mark = marks?.[column.id];
    const problem = mark?.problem !== undefined && (stop === at || isEdited) ? mark.problem : undefined;
    return (
      <div
        key={column.id}
        role="gridcell"
        aria-colindex={at + 1}
        className="v-grid-cell"
        data-column={at}
        data-stop=""
        data-align={isNarrow ? undefined : column.align}
        data-title={isTitle || undefined}
        data-pinned={column.isTitleHidden || undefined}
        data-chosen={isChosen || undefined}
        data-mark={mark?.status}
        data-edited={isEdited || undefined}
        tabIndex={stop === at ? 0 : -1}
        {...(isChosen && { 'aria-selected': true })}
        {...(isEditable && !column.isEditable && { 'aria-readonly': true })}
        {...(mark?.status === 'saving' && { 'aria-busy': true })}
        {...(mark?.status === 'failed' && { 'aria-invalid': true })}
        {...(problem !== undefined && { 'aria-describedby': problemId })}
      >
        {isTitle && href !== undefined && !isWaiting && !isEdited ? (
          <a href={href} tabIndex={-1} className="v-grid-link" draggable={!isEditable}>
            {content}
          </a>
        ) : (
          content
        )}
        {problem !== undefined && (
          <span className="v-grid-problem" id={problemId}>
            {problem}
          </span>
        )}
      </div>
    );
  };
  const cells = columns.map((column, place) => ({ column, node: cell(column, place + (isSelectable ? 1 : 0)) }));
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
