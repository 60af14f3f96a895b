// Blocks of cells on their way to and from a spreadsheet: text with tabs between cells, as every spreadsheet writes and reads it,
// and an HTML table beside it.

/** Rows of cells. Every row is as long as the longest. */
export type Block = readonly (readonly string[])[];

/**
 * Text with tabs as a block. A cell that begins with a quote is quoted, with its own quotes doubled, and may hold line breaks and
 * tabs; a quote anywhere else is just a quote. The last line break ends the last row and begins none.
 */
export function parseBlock(text: string): Block {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === '\t') {
      at += 1;
      continue;
    }
    rows.push(row);
    row = [];
    if (at >= text.length) break;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (at === text.length) break;
  }
  return squared(rows);
}

interface Cell {
  value: string;
  /** Where what follows the cell begins: a tab, a line break or the end. */
  end: number;
}

const isEnd = (letter: string | undefined) =>
  letter === undefined || letter === '\t' || letter === '\n' || letter === '\r';

function plainCell(text: string, from: number): Cell {
  let end = from;
  while (!isEnd(text[end])) end += 1;
  return { value: text.slice(from, end), end };
}

function quotedCell(text: string, from: number): Cell {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') {
      value += '"';
      at += 1;
    } else if (isEnd(text[at + 1])) return { value, end: at + 1 };
    else break;
  }
  // It only looked quoted: `"Kalle" Svensson`.
  return plainCell(text, from);
}

const squared = (rows: string[][]): Block => {
  const width = Math.max(...rows.map(({ length }) => length));
  return rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => '')]);
};

/** The cells of the first table in HTML, or nothing. */
export function parseTable(html: string): Block | undefined {
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  if (!table || table.rows.length === 0) return undefined;
  const textOf = (cell: HTMLTableCellElement) => (cell.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  return squared([...table.rows].map((row) => [...row.cells].map(textOf)));
}

/** What was copied, from whichever program: the text where it has several cells, else a table, else the text as one cell. */
export function readClipboard(data: DataTransfer): Block {
  const text = data.getData('text/plain');
  if (text.includes('\t')) return parseBlock(text);
  const table = parseTable(data.getData('text/html'));
  return table && table.some((row) => row.length > 1) ? table : parseBlock(text);
}

const quoted = (cell: string) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const writeText = (block: Block): string => block.map((row) => row.map(quoted).join('\t')).join('\n');

const escaped = (cell: string) =>
  cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');

/** Each cell says that it is text: a spreadsheet then keeps the zero before a phone number, and runs nothing that begins with =. */
export const writeTable = (block: Block): string =>
  `<table>${block
    .map((row) => `<tr>${row.map((cell) => `<td style="mso-number-format:'\\@'">${escaped(cell)}</td>`).join('')}</tr>`)
    .join('')}</table>`;
