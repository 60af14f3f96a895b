import type { Block } from '#web/ui/grid-clipboard.ts';
import type { GridBlock } from '#web/ui/DataGrid.tsx';

export interface PastePlan {
  /** Row of the table → what is written there, by column. Rows beyond the last are to be made. */
  rows: readonly { row: number; values: Readonly<Record<string, string>> }[];
  /** How many columns of what was copied have no column to go to. */
  lostColumns: number;
}

/**
 * Where the first paste into a table without rows goes: from the first column on, or where its first row holds the titles of columns
 * alone, each column under its own title, and that row is none.
 */
export function planFirstPaste(
  pasted: Block,
  columns: readonly { id: string; title: string }[],
): { block: GridBlock; rows: Block } {
  const [titles, ...below] = pasted;
  const plain = (words: string) => words.trim().toLocaleLowerCase();
  const named = titles?.map((title) => columns.find((column) => plain(column.title) === plain(title))?.id) ?? [];
  const known = named.filter((id) => id !== undefined);
  const isHeaded = below.length > 0 && known.length === named.length && new Set(known).size === known.length;
  const columnsFrom = isHeaded ? known : columns.map(({ id }) => id);
  return {
    block: { top: 0, bottom: 0, columns: columnsFrom.slice(0, 1), columnsFrom },
    rows: isHeaded ? below : pasted,
  };
}

/**
 * What a block that is pasted writes where. It begins at the upper left corner of what is chosen; a single value fills all that is
 * chosen, and a block that fits into it a whole number of times is repeated.
 */
export function planPaste(pasted: Block, { top, bottom, columns, columnsFrom }: GridBlock): PastePlan {
  const height = pasted.length;
  const width = pasted[0]?.length ?? 0;
  const chosenHeight = bottom - top + 1;
  if (height === 0 || width === 0) return { rows: [], lostColumns: 0 };
  const isRepeated = chosenHeight % height === 0 && columns.length % width === 0;
  const targets = isRepeated ? columns : columnsFrom.slice(0, width);
  const rows = Array.from({ length: isRepeated ? chosenHeight : height }, (_, down) => ({
    row: top + down,
    values: Object.fromEntries(targets.map((column, right) => [column, pasted[down % height]?.[right % width] ?? ''])),
  }));
  return { rows, lostColumns: isRepeated ? 0 : Math.max(0, width - columnsFrom.length) };
}
