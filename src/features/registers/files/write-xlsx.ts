import { strToU8, Zip, ZipDeflate } from 'fflate';

// An XLSX workbook written as it is made: rows leave compressed while the next are read, so that a million rows take no more
// memory than a thousand. Texts are inline strings, which no program evaluates; a text that begins like a formula is marked as
// quoted, so that it does not become one when somebody edits the cell either.

export type XlsxCell = string | { date: string } | null;

export interface XlsxWriter {
  /** The bytes that are ready once these rows are in. */
  write(rows: readonly (readonly XlsxCell[])[]): Uint8Array;
  /** The rest of the workbook; nothing can be written after. */
  end(): Uint8Array;
}

/** A sheet has at most 1,048,576 rows, its headings included; what is more goes to another sheet. */
const rowsPerSheetMax = 1_000_000;

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Of every part, as the zip format demands one: equal records are an equal file, whenever it is written. */
const partsAt = new Date('2000-01-01T00:00:00');

/** Places in `cellXfs` of the styles. */
const heading = 1;
const day = 2;
const quoted = 3;

const styles = `${xml}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs></styleSheet>`;

export function createXlsx(sheetName: string, headings: readonly string[], rowsPerSheet = rowsPerSheetMax): XlsxWriter {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  const take = () => {
    const bytes = Buffer.concat(ready);
    ready = [];
    return bytes;
  };
  const beginPart = (path: string) => {
    const part = new ZipDeflate(path);
    part.mtime = partsAt;
    zip.add(part);
    return part;
  };
  const addPart = (path: string, text: string) => {
    const part = beginPart(path);
    part.push(strToU8(text), true);
  };
  let sheet: ZipDeflate | undefined;
  let sheetCount = 0;
  let rowCount = 0;
  const beginSheet = () => {
    sheetCount += 1;
    sheet = beginPart(`xl/worksheets/sheet${sheetCount}.xml`);
    // The headings stay in sight, and columns are wide enough for a name or a date.
    sheet.push(
      strToU8(
        `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${Math.max(1, headings.length)}" width="18" customWidth="1"/></cols><sheetData>${rowXml(1, headings, heading)}`,
      ),
    );
    rowCount = 1;
  };
  const endSheet = () => sheet?.push(strToU8('</sheetData></worksheet>'), true);

  addPart('_rels/.rels', relationsXml([['rId1', 'officeDocument', 'xl/workbook.xml']]));
  addPart('xl/styles.xml', styles);
  beginSheet();
  return {
    write(rows) {
      for (let from = 0; from < rows.length;) {
        if (rowCount >= rowsPerSheet) {
          endSheet();
          beginSheet();
        }
        const some = rows.slice(from, from + rowsPerSheet - rowCount);
        sheet?.push(strToU8(some.map((cells, index) => rowXml(rowCount + index + 1, cells)).join('')));
        rowCount += some.length;
        from += some.length;
      }
      return take();
    },
    end() {
      endSheet();
      const sheets = Array.from({ length: sheetCount }, (_, index) => index + 1);
      addPart('xl/workbook.xml', workbookXml(sheetName, sheets));
      addPart(
        'xl/_rels/workbook.xml.rels',
        relationsXml([
          ...sheets.map((at) => [`rId${at}`, 'worksheet', `worksheets/sheet${at}.xml`] as const),
          ['rIdStyles', 'styles', 'styles.xml'],
        ]),
      );
      addPart('[Content_Types].xml', contentTypesXml(sheets));
      zip.end();
      return take();
    },
  };
}

const relationsXml = (relations: readonly (readonly [id: string, type: string, target: string])[]) =>
  `${xml}<Relationships xmlns="${packaged}/relationships">${relations.map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

const contentTypesXml = (sheets: readonly number[]) =>
  `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/>${sheets.map((at) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${content}.worksheet+xml"/>`).join('')}</Types>`;

/** A sheet's name has at most 31 letters, and none of these. */
function workbookXml(name: string, sheets: readonly number[]): string {
  const plain =
    name
      .replaceAll(/[[\]:*?/\\]/g, ' ')
      .replaceAll(/^'+|'+$/g, '')
      .trim() || 'Valv';
  const nameOf = (at: number) => escapeXml(at === 1 ? plain.slice(0, 31) : `${plain.slice(0, 26)} ${at}`);
  return `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map((at) => `<sheet name="${nameOf(at)}" sheetId="${at}" r:id="rId${at}"/>`).join('')}</sheets></workbook>`;
}

const rowXml = (number: number, cells: readonly XlsxCell[], style?: number) =>
  `<row r="${number}">${cells.map((cell, column) => cellXml(`${columnName(column)}${number}`, cell, style)).join('')}</row>`;

function cellXml(reference: string, cell: XlsxCell, style: number | undefined): string {
  if (cell === null || cell === '') return '';
  if (typeof cell !== 'string') {
    const serial = serialOf(cell.date);
    return serial === undefined
      ? cellXml(reference, cell.date, style)
      : `<c r="${reference}" s="${day}"><v>${serial}</v></c>`;
  }
  const own = style ?? (/^[=+\-@']/.test(cell) ? quoted : undefined);
  const styled = own === undefined ? '' : ` s="${own}"`;
  return `<c r="${reference}" t="inlineStr"${styled}><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
}

const dayMs = 86_400_000;

/** Days since 1900; undefined before March 1900, where spreadsheets have a day that never was: those stay text. */
function serialOf(date: string): number | undefined {
  const serial = (Date.parse(`${date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / dayMs;
  return Number.isInteger(serial) && serial > 60 ? serial : undefined;
}

const names: string[] = [];

/** 0 → A, 26 → AA. */
function columnName(column: number): string {
  return (names[column] ??=
    (column >= 26 ? columnName(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26)));
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// oxlint-disable-next-line no-control-regex -- they are what is escaped
const notXml = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;

const escaped = (letter: string) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** What XML cannot hold is written as `_x000B_`, and what only looks so is guarded. */
const escapeXml = (text: string) =>
  text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(notXml, escaped)
    .replaceAll(/[&<>"]/g, (letter) => entities[letter] ?? letter);
