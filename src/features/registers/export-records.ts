import { stringify } from 'csv-stringify/sync';
import type { Input } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { Stream } from '#gate/stream.ts';
import type { exportCsv, exportJson, exportXlsx, RecordView, Selection } from './contract.ts';
import type { Definition, Field } from './definition.ts';
import { getDefinition } from './definitions.ts';
import { visibleFields } from './field-access.ts';
import { guardText } from './files/formula-guard.ts';
import { createXlsx, type XlsxCell } from './files/write-xlsx.ts';
import { readPage } from './list-records.ts';
import { presentRecord } from './records.ts';
import { parseSelection } from './selection.ts';
import { displayValue } from './values.ts';

/** Records in one unit of work: small enough to be quick, large enough that the round trips do not count. */
const pageSize = 1_000;

type Asked = Pick<Input<typeof exportCsv>, 'params' | 'query'>;

/** How records become a file. */
interface Rendering {
  extension: string;
  head: Stream['head'];
  page(records: RecordView[], isFirst: boolean): Stream['head'];
  tail: Stream['tail'];
}

async function selectionStream(
  context: Context,
  { params, query }: Asked,
  renderingOf: (definition: Definition) => Rendering,
): Promise<Stream> {
  const { language: _, ...asked } = query as Selection & { language: 'sv' | 'en' };
  const definition = await getDefinition(context, params.register);
  // A fault in what was asked for is told before the first byte: afterwards a file could only break off.
  const { note } = await parseSelection(context, definition, asked);
  // The entry lists what leaves: of which fields, selected by what.
  const fields = visibleFields(definition, context.principal).map(({ key }) => key);
  context.note({ fields, ...(note.length > 0 && { query: note }) });
  const day = context.now.toISOString().slice(0, 10);
  const { extension, head, page, tail } = renderingOf(definition);
  return {
    fileName: `${definition.name[query.language]} ${day}.${extension}`,
    head,
    tail,
    async page(inPage, cursor) {
      // The definition may have changed since the last page, and so may what the reader sees; columns stay as the head has them.
      const { records, next } = await readPage(inPage, definition, asked, cursor, pageSize);
      const shown = records.map((record) => presentRecord(inPage, definition, record));
      return { text: page(shown, cursor === undefined), rows: records.length, cursor: next ?? undefined };
    },
  };
}

/** Choices by label, as a spreadsheet is read by people; the rest in the form in which it can be imported again. */
function textOf(field: Field, record: RecordView, language: 'sv' | 'en'): string {
  const value = record.data[field.key] ?? null;
  if (value === null) return '';
  return field.type === 'choice' ? displayValue(field, value, language) : value;
}

/**
 * A selection as CSV for a spreadsheet: UTF-8 with its mark, semicolons, choices by label. Identity numbers stay masked, and
 * a value that a spreadsheet would take for a formula is made text.
 */
export async function exportAsCsv(context: Context, input: Input<typeof exportCsv>): Promise<Stream> {
  const { language } = input.query;
  const table = (rows: string[][]) =>
    stringify(
      rows.map((cells) => cells.map(guardText)),
      { delimiter: ';', record_delimiter: '\r\n' },
    );
  return selectionStream(context, input, (definition) => {
    const fields = visibleFields(definition, context.principal);
    return {
      extension: 'csv',
      head: `\uFEFF${table([fields.map((field) => field.label[language])])}`,
      page: (records) => table(records.map((record) => fields.map((field) => textOf(field, record, language)))),
      tail: '',
    };
  });
}

/** The same as a workbook: dates are dates, everything else is text. */
export async function exportAsXlsx(context: Context, input: Input<typeof exportXlsx>): Promise<Stream> {
  const { language } = input.query;
  const cellOf = (field: Field, record: RecordView): XlsxCell => {
    const text = textOf(field, record, language);
    return field.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(text) ? { date: text } : text;
  };
  return selectionStream(context, input, (definition) => {
    const fields = visibleFields(definition, context.principal);
    const book = createXlsx(
      definition.name[language],
      fields.map((field) => field.label[language]),
    );
    return {
      extension: 'xlsx',
      head: '',
      page: (records) => book.write(records.map((record) => fields.map((field) => cellOf(field, record)))),
      tail: () => book.end(),
    };
  });
}

/** The same as a JSON array, values by field key, as the API gives them. */
export async function exportAsJson(context: Context, input: Input<typeof exportJson>): Promise<Stream> {
  return selectionStream(context, input, () => ({
    extension: 'json',
    head: '[',
    page: (records, isFirst) =>
      records
        .map(
          (record, index) =>
            `${isFirst && index === 0 ? '\n' : ',\n'}${JSON.stringify({ id: record.id, ...record.data })}`,
        )
        .join(''),
    tail: '\n]\n',
  }));
}
