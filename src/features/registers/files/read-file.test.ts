import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { Problem } from '#kernel/errors/problem.ts';
import { readFile } from './read-file.ts';
import type { FileChoices, FileRow } from './table.ts';
import { textRow, workbook } from './testing.ts';
import { numberFormat, plainNumber, writeNumber } from './xlsx-values.ts';

async function read(bytes: Uint8Array | string, chosen: FileChoices = {}) {
  const table = await readFile(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, chosen);
  const rows: FileRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { ...table, rows };
}

const refusal = (bytes: Uint8Array | string, chosen?: FileChoices) =>
  read(bytes, chosen).then(
    () => 'read',
    (error: unknown) => (error instanceof Problem ? `${error.status} ${error.code}` : error),
  );

const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

describe('a CSV file', () => {
  const text = 'Namn;Ort\nÅsa Öberg;Umeå\nZoë;Älvsbyn\n';
  const cells = [
    ['Åsa Öberg', 'Umeå'],
    ['Zoë', 'Älvsbyn'],
  ];
  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', utf16(`\ufeff${text}`, false)],
    ['utf-16be', utf16(`\ufeff${text}`, true)],
    ['utf-16le', utf16(text, false)],
    ['utf-16be', utf16(text, true)],
    ['windows-1252', Buffer.from(text, 'latin1')],
  ])('in %s is recognised', async (encoding, bytes) => {
    const { format, headers, rows } = await read(bytes);
    expect(format).toEqual({ kind: 'csv', encoding, separator: 'semicolon' });
    expect(headers).toEqual(['Namn', 'Ort']);
    expect(rows.map((row) => row.cells)).toEqual(cells);
  });

  test('with the euro sign of Windows-1252 is read so', async () => {
    expect((await read(Buffer.from([0x41, 0x3b, 0x42, 0x0a, 0x80, 0x3b, 0xe5]))).rows[0]?.cells).toEqual(['€', 'å']);
  });

  test.each([
    ['comma', 'a,b,c;d\n1,2,3;4'],
    ['semicolon', 'a;"b,c,d,e";f\n1;2,5;3'],
    ['tab', 'a\tb\n1\t2'],
    ['comma', 'sep=,\na;b,c\n1,2'],
  ])('with %s is recognised', async (separator, content) => {
    expect((await read(content)).format).toMatchObject({ separator });
  });

  test('is read as it is said to be', async () => {
    expect((await read('a,b;c\n1,2;3', { separator: 'semicolon' })).headers).toEqual(['a,b', 'c']);
    expect((await read('å;b\n1;2', { encoding: 'windows-1252' })).headers).toEqual(['Ã¥', 'b']);
    expect(await refusal(Buffer.from('å;b\n1;2', 'latin1'), { encoding: 'utf-8' })).toBe('422 import.other_encoding');
  });

  test('with quotes, line breaks in cells and empty lines is numbered by its rows', async () => {
    const { rows } = await read('a;b\r\n\r\n"x ""y""";"1\n2"\r\n;\r\n3;4\r\n');
    expect(rows.map((row) => row.cells)).toEqual([
      ['x "y"', '1\n2'],
      ['3', '4'],
    ]);
  });

  test.each([
    ['import.empty', ''],
    ['import.empty', ';;;\n;;;'],
    ['import.no_header', 'a;b\n'],
    ['import.not_text', 'a;b\n1;\0'],
    ['import.broken_row', 'a;b\n1;"2'],
    ['import.broken_row', 'a;b\n1;x"2"'],
    ['import.broken_row', 'a;b\n1;"2"x'],
    ['import.broken_row', `a;b\n1;${'x'.repeat(160_000)}`],
    ['import.too_many_columns', `${'a;'.repeat(500)}b\n1;2`],
    ['import.too_many_rows', `a;b\n${'1;2\n'.repeat(100_001)}`],
  ])('is refused: %s', async (code, content) => {
    expect(await refusal(content)).toBe(`422 ${code}`);
  });

  test('of a hundred thousand rows is taken', async () => {
    expect((await read(`a;b\n${'1;2\n'.repeat(100_000)}`)).rows).toHaveLength(100_000);
  });
});

