import { memo, type ReactNode } from 'react';
import { Skeleton } from './Skeleton.tsx';
import type { GridColumn } from './grid-columns.ts';
import type { GridMark } from './grid-work.ts';

interface GridCellProps {
  row: unknown;
  index: number;
  /** Its number among all that are shown, the box to select with too. */
  at: number;
  column: GridColumn<unknown>;
  isNarrow: boolean;
  isStop: boolean;
  isChosen: boolean;
  mark: GridMark | undefined;
  isEditable: boolean;
  /** Of a title that leads to its record. */
  href: string | undefined;
  /** The control that it is written with, while it is. */
  editor: ReactNode;
  problemId: string;
}

/** One cell. Drawn again only when its own properties change: a scroll sideways draws the columns that come into view, no others. */
export const GridCell = memo(function GridCell(props: GridCellProps) {
  const { row, index, at, column, isNarrow, isStop, isChosen, mark, isEditable, href, editor, problemId } = props;
  const isWaiting = row === undefined;
  const isTitle = column.narrow === 'title';
  // Widths scatter as words do; a narrow cell has no width of its own to take a share of.
  const scatter = (index * 31 + at * 53) % 45;
  const width = isNarrow ? `${(isTitle ? 7 : 3) + scatter / 15}rem` : `${40 + scatter}%`;
  const render = (isNarrow && column.renderNarrow) || column.render;
  const isEdited = editor !== undefined;
  const content = isWaiting ? <Skeleton width={width} /> : isEdited ? editor : render(row);
  const problem = mark?.problem !== undefined && (isStop || isEdited) ? mark.problem : undefined;
  return (
    <div
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
      tabIndex={isStop ? 0 : -1}
      // Not all before it need be there.
      style={{ gridColumn: at + 1 }}
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
});
