import { Problem } from '#kernel/errors/problem.ts';
import { damagedFile, tableOf, type FileChoices, type FileRow, type FileTable } from './table.ts';
import { openParts, readWhole, refusedFile, type Parts } from './xlsx-parts.ts';
import { columnOf, numberFormat, unescapeText, writeNumber, type NumberFormat } from './xlsx-values.ts';

// A sheet of an XLSX file, row by row. The texts that cells share are held in memory, and nothing else.

const smallPartMax = 10_000_000;
const sharedTextsMax = 50_000_000;
const sheetMax = 160_000_000;
/** Cells and letters of one sheet: a few bytes of XML can point a million times at one long text. */
const cellsMax = 5_000_000;
const lettersMax = 100_000_000;
/** Columns of a sheet go to XFD; one beyond our most is seen, so that it can be refused, and those beyond it are not. */
const columnsSeen = 501;

interface Sheet {
  name: string;
  path: string;
  isHidden: boolean;
}

interface Book {
  sheets: Sheet[];
  is1904: boolean;
  sharedTexts: string | undefined;
  styles: string | undefined;
}

/** Reads the first visible sheet of a workbook, or the one that is chosen, with a row of headings. */
export async function readXlsx(bytes: Uint8Array, chosen: FileChoices): Promise<FileTable> {
  const parts = await openParts(bytes);
  const book = await readBook(parts);
  const sheet =
    chosen.sheet === undefined
      ? (book.sheets.find(({ isHidden }) => !isHidden) ?? book.sheets[0])
      : book.sheets.find(({ name }) => name === chosen.sheet);
  if (!sheet) throw new Problem(422, 'import.no_sheet', { fields: [{ path: 'query.sheet', code: 'field.no_sheet' }] });
  const sharedTexts = book.sharedTexts === undefined ? [] : await readSharedTexts(parts, book.sharedTexts);
  const formats = book.styles === undefined ? [] : await readFormats(parts, book.styles);
  return tableOf(
    { kind: 'xlsx', sheet: sheet.name, sheets: book.sheets.map(({ name }) => name) },
    rowsOf(parts, sheet.path, { sharedTexts, formats, is1904: book.is1904 }),
  );
}

/** A target of a part's relationships, which are written relative to the part. */
const resolve = (from: string, target: string) => new URL(target, `http://zip/${from}`).pathname.slice(1);

async function readRelations(parts: Parts, of: string): Promise<{ id: string; type: string; path: string }[]> {
  const slash = of.lastIndexOf('/') + 1;
  const path = `${of.slice(0, slash)}_rels/${of.slice(slash)}.rels`;
  const found: { id: string; type: string; path: string }[] = [];
  if (!parts.has(path)) return found;
  await readWhole(parts, path, smallPartMax, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), path: resolve(of, Target) });
    },
  });
  return found;
}

async function readBook(parts: Parts): Promise<Book> {
  const path = (await readRelations(parts, '')).find(({ type }) => type === 'officeDocument')?.path;
  if (path === undefined || !/\.xml$/i.test(path) || !parts.has(path)) throw refusedFile('file_unknown');
  const relations = await readRelations(parts, path);
  const sheets: Sheet[] = [];
  let is1904 = false;
  let isBook = false;
  await readWhole(parts, path, smallPartMax, {
    open(name, attributes) {
      if (name === 'workbook') isBook = true;
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      const target = relations.find((relation) => relation.id === id && relation.type === 'worksheet');
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible';
      if (target) sheets.push({ name: unescapeText(attributes['name'] ?? ''), path: target.path, isHidden });
    },
  });
  if (!isBook) throw refusedFile('file_unknown');
  const pathOf = (type: string) => relations.find((relation) => relation.type === type)?.path;
  return { sheets, is1904, sharedTexts: pathOf('sharedStrings'), styles: pathOf('styles') };
}