describe('an XLSX file', () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/><numFmt numFmtId="165" formatCode="000000000000"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="22"/></cellStyleXfs>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="21"/></cellXfs>';

  test('gives dates, numbers, booleans, shared, inline and rich texts, and what formulas have come to', async () => {
    const bytes = workbook({
      styles,
      sharedStrings:
        '<si><t>Namn</t></si><si><r><t>Å</t></r><r><rPr><b/></rPr><t xml:space="preserve">sa </t></r><rPh><t>x</t></rPh></si><si/>',
      sheets: {
        Ett:
          '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="inlineStr"><is><t>Född</t></is></c><c r="D3" t="str"><f>"x"</f><v>D &amp; E</v></c></row>' +
          '<row r="4"/>' +
          '<row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5" s="1"><v>32874</v></c><c r="C5"><v>99</v></c><c r="D5"><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="XFD5" s="1"/></row>' +
          '<row r="7"><c r="A7" t="b"><v>1</v></c><c r="B7" s="2"><v>1</v></c><c r="D7" s="3"><v>1012392</v></c></row>' +
          '<row r="8"><c r="A8" t="e"><v>#N/A</v></c><c r="B8" s="4"><v>45292.520833333336</v></c><c r="D8" s="5"><v>0.75</v></c></row>' +
          '<row r="9"><c r="A9" t="d"><v>2024-02-29T00:00:00</v></c><c r="B9"><v>1.2E+21</v></c><c r="D9"><v>1.5E-7</v></c></row>' +
          '<row r="10"><c r="A10" t="s"><v>2</v></c></row>',
      },
    });
    const { format, headers, rows } = await read(bytes);
    expect(format).toEqual({ kind: 'xlsx', sheet: 'Ett', sheets: ['Ett'] });
    expect(headers).toEqual(['Namn', 'Född', '', 'D & E']);
    expect(rows).toEqual([
      { number: 5, cells: ['Åsa ', '1990-01-01', '99', '0.3'] },
      { number: 7, cells: ['true', '1900-01-01', '', '000001012392'] },
      { number: 8, cells: ['#N/A', '2024-01-01 12:30', '', '18:00'] },
      { number: 9, cells: ['2024-02-29', '1200000000000000000000', '', '0.00000015'] },
    ]);
  });

  test('is read from its first visible sheet, or the chosen one', async () => {
    const sheet = (name: string) => textRow(1, [name]) + textRow(2, ['1']);
    const bytes = workbook({ sheets: { Dold: sheet('d'), Ett: sheet('e'), Två: sheet('t') }, hidden: ['Dold'] });
    expect(await read(bytes)).toMatchObject({
      format: { sheet: 'Ett', sheets: ['Dold', 'Ett', 'Två'] },
      headers: ['e'],
    });
    expect((await read(bytes, { sheet: 'Två' })).headers).toEqual(['t']);
    expect(await refusal(bytes, { sheet: 'Tre' })).toBe('422 import.no_sheet');
  });

  test('counts its days from 1904 when it says so, and reads prefixed names', async () => {
    const bytes = workbook({
      workbookPr: '<workbookPr date1904="1"/>',
      styles,
      sheets: {
        A: `<x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row><x:row><x:c s="1"><x:v>0</x:v></x:c></x:row>`,
      },
    });
    expect((await read(bytes)).rows).toEqual([{ number: 2, cells: ['1904-01-01'] }]);
  });

  const sound = workbook({ sheets: { A: textRow(1, ['a']) + textRow(2, ['b']) } });
  const cut = sound.slice(0, Math.floor(sound.length / 2));
  const flagged = (() => {
    const bytes = Buffer.from(sound);
    // The flag of encryption, in every entry of the central directory.
    for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4))
      bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8);
    return bytes;
  })();
  const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

  test.each<[string, string, Uint8Array]>([
    ['cut off', 'import.file_damaged', cut],
    ['encrypted as a zip', 'import.file_encrypted', flagged],
    [
      'encrypted by Office',
      'import.file_encrypted',
      Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]),
    ],
    ['of an older Excel', 'import.file_old_excel', compound],
    ['another zip', 'import.file_unknown', zipSync({ 'content.xml': strToU8('<a/>') })],
    ['broken XML', 'import.file_damaged', workbook({ sheets: { A: `${textRow(1, ['a'])}<row><c>` } })],
    [
      'declared entities',
      'import.file_damaged',
      workbook({
        sheets: { A: textRow(1, ['a']) },
        more: {
          'xl/worksheets/sheet0.xml': strToU8('<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData/></worksheet>'),
        },
      }),
    ],
    [
      'a text that is not there',
      'import.file_damaged',
      workbook({ sheets: { A: '<row><c t="s"><v>7</v></c></row>' } }),
    ],
    ['rows out of order', 'import.file_damaged', workbook({ sheets: { A: textRow(2, ['a']) + textRow(1, ['b']) } })],
    ['no rows', 'import.empty', workbook({ sheets: { A: '' } })],
    ['headings alone', 'import.no_header', workbook({ sheets: { A: textRow(1, ['a']) } })],
    ['too wide', 'import.too_many_columns', workbook({ sheets: { A: textRow(1, Array(501).fill('a')) } })],
    [
      'too long',
      'import.too_many_rows',
      workbook({
        sheets: { A: Array.from({ length: 100_002 }, (_, at) => `<row><c><v>${at}</v></c></row>`).join('') },
      }),
    ],
  ])('is refused: %s', async (_, code, bytes) => {
    expect(await refusal(bytes)).toBe(`422 ${code}`);
  });

  test('that unpacks to gigabytes is refused at once, whether it says so or not', async () => {
    const bombOf = (spaces: Uint8Array) =>
      workbook({ sheets: { A: '' }, more: { 'xl/worksheets/sheet0.xml': [spaces, { level: 1 }] } });
    const huge = bombOf(new Uint8Array(161_000_000).fill(0x20));
    expect(await refusal(huge)).toBe('422 import.file_too_large_inside');
    // The same with a lie about its size, in the central directory and before the part itself.
    const lying = Buffer.from(bombOf(new Uint8Array(5_000_000).fill(0x20)));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(5_000_000);
    for (let at = lying.indexOf(size); at >= 0; at = lying.indexOf(size, at + 4)) lying.writeUInt32LE(1_000, at);
    expect(await refusal(lying)).toBe('422 import.file_damaged');
  });

  test('whose few bytes point a million times at one long text is refused', async () => {
    const long = 'x'.repeat(100_000);
    const cells = '<c t="s"><v>0</v></c>';
    const rows = Array.from({ length: 2_000 }, () => `<row>${cells}</row>`).join('');
    const bytes = workbook({ sheets: { A: rows }, sharedStrings: `<si><t>${long}</t></si>` });
    expect(await refusal(bytes)).toBe('422 import.file_too_large_inside');
  });
});

