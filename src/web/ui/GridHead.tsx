// oxlint-disable jsx-a11y/no-noninteractive-tabindex -- the grid's one tab stop is on a cell, also on one of the header.
import { useMessages } from '../language.ts';
import { GridSelectBox } from './GridSelectBox.tsx';
import { Icon } from './Icon.tsx';
import { announce } from './LiveRegion.tsx';
import type { GridColumn } from './grid-columns.ts';
import { HEADER } from './grid-cursor.ts';
import type { GridSelection } from './grid-selection.ts';
import { withPlace } from './grid-span.ts';
import { toggleSort, type SortKey } from './grid-sort.ts';
import { messages } from './messages.ts';

type HeaderColumn = Pick<GridColumn<never>, 'id' | 'title' | 'align' | 'isSortable' | 'isTitleHidden'>;

interface GridHeadProps {
  /** All of them: the list may be sorted by one that a narrow grid hides. */
  columns: readonly HeaderColumn[];
  shown: readonly HeaderColumn[];
  /** Which of them are in the document, by their places. */
  places: readonly number[];
  sort: readonly SortKey[];
  onSort: ((sort: SortKey[]) => void) | undefined;
  selection: GridSelection;
  /** The column that is the tab stop, if it is in the header. */
  stop: number | null;
}

/** The titles, which sort when they are pressed, and the box that selects every row. */
export function GridHead({ columns, shown, places, sort, onSort, selection, stop }: GridHeadProps) {
  const text = useMessages(messages);
  const { isSelectable, isAllSelected, selectedCount, selectAll } = selection;

  const first = isSelectable ? 1 : 0;

  const sortBy = (column: HeaderColumn, isAdded: boolean) => {
    if (!onSort || !column.isSortable) return;
    const next = toggleSort(sort, column.id, isAdded);
    onSort(next);
    const words = next.map((key) => {
      const direction = key.direction === 'ascending' ? text.grid.sortAscending : text.grid.sortDescending;
      return `${columns.find(({ id }) => id === key.column)?.title ?? key.column} ${direction}`;
    });
    announce(words.length > 0 ? text.grid.sorted(words.join(', ')) : text.grid.unsorted);
  };

  return (
    <div role="rowgroup" className="v-grid-head">
      <div role="row" aria-rowindex={1} className="v-grid-row v-grid-head-row" data-row={HEADER}>
        {isSelectable && (
          <div role="columnheader" aria-colindex={1} className="v-grid-cell v-grid-select" data-column={0}>
            <GridSelectBox
              label={text.grid.selectAll}
              isSelected={isAllSelected}
              isIndeterminate={!isAllSelected && selectedCount > 0}
              onChange={selectAll}
              isStop={stop === 0}
            />
          </div>
        )}
        {withPlace(places, stop === null ? -1 : stop - first).map((place) => {
          const column = shown[place];
          const at = place + first;
          if (!column) return null;
          return (
            <HeaderCell
              key={column.id}
              column={column}
              at={at}
              sort={sort}
              isStop={stop === at}
              {...(onSort && { onPress: (isAdded: boolean) => sortBy(column, isAdded) })}
            />
          );
        })}
      </div>
    </div>
  );
}

interface HeaderCellProps {
  column: HeaderColumn;
  at: number;
  sort: readonly SortKey[];
  isStop: boolean;
  onPress?: (isAdded: boolean) => void;
}

function HeaderCell({ column, at, sort, isStop, onPress }: HeaderCellProps) {
  const text = useMessages(messages);
  const rank = sort.findIndex((key) => key.column === column.id);
  const direction = sort[rank]?.direction;
  const shared = {
    role: 'columnheader',
    'aria-colindex': at + 1,
    className: 'v-grid-cell',
    'data-column': at,
    // Not all before it need be there.
    style: { gridColumn: at + 1 },
  } as const;
  if (!column.isSortable || !onPress) {
    return (
      <div
        {...shared}
        data-align={column.align}
        data-pinned={column.isTitleHidden || undefined}
        data-stop=""
        tabIndex={isStop ? 0 : -1}
      >
        {column.isTitleHidden ? <span className="v-hidden">{column.title}</span> : column.title}
      </div>
    );
  }
  const directionWord = direction === 'ascending' ? text.grid.sortAscending : text.grid.sortDescending;
  return (
    // ARIA wants aria-sort on one header at a time: the others tell their rank in words.
    <div {...shared} data-align={column.align} aria-sort={rank === 0 && direction ? direction : 'none'}>
      <button
        type="button"
        className="v-grid-sort"
        data-stop=""
        data-sorted={direction}
        tabIndex={isStop ? 0 : -1}
        title={text.grid.sortHint}
        onClick={(event) => onPress(event.shiftKey)}
      >
        <span className="v-grid-sort-title">{column.title}</span>
        {rank > 0 && <span className="v-hidden">{text.grid.sortRank(rank + 1, directionWord)}</span>}
        <span className="v-grid-sort-mark" aria-hidden="true">
          <Icon name={direction === 'descending' ? 'sortDown' : 'sortUp'} size={14} />
          {sort.length > 1 && rank >= 0 && rank + 1}
        </span>
      </button>
    </div>
  );
}
