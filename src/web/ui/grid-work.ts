import {
  useEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useMessages } from '../language.ts';
import { readClipboard, writeTable, writeText, type Block } from './grid-clipboard.ts';
import type { GridColumn } from './grid-columns.ts';
import { gridCellOf, type GridCell, type GridCursor } from './grid-cursor.ts';
import { cellCount, isOneCell, rangeBetween, workActionOf, type GridRange } from './grid-range.ts';
import { announce } from './LiveRegion.tsx';
import { messages } from './messages.ts';

/** The control that a cell is written with. */
export type GridCellEditor =
  | {
      kind: 'text';
      value: string;
      inputMode?: 'text' | 'email' | 'tel' | 'numeric' | 'decimal';
      placeholder?: string;
      maxLength?: number;
    }
  | { kind: 'choice'; value: string; options: readonly { id: string; label: string }[] };

/** What has become of something written in a cell. `problem` is said under the cell. */
export interface GridMark {
  status: 'saving' | 'failed';
  problem?: string;
}

/** Cells that somebody has chosen, and the columns that a paste may go on into. */
export interface GridBlock {
  top: number;
  bottom: number;
  columns: readonly string[];
  columnsFrom: readonly string[];
}

/**
 * Work in cells as in a spreadsheet. The grid knows keys, ranges and the clipboard; what a cell holds and what becomes of what is
 * written there, the page knows. Without `editing` cells are read and copied only.
 */
export interface GridWork<Row> {
  /** What the reader sees in a cell, as text. */
  textOf: (row: Row, column: string) => string;
  /** By key of the row, then by column. */
  marks?: ReadonlyMap<string, Readonly<Record<string, GridMark>>>;
  editing?: {
    /** Undefined when the cell is not written in place; `onRefused` then says where it is. */
    editorOf: (row: Row, column: string) => GridCellEditor | undefined;
    onRefused: (row: Row, column: string) => void;
    /** `row` is what the reader had before them when they began to write. */
    onEdit: (row: Row, column: string, written: string) => void;
    /** Escape on a cell whose value was not taken: it is given up. */
    onDiscard: (row: Row, column: string) => void;
    onClear: (block: GridBlock) => void;
    onPaste: (block: GridBlock, pasted: Block) => void;
    onUndo: () => void;
  };
}

interface Edited<Row> {
  key: string;
  /** As it was when its cell began to be written. */
  row: Row;
  cell: GridCell;
  column: string;
  typed: string | undefined;
}

/** Where the cursor goes when what is written is saved. */
export type EditorMove = 'down' | 'up' | 'left' | 'right' | 'stay' | 'nowhere';

interface GridWorkOptions<Row> {
  work: GridWork<Row> | undefined;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  shown: readonly Pick<GridColumn<Row>, 'id' | 'isTitleHidden'>[];
  isSelectable: boolean;
  isNarrow: boolean;
  cursor: GridCursor;
  pageRows: number;
  onOpen: ((row: Row) => void) | undefined;
}