describe('a number of a spreadsheet', () => {
  test.each([
    ['yyyy-mm-dd', 'date'],
    ['d mmm', 'date'],
    ['mmm', 'date'],
    ['[$-41D]d mmmm yyyy', 'date'],
    ['yyyy-mm-dd hh:mm', 'date_time'],
    ['hh:mm:ss', 'time'],
    ['[h]:mm', 'time'],
    ['mm:ss', 'time'],
    ['0.00', 'plain'],
    ['General', 'plain'],
    ['Standard', 'plain'],
    ['# ##0 "kr per dag"', 'plain'],
    ['[Red]0', 'plain'],
    ['0000000000', { digits: 10 }],
  ])('with the format %s is %j', (code, format) => {
    expect(numberFormat(200, code)).toEqual(format);
  });

  test('is written plainly', () => {
    expect([1e15, 200001012392, -0.1, 1 / 3, 1e21, 1.05, 123456789.123].map(plainNumber)).toEqual([
      '1000000000000000',
      '200001012392',
      '-0.1',
      '0.333333333333333',
      '1000000000000000000000',
      '1.05',
      '123456789.123',
    ]);
    expect(writeNumber('59', 'date', false)).toBe('1900-02-28');
    expect(writeNumber('61', 'date', false)).toBe('1900-03-01');
    expect(writeNumber('-1', 'date', false)).toBe('-1');
    expect(writeNumber('hej', 'plain', false)).toBe('hej');
  });
});
