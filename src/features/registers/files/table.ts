import { Problem } from '#kernel/errors/problem.ts';

// What every file becomes, whatever it was: headings, and rows of text that are read as they are asked for, so that a large file
// takes no more memory than a small one.

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

export const separators = ['comma', 'semicolon', 'tab'] as const;
export type Separator = (typeof separators)[number];

/** How a file was read. What was guessed can be chosen otherwise. */
export type FileFormat =
  | { kind: 'csv'; encoding: Encoding; separator: Separator }
  | { kind: 'xlsx'; sheet: string; sheets: string[] };

/** What the one who sends the file knows better than a guess. */
export interface FileChoices {
  encoding?: Encoding | undefined;
  separator?: Separator | undefined;
  sheet?: string | undefined;
}

export interface FileRow {
  /** As the program that wrote the file shows it: the first row is 1. */
  number: number;
  cells: string[];
}

export interface FileTable {
  format: FileFormat;
  headers: string[];
  rows: AsyncIterable<FileRow>;
}

export const rowsMax = 100_000;
export const columnsMax = 500;
/** A row is sealed as one text, and corrected in a call of ordinary size. */
const rowLengthMax = 150_000;

const refused = (code: string, path: string, field: string, values?: Record<string, number>) =>
  new Problem(422, code, { ...(values && { values }), fields: [{ path, code: field, ...(values && { values }) }] });

export const brokenRow = (number: number) => refused('import.broken_row', `row ${number}`, 'field.csv_broken');
export const damagedFile = () => refused('import.file_damaged', 'body', 'field.file_damaged');

/** Rows of spaces are left behind by whoever empties a sheet. */
const isBlank = (cell: string) => cell.trim() === '';

/** Takes the first row that is not empty as headings, and refuses what is too much when it comes to it. */
export async function tableOf(format: FileFormat, read: AsyncIterable<FileRow>): Promise<FileTable> {
  const rows = read[Symbol.asyncIterator]();
  const next = async (): Promise<FileRow | undefined> => {
    for (;;) {
      const { done, value } = await rows.next();
      if (done === true) return undefined;
      assertKeepable(value);
      if (!value.cells.every(isBlank)) return value;
    }
  };
  const head = await next();
  if (!head) throw refused('import.empty', 'body', 'field.file_empty');
  const headers = head.cells.slice(0, 1 + head.cells.findLastIndex((cell) => !isBlank(cell)));
  if (headers.length > columnsMax) {
    throw refused('import.too_many_columns', `row ${head.number}`, 'field.too_many_columns', { columnsMax });
  }
  const first = await next();
  if (!first) throw refused('import.no_header', `row ${head.number + 1}`, 'field.file_only_header');
  return { format, headers, rows: bodyOf(first, next, headers.length) };
}

async function* bodyOf(
  first: FileRow,
  next: () => Promise<FileRow | undefined>,
  width: number,
): AsyncGenerator<FileRow> {
  let count = 0;
  for (let row: FileRow | undefined = first; row; row = await next()) {
    count += 1;
    if (count > rowsMax) {
      throw refused('import.too_many_rows', `row ${row.number}`, 'field.too_many_rows', { rowsMax });
    }
    yield { number: row.number, cells: row.cells.slice(0, width) };
  }
}

/** True for a row that can be sealed as it is. */
export const isKeepable = (cells: readonly string[]) =>
  cells.reduce((length, cell) => length + cell.length, 0) <= rowLengthMax;

/** Half a surrogate pair has no UTF-8 and PostgreSQL has no NUL. */
function assertKeepable({ number, cells }: FileRow): void {
  for (const cell of cells) {
    if (cell.includes('\0') || !cell.isWellFormed()) {
      throw refused('import.not_text', 'body', 'field.control_characters');
    }
  }
  if (!isKeepable(cells)) throw brokenRow(number);
}
