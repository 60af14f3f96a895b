import { strToU8, zipSync, type Zippable } from 'fflate';

// Workbooks for tests, written part by part, so that each oddity can be made.

export interface WorkbookParts {
  /** Rows of the first sheet as XML, or the sheets by name. */
  sheets: Record<string, string>;
  sharedStrings?: string;
  styles?: string;
  workbookPr?: string;
  /** Sheets that are hidden. */
  hidden?: string[];
  more?: Zippable;
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export function workbook({ sheets, sharedStrings, styles, workbookPr, hidden = [], more }: WorkbookParts): Uint8Array {
  const names = Object.keys(sheets);
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${types}/${type}" Target="${target}"/>`;
  const relations = [
    ...names.map((_, index) => relation(`r${index}`, 'worksheet', `worksheets/sheet${index}.xml`)),
    ...(sharedStrings === undefined ? [] : [relation('rs', 'sharedStrings', 'sharedStrings.xml')]),
    ...(styles === undefined ? [] : [relation('rt', 'styles', '/xl/styles.xml')]),
  ];
  const sheetOf = (name: string, index: number) =>
    `<sheet name="${name}" sheetId="${index + 1}" r:id="r${index}"${hidden.includes(name) ? ' state="hidden"' : ''}/>`;
  return zipSync({
    '_rels/.rels': strToU8(
      `${xml}<Relationships>${relation('b', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `${xml}<workbook xmlns:r="r">${workbookPr ?? ''}<sheets>${names.map(sheetOf).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(`${xml}<Relationships>${relations.join('')}</Relationships>`),
    ...(sharedStrings !== undefined && { 'xl/sharedStrings.xml': strToU8(`${xml}<sst>${sharedStrings}</sst>`) }),
    ...(styles !== undefined && { 'xl/styles.xml': strToU8(`${xml}<styleSheet>${styles}</styleSheet>`) }),
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index}.xml`,
        strToU8(`${xml}<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`),
      ]),
    ),
    ...more,
  });
}

/** A row of inline texts. */
export const textRow = (number: number, cells: readonly string[]): string =>
  `<row r="${number}">${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