/** Texts of cells are runs of differently formatted text; how they are pronounced (`rPh`) is not among them. */
function textCollector(onText: (text: string) => void, element: string) {
  let text = '';
  let isIn = false;
  let isPhonetic = false;
  return {
    open(name: string) {
      if (name === element) text = '';
      else if (name === 't') isIn = !isPhonetic;
      else if (name === 'rPh') isPhonetic = true;
    },
    close(name: string) {
      if (name === 't') isIn = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === element) onText(unescapeText(text));
    },
    text(part: string) {
      if (isIn) text += part;
    },
  };
}

async function readSharedTexts(parts: Parts, path: string): Promise<string[]> {
  const texts: string[] = [];
  await readWhole(
    parts,
    path,
    sharedTextsMax,
    textCollector((text) => texts.push(text), 'si'),
  );
  return texts;
}

/** The format of each cell style, by its place. */
async function readFormats(parts: Parts, path: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let isInCells = false;
  await readWhole(parts, path, smallPartMax, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') isInCells = true;
      else if (name === 'xf' && isInCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        formats.push(numberFormat(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return formats;
}

interface Meaning {
  sharedTexts: readonly string[];
  formats: readonly NumberFormat[];
  is1904: boolean;
}

function rowsOf(parts: Parts, path: string, meaning: Meaning): AsyncGenerator<FileRow> {
  let ready: FileRow[] = [];
  const taken = () => {
    const rows = ready;
    ready = [];
    return rows;
  };
  return parts.read(
    path,
    sheetMax,
    sheetListener(meaning, (row) => ready.push(row)),
    taken,
  );
}

function sheetListener(meaning: Meaning, onRow: (row: FileRow) => void) {
  let number = 0;
  let last = 0;
  let cells: string[] = [];
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let isInValue = false;
  let count = 0;
  let letters = 0;
  const inline = textCollector((text) => (value = text), 'is');
  const isInline = () => type === 'inlineStr';
  return {
    open(name: string, attributes: Record<string, string>) {
      switch (name) {
        case 'row':
          number = attributes['r'] === undefined ? last + 1 : Number(attributes['r']);
          // Rows out of their order, or beyond what a sheet can have, are no spreadsheet program's work.
          if (!Number.isInteger(number) || number <= last || number > 1_048_576) throw damagedFile();
          last = number;
          cells = [];
          column = -1;
          break;
        case 'c':
          column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r']);
          type = attributes['t'] ?? 'n';
          style = Number(attributes['s'] ?? 0);
          value = '';
          count += 1;
          if (count > cellsMax) throw refusedFile('file_too_large_inside');
          break;
        case 'v':
          isInValue = true;
          break;
        default:
          if (isInline()) inline.open(name);
      }
    },
    close(name: string) {
      switch (name) {
        case 'v':
          isInValue = false;
          break;
        case 'c': {
          if (column < 0) throw damagedFile();
          if (value === '' || column >= columnsSeen) break;
          const text = meaningOf(value, type, style, meaning);
          letters += text.length;
          if (letters > lettersMax) throw refusedFile('file_too_large_inside');
          while (cells.length < column) cells.push('');
          cells[column] = text;
          break;
        }
        case 'row':
          if (cells.length > 0) onRow({ number, cells });
          break;
        default:
          if (isInline()) inline.close(name);
      }
    },
    text(part: string) {
      if (isInValue) value += part;
      else if (isInline()) inline.text(part);
    },
  };
}

function meaningOf(value: string, type: string, style: number, { sharedTexts, formats, is1904 }: Meaning): string {
  switch (type) {
    case 's': {
      const text = sharedTexts[Number(value)];
      if (text === undefined) throw damagedFile();
      return text;
    }
    case 'b':
      return value === '1' || value === 'true' ? 'true' : 'false';
    case 'd':
      return value.replace(/T00:00(:00(\.0+)?)?Z?$/, '').replace('T', ' ');
    case 'str':
      return unescapeText(value);
    // An error (#N/A) stays as it is shown, so that it is found wrong and not taken for an empty cell.
    case 'inlineStr':
    case 'e':
      return value;
    default:
      return writeNumber(value, formats[style] ?? 'plain', is1904);
  }
}
