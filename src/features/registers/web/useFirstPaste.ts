import { useEffect, useRef } from 'react';
import type { GridBlock, GridColumn } from '#web/ui/DataGrid.tsx';
import { readClipboard, type Block } from '#web/ui/grid-clipboard.ts';
import { planFirstPaste } from './paste-plan.ts';
import type { RecordView } from './queries.ts';

/**
 * A table without rows has no cell to paste into: what is pasted anywhere on the page, but in a control or a dialog, is pasted into
 * the table. Undefined `columns`: the table has rows, or is not known yet; undefined `paste`: the reader writes nothing.
 */
export function useFirstPaste(
  columns: readonly GridColumn<RecordView>[] | undefined,
  paste: ((block: GridBlock, pasted: Block) => void) | undefined,
): void {
  const latest = useRef(paste);
  useEffect(() => {
    latest.current = paste;
  });
  const mayPaste = paste !== undefined;
  useEffect(() => {
    if (!columns || !mayPaste) return undefined;
    const shown = columns.filter(({ isTitleHidden }) => !isTitleHidden);
    const answer = (event: ClipboardEvent) => {
      if (event.defaultPrevented || !event.clipboardData || isElsewhere(event.target)) return;
      const pasted = readClipboard(event.clipboardData);
      if (pasted.flat().every((cell) => cell.trim() === '')) return;
      event.preventDefault();
      const { block, rows } = planFirstPaste(pasted, shown);
      latest.current?.(block, rows);
    };
    document.addEventListener('paste', answer);
    return () => document.removeEventListener('paste', answer);
  }, [columns, mayPaste]);
}

/** A control has its own use of what is pasted, and a dialog or a panel is not the table. */
const isElsewhere = (target: EventTarget | null): boolean =>
  document.querySelector('[role="dialog"], [role="alertdialog"]') !== null ||
  (target instanceof Element && target.closest('input, textarea, select, [contenteditable], aside') !== null);
