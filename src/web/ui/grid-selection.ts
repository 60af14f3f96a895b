import { useRef } from 'react';
import { useMessages } from '../language.ts';
import { announce } from './LiveRegion.tsx';
import { messages } from './messages.ts';

interface GridSelectionOptions<Row> {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  selected: ReadonlySet<string> | undefined;
  onSelect: ((selected: ReadonlySet<string>) => void) | undefined;
}

export type GridSelection = Pick<
  ReturnType<typeof useGridSelection>,
  'isSelectable' | 'selectedCount' | 'isAllSelected' | 'select' | 'extendTo' | 'selectAll'
>;

/** Which rows are selected, by their keys. Every change is read out. */
export function useGridSelection<Row>({ rows, rowKey, selected, onSelect }: GridSelectionOptions<Row>) {
  const text = useMessages(messages);
  const lastSelected = useRef<number | null>(null);
  // Where Shift and an arrow began, and what was selected then.
  const extended = useRef<{ from: number; to: number; before: ReadonlySet<string> } | null>(null);
  const isSelectable = selected !== undefined && onSelect !== undefined;
  const isAllSelected = isSelectable && rows.length > 0 && rows.every((row) => selected.has(rowKey(row)));

  return {
    isSelectable,
    selectedCount: selected?.size ?? 0,
    isAllSelected,
    isSelected: (row: Row) => isSelectable && selected.has(rowKey(row)),

    /** Turns one row over, or with `isRange` all from the one before to this. */
    select: (index: number, isRange: boolean) => {
      const chosen = rows[index];
      if (!selected || !onSelect || chosen === undefined) return;
      const next = new Set(selected);
      const isAdded = !selected.has(rowKey(chosen));
      const from = isRange ? (lastSelected.current ?? index) : index;
      for (let at = Math.min(from, index); at <= Math.max(from, index); at++) {
        const row = rows[at];
        if (row === undefined) continue;
        if (isAdded) next.add(rowKey(row));
        else next.delete(rowKey(row));
      }
      lastSelected.current = index;
      extended.current = null;
      onSelect(next);
      announce(text.grid.selectedCount(next.size));
    },

    /** Selects from where the extending began to `index`, and lets go of what it passes on its way back. */
    extendTo: (index: number, current: number) => {
      if (!selected || !onSelect || index < 0 || index >= rows.length) return;
      const begun = extended.current?.to === current ? extended.current : { from: current, before: selected };
      extended.current = { from: begun.from, to: index, before: begun.before };
      const next = new Set(begun.before);
      const [top, bottom] = [Math.min(begun.from, index), Math.max(begun.from, index)];
      for (const row of rows.slice(top, bottom + 1)) next.add(rowKey(row));
      lastSelected.current = index;
      onSelect(next);
      announce(text.grid.selectedCount(next.size));
    },

    selectAll: () => {
      const next = isAllSelected ? new Set<string>() : new Set(rows.map(rowKey));
      onSelect?.(next);
      announce(text.grid.selectedCount(next.size));
    },
  };
}
