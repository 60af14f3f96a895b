import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { decodeText, guessEncoding } from './decode-text.ts';
import { readText } from './formula-guard.ts';
import { brokenRow, tableOf, type FileChoices, type FileRow, type FileTable, type Separator } from './table.ts';

const written: Record<Separator, string> = { semicolon: ';', comma: ',', tab: '\t' };
const names = Object.keys(written) as Separator[];
/** Longest beginning of a file in which the first line is looked for. */
const firstLineMax = 100_000;
const piece = 65_536;

/** A first line by which spreadsheets tell each other the separator. */
const told = /^sep=([;,\t])\r?\n/i;

/** The separator that stands most often in the first line, outside quotes. */
function guessSeparator(text: string): Separator {
  const start = text
    .slice(0, firstLineMax)
    .replaceAll(/"[^"]*"/g, '')
    .trimStart();
  const line = start.split(/\r\n|\n|\r/, 1)[0] ?? '';
  const counts = names.map((name) => line.split(written[name]).length);
  return names[counts.indexOf(Math.max(...counts))] ?? 'semicolon';
}

/** Reads a CSV file with a line of headings. */
export function readCsv(bytes: Uint8Array, chosen: FileChoices): Promise<FileTable> {
  const encoding = chosen.encoding ?? guessEncoding(bytes);
  const whole = decodeText(bytes, encoding);
  const mark = told.exec(whole);
  const text = mark ? whole.slice(mark[0].length) : whole;
  const own = names.find((name) => written[name] === mark?.[1]);
  const separator = chosen.separator ?? own ?? guessSeparator(text);
  return tableOf({ kind: 'csv', encoding, separator }, rowsOf(text, written[separator], mark ? 2 : 1));
}

function* piecesOf(text: string): Generator<string> {
  // A pair of surrogates that is cut would be read as two broken letters.
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = from + piece;
    if (/[\ud800-\udbff]/.test(text.charAt(to - 1))) to += 1;
    yield text.slice(from, to);
  }
}

async function* rowsOf(text: string, delimiter: string, firstNumber: number): AsyncGenerator<FileRow> {
  const parser = parse({
    delimiter,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: 1_000_000,
  });
  const rows = Readable.from(piecesOf(text)).pipe(parser);
  let number = firstNumber;
  try {
    for await (const cells of rows as AsyncIterable<string[]>) {
      yield { number, cells: cells.map(readText) };
      number += 1;
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenRow(Number(error['lines'] ?? number)) : error;
  }
}