/** The chosen range, the cell that is being written, and what keys, the pointer and the clipboard do to them. */
export function useGridWork<Row>(options: GridWorkOptions<Row>) {
  const { work, rows, rowKey, shown, isSelectable, isNarrow, cursor, pageRows, onOpen } = options;
  const text = useMessages(messages);
  const [held, setHeld] = useState<{ cell: GridCell; key: string | undefined } | null>(null);
  const [edited, setEdited] = useState<Edited<Row> | null>(null);
  const isDragging = useRef(false);
  const [pointer, setPointer] = useState('mouse');
  const editing = work?.editing;
  const keyAt = (row: number) => (rows[row] === undefined ? undefined : rowKey(rows[row]));
  // A range ends when another row comes to stand where it began.
  const anchor = held && keyAt(held.cell.row) === held.key ? held.cell : null;
  const setAnchor = (cell: GridCell | null) => setHeld(cell && { cell, key: keyAt(cell.row) });
  const first = isSelectable ? 1 : 0;
  const ids = shown.filter(({ isTitleHidden }) => !isTitleHidden).map(({ id }) => id);
  const last = first + ids.length - 1;
  const isOn = work !== undefined && !isNarrow;
  const { stop, lastRow } = cursor;
  const corner = anchor ?? stop;
  const range = isOn && rows.length > 0 ? rangeBetween(corner, stop, first, last) : null;
  const bounded: GridRange | null = range && { ...range, bottom: Math.min(range.bottom, lastRow) };
  const chosen = bounded && anchor && !isOneCell(bounded) ? bounded : null;

  const chosenCount = chosen ? cellCount(chosen) : 0;
  useEffect(() => {
    if (chosenCount > 1) announce(text.grid.cellsChosen(chosenCount));
  }, [chosenCount, text]);

  const blockOf = ({ top, bottom, left, right }: GridRange): GridBlock => ({
    top,
    bottom,
    columns: ids.slice(left - first, right - first + 1),
    columnsFrom: ids.slice(left - first),
  });

  const isFailed = (cell: GridCell): boolean => {
    const row = rows[cell.row];
    const column = ids[cell.column - first] ?? '';
    return row !== undefined && work?.marks?.get(rowKey(row))?.[column]?.status === 'failed';
  };

  const extend = (to: GridCell) => {
    setAnchor(corner);
    cursor.moveTo(to);
  };

  const edit = (cell: GridCell, typed?: string) => {
    const row = rows[cell.row];
    const column = ids[cell.column - first];
    if (!editing || row === undefined || column === undefined) return;
    setAnchor(null);
    if (!editing.editorOf(row, column)) editing.onRefused(row, column);
    else {
      cursor.moveTo(cell);
      setEdited({ key: rowKey(row), row, cell, column, typed });
    }
  };

  const finish = (written: string | undefined, move: EditorMove) => {
    if (!edited || !editing) return;
    const { row, cell, column } = edited;
    setEdited(null);
    if (written !== undefined && written !== editing.editorOf(row, column)?.value) editing.onEdit(row, column, written);
    if (move === 'nowhere') return;
    const [down, right] = moves[move];
    cursor.moveTo({ row: cell.row + down, column: Math.max(first, Math.min(cell.column + right, last)) });
  };

  const copy = (event: ClipboardEvent): boolean => {
    if (!work || !bounded || isInControl(event.target)) return false;
    const block = rows
      .slice(bounded.top, bounded.bottom + 1)
      .map((row) => blockOf(bounded).columns.map((column) => work.textOf(row, column)));
    event.clipboardData.setData('text/plain', writeText(block));
    event.clipboardData.setData('text/html', writeTable(block));
    event.preventDefault();
    announce(text.grid.cellsCopied(cellCount(bounded)));
    return true;
  };

  return {
    isOn,
    chosen,
    edited,
    finish,
    /** Presses with a mouse choose cells; a finger still opens what it touches. */
    isPressToChoose: isOn && editing !== undefined && pointer === 'mouse',

    /** True when the key was for cells, and is done with. */
    answerKey: (event: KeyboardEvent<HTMLElement>): boolean => {
      const cell = gridCellOf(event.target);
      if (!isOn || !cell || !(event.target as HTMLElement).hasAttribute('data-stop')) return false;
      const action = workActionOf(event, { cell, lastRow, first, last, pageRows });
      const row = rows[cell.row];
      if (action?.kind === 'extend') extend(action.to);
      else if (action?.kind === 'open' && row !== undefined) onOpen?.(row);
      else if (action && editing) {
        if (action.kind === 'edit') edit(corner, action.typed);
        else if (action.kind === 'undo') editing.onUndo();
        else if (action.kind === 'clear' && bounded) editing.onClear(blockOf(bounded));
      } else if (event.key === 'Escape' && (anchor || isFailed(cell))) {
        const column = ids[cell.column - first];
        if (anchor) setAnchor(null);
        else if (row !== undefined && column !== undefined) editing?.onDiscard(row, column);
        event.stopPropagation();
      } else {
        if (isMovement.test(event.key) && !event.shiftKey) setAnchor(null);
        return false;
      }
      event.preventDefault();
      return true;
    },

    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      setPointer(event.pointerType);
      const cell = gridCellOf(event.target);
      if (!isOn || !cell || cell.row < 0 || event.button !== 0 || event.pointerType !== 'mouse') return;
      if (cell.column < first || cell.column > last || isInControl(event.target)) return;
      if (event.shiftKey) {
        event.preventDefault();
        extend(cell);
        return;
      }
      isDragging.current = true;
      setAnchor(null);
    },

    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!isDragging.current) return;
      if (event.buttons !== 1) {
        isDragging.current = false;
        return;
      }
      const cell = gridCellOf(event.target);
      if (!cell || cell.row < 0 || cell.row > lastRow) return;
      const to = { row: cell.row, column: Math.max(first, Math.min(cell.column, last)) };
      if (to.row !== stop.row || to.column !== stop.column) extend(to);
    },

    onPointerUp: () => {
      isDragging.current = false;
    },

    onDoubleClick: (event: MouseEvent<HTMLElement>) => {
      const cell = gridCellOf(event.target);
      if (isOn && cell && cell.row >= 0 && !isInControl(event.target)) edit(cell);
    },

    onCopy: copy,

    onCut: (event: ClipboardEvent) => {
      if (copy(event) && bounded) editing?.onClear(blockOf(bounded));
    },

    onPaste: (event: ClipboardEvent) => {
      if (!editing || !bounded || isInControl(event.target)) return;
      event.preventDefault();
      editing.onPaste(blockOf(bounded), readClipboard(event.clipboardData));
    },
  };
}

const moves = { down: [1, 0], up: [-1, 0], left: [0, -1], right: [0, 1], stay: [0, 0] } as const;
const isMovement = /^(?:Arrow|Home|End|Page)/;
const isInControl = (target: EventTarget) =>
  target instanceof Element && target.closest('input, select, textarea, button') !== null;
