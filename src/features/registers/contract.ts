import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Cursor, Id, Instant, PageSize, plainText } from '#gate/shapes.ts';
import { InRegister, ofRegister, xlsxType } from './contract-parts.ts';

export * from './event-contract.ts';
export * from './import-contract.ts';
export * from './register-contract.ts';

const OneRecord = z.object({ register: Id, record: Id });

/** Values by field key. Every type is written as text (decision 0008); an empty value is null. */
export const Values = z.record(z.string().max(40), z.string().nullable());

/** Room for several long texts; one that is too long is named by its field, not refused unread. */
const recordBytesMax = 2_000_000;

export const RecordView = z.object({
  id: Id,
  version: z.number().int(),
  /** Values of the fields the reader may see; what is sealed for the reader comes masked, e.g. `19900101-••••`. */
  data: z.record(z.string(), z.string().nullable()),
  title: z.string(),
  /** What the records and members are called that its links lead to, by id; an id without a name is gone or in the trash. */
  names: z.record(z.string(), z.string()),
  createdAt: Instant,
  changedAt: Instant,
  trashedAt: Instant.nullable(),
});
export type RecordView = z.output<typeof RecordView>;

const many = z
  .union([z.string().max(500), z.array(z.string().max(500)).max(20)])
  .transform((value) => (typeof value === 'string' ? [value] : value));

/**
 * `sort=family_name,-joined_on`, `filter=city:eq:Umeå` (repeated; operators eq, in, from, to, starts, empty, filled),
 * `search=words`. A day may be told from today: `due_on:to:today-1d`, `month`, `year-1y`, `today+2w`. An identity number is asked for by `is` and a token (see `makeFilterToken`), `empty` or `filled`.
 */
export const Selection = z.strictObject({
  sort: z.string().max(300).optional(),
  filter: many.optional(),
  search: z.string().max(200).optional(),
});
export type Selection = z.output<typeof Selection>;

export const listRecords = contract({
  action: 'record.listed',
  method: 'GET',
  path: `${ofRegister}/records`,
  summary: 'A page of records: filtered, sorted by up to three fields, searched by words',
  access: { permission: 'record.read' },
  params: InRegister,
  target: 'register',
  query: Selection.extend({ after: Cursor.optional(), limit: PageSize }),
  output: z.object({ records: z.array(RecordView), next: z.string().nullable() }),
});

export const makeFilterToken = contract({
  action: 'record.filter_made',
  method: 'POST',
  path: `${ofRegister}/filter-tokens`,
  summary: 'What `filter=<field>:is:<token>` asks for a sealed value by: an identity number stands in no address',
  access: { permission: 'record.read' },
  params: InRegister,
  target: 'register',
  body: z.strictObject({ field: z.string().max(40), value: plainText(100) }),
  output: z.object({ token: z.string() }),
});

export const countRecords = contract({
  action: 'record.counted',
  method: 'GET',
  path: `${ofRegister}/count`,
  summary: 'How many records a selection has: exact up to 100,000',
  access: { permission: 'record.read' },
  params: InRegister,
  target: 'register',
  query: Selection.omit({ sort: true }),
  output: z.object({ count: z.number().int(), isExact: z.boolean() }),
});

export const summariseRecords = contract({
  action: 'record.summarised',
  method: 'GET',
  path: `${ofRegister}/summary`,
  summary:
    'Counts and totals of a selection, by the values of a field: `group=state`, `total=price:sum` (sum, average, least, most, filled)',
  access: { permission: 'record.read' },
  params: InRegister,
  target: 'register',
  query: Selection.omit({ sort: true }).extend({ group: z.string().max(40).optional(), total: many.optional() }),
  output: z.object({
    count: z.number().int(),
    isExact: z.boolean(),
    /** In the order in which they were asked for; null where there is nothing to add up. */
    totals: z.array(z.string().nullable()),
    /** The two hundred largest. */
    groups: z.array(
      z.object({ value: z.string().nullable(), count: z.number().int(), totals: z.array(z.string().nullable()) }),
    ),
    /** What members and linked records among the values are called. */
    names: z.record(z.string(), z.string()),
  }),
});

export const listTrash = contract({
  action: 'record.trash_listed',
  method: 'GET',
  path: `${ofRegister}/trash`,
  summary: 'Records in the trash, latest first',
  access: { permission: 'record.trash' },
  params: InRegister,
  target: 'register',
  query: z.strictObject({ after: Cursor.optional(), limit: PageSize }),
  output: z.object({ records: z.array(RecordView), next: z.string().nullable() }),
});

