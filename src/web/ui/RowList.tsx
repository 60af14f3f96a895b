import './RowList.css';
import type { ReactNode } from 'react';

export interface RowListProps<Row> {
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What a row is known by. */
  title: (row: Row) => ReactNode;
  /** A picture or sign before it. */
  lead?: (row: Row) => ReactNode;
  detail?: (row: Row) => ReactNode;
  /** A state or count at the row's end; below the title where there is no room. */
  end?: (row: Row) => ReactNode;
  /** What can be done with the row: one button or a menu. */
  action?: (row: Row) => ReactNode;
}

/** A list of things of one kind, for as many as are read from top to bottom. More than that is a DataGrid. */
export function RowList<Row>({ label, rows, rowKey, title, lead, detail, end, action }: RowListProps<Row>) {
  return (
    <ul className="v-rows" aria-label={label}>
      {rows.map((row) => {
        const more = detail?.(row);
        return (
          <li key={rowKey(row)} className="v-row">
            {lead && <span className="v-row-lead">{lead(row)}</span>}
            <div className="v-row-words">
              <div className="v-row-title">{title(row)}</div>
              {more && <div className="v-row-detail">{more}</div>}
            </div>
            {end && <div className="v-row-end">{end(row)}</div>}
            {action && <div className="v-row-action">{action(row)}</div>}
          </li>
        );
      })}
    </ul>
  );
}