export const createRecord = contract({
  action: 'record.created',
  method: 'POST',
  path: `${ofRegister}/records`,
  summary: 'Makes a record',
  access: { permission: 'record.write' },
  params: InRegister,
  body: z.strictObject({ data: Values }),
  output: RecordView,
  status: 201,
  errors: ['record.duplicate'],
  limits: { bodyBytes: recordBytesMax },
});

export const readRecord = contract({
  action: 'record.read',
  method: 'GET',
  path: `${ofRegister}/records/{record}`,
  summary: 'One record',
  access: { permission: 'record.read' },
  params: OneRecord,
  target: 'record',
  output: RecordView,
});

export const listRelated = contract({
  action: 'record.related_listed',
  method: 'GET',
  path: `${ofRegister}/records/{record}/related`,
  summary: 'Records that lead to this one by their links: the first fifty of each field, and how many there are',
  access: { permission: 'record.read' },
  params: OneRecord,
  target: 'record',
  output: z.object({
    related: z.array(
      z.object({
        register: Id,
        field: z.string(),
        label: z.object({ sv: z.string(), en: z.string() }),
        count: z.number().int(),
        records: z.array(z.object({ id: Id, title: z.string() })),
      }),
    ),
  }),
});

export const changeRecord = contract({
  action: 'record.changed',
  method: 'PATCH',
  path: `${ofRegister}/records/{record}`,
  summary: 'Changes the given fields; refused with both sides when somebody else changed the record since `version`',
  access: { permission: 'record.write' },
  params: OneRecord,
  target: 'record',
  body: z.strictObject({ version: z.number().int().min(1), data: Values }),
  output: RecordView,
  errors: ['record.stale', 'record.duplicate', 'record.in_trash'],
  limits: { bodyBytes: recordBytesMax },
});

export const trashRecord = contract({
  action: 'record.trashed',
  method: 'PUT',
  path: `${ofRegister}/records/{record}/trashing`,
  summary: 'Moves a record to the trash; harmless when it is there already',
  access: { permission: 'record.trash' },
  params: OneRecord,
  target: 'record',
  output: RecordView,
});

export const restoreRecord = contract({
  action: 'record.restored',
  method: 'DELETE',
  path: `${ofRegister}/records/{record}/trashing`,
  summary: 'Takes a record back out of the trash',
  access: { permission: 'record.trash' },
  params: OneRecord,
  target: 'record',
  output: RecordView,
  status: 200,
  errors: ['record.duplicate'],
});

export const discloseIdentityNumber = contract({
  action: 'record.identity_number_disclosed',
  method: 'POST',
  path: `${ofRegister}/records/{record}/disclosures`,
  summary: 'Shows an identity number in clear, for a stated reason that the journal keeps',
  access: { permission: 'identity_number.read' },
  params: OneRecord,
  target: 'record',
  body: z.strictObject({ field: z.string().max(40), reason: plainText(300, 5) }),
  output: z.object({ field: z.string(), value: z.string().nullable() }),
});

const Export = Selection.extend({ language: z.enum(['sv', 'en']).default('sv') });

export const exportCsv = contract({
  action: 'record.exported_csv',
  method: 'GET',
  path: `${ofRegister}/export.csv`,
  summary: 'A selection as CSV (UTF-8, semicolons); identity numbers stay masked, formulas are made harmless',
  access: { permission: 'record.export' },
  params: InRegister,
  target: 'register',
  query: Export,
  stream: 'text/csv',
});

export const exportXlsx = contract({
  action: 'record.exported_xlsx',
  method: 'GET',
  path: `${ofRegister}/export.xlsx`,
  summary: 'A selection as an XLSX workbook; identity numbers stay masked, texts are never formulas, dates are dates',
  access: { permission: 'record.export' },
  params: InRegister,
  target: 'register',
  query: Export,
  stream: xlsxType,
});

export const exportJson = contract({
  action: 'record.exported_json',
  method: 'GET',
  path: `${ofRegister}/export.json`,
  summary: 'A selection as JSON',
  access: { permission: 'record.export' },
  params: InRegister,
  target: 'register',
  query: Export,
  stream: 'application/json',
});
