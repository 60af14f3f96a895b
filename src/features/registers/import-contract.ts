import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Id, Instant, PageSize, plainText } from '#gate/shapes.ts';
import { InRegister, ofRegister, xlsxType } from './contract-parts.ts';
import { Field } from './definition.ts';
import { encodings, separators } from './files/table.ts';

export const RowProblem = z.object({ field: z.string().nullable(), code: z.string(), message: z.string() });

/** `add` makes a record of every row. The others find a record by a key: mapped fields are changed, empty cells change nothing. */
const ImportMode = z.enum(['add', 'update', 'add_or_update']);

export const Import = z.object({
  id: Id,
  register: Id,
  fileName: z.string(),
  /** How the file was read, by guess or by choice. Null for imports from before this was kept. */
  format: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('csv'), encoding: z.enum(encodings), separator: z.enum(separators) }),
      z.object({ kind: z.literal('xlsx'), sheet: z.string(), sheets: z.array(z.string()) }),
    ])
    .nullable(),
  status: z.enum(['staged', 'checking', 'running', 'done', 'undoing', 'undone']),
  /** Column of the file → key of the field it goes to, or null to leave it out. */
  columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
  mode: ImportMode,
  /** The unique field by which rows find the records that they change; null when they only add. */
  key: z.string().nullable(),
  rowCount: z.number().int(),
  /** Rows that a check has come to. */
  checkedCount: z.number().int(),
  /** Before it runs, what rows would become, once all are checked; afterwards what they became. */
  outcomes: z
    .object({
      new: z.number().int(),
      changed: z.number().int(),
      same: z.number().int(),
      faulty: z.number().int(),
    })
    .nullable(),
  doneCount: z.number().int(),
  failedCount: z.number().int(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
});
export type Import = z.output<typeof Import>;

const RowState = z.enum(['waiting', 'done', 'failed', 'undone', 'kept']);
const RowOutcome = z.enum(['new', 'changed', 'same', 'faulty']);

export const ImportRow = z.object({
  number: z.number().int(),
  /** `kept`: changed by somebody since, so undoing the import left it. */
  state: RowState,
  /** What the row made of the register, or would once it has been checked; null when it has not. */
  outcome: RowOutcome.nullable(),
  /** Values by column of the file, identity numbers masked. */
  values: z.array(z.string()),
  problems: z.array(RowProblem),
  record: Id.nullable(),
});
export type ImportRow = z.output<typeof ImportRow>;

const FileChoices = z.strictObject({
  encoding: z.enum(encodings).optional(),
  separator: z.enum(separators).optional(),
  /** Name of a sheet; the first that is not hidden when none is named. */
  sheet: z.string().max(200).optional(),
});

const fileTypes = ['text/csv', 'text/plain', xlsxType, 'application/octet-stream'];
const fileErrors = [
  'import.empty',
  'import.no_header',
  'import.too_many_rows',
  'import.too_many_columns',
  'import.broken_row',
  'import.not_text',
  'import.other_encoding',
  'import.file_damaged',
  'import.file_encrypted',
  'import.file_too_large_inside',
  'import.file_old_excel',
  'import.file_unknown',
  'import.no_sheet',
];

export const stageImport = contract({
  action: 'import.staged',
  method: 'POST',
  path: `${ofRegister}/imports`,
  summary:
    'Stages a CSV or XLSX file (up to 100,000 rows) and proposes which column goes to which field; changes no record',
  access: { permission: 'record.import' },
  params: InRegister,
  query: FileChoices.extend({ fileName: plainText(255) }),
  file: fileTypes,
  output: Import,
  status: 201,
  errors: fileErrors,
  limits: { bodyBytes: 20_000_000 },
});

export const listImports = contract({
  action: 'import.listed',
  method: 'GET',
  path: `${ofRegister}/imports`,
  summary: 'Imports into a register, newest first',
  access: { permission: 'record.import' },
  params: InRegister,
  target: 'register',
  output: z.object({ imports: z.array(Import) }),
});

const OneImport = z.object({ register: Id, import: Id });

export const readImport = contract({
  action: 'import.read',
  method: 'GET',
  path: `${ofRegister}/imports/{import}`,
  summary: 'An import and how far it has come',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  output: Import,
  isActivity: false,
});

export const listImportRows = contract({
  action: 'import.rows_listed',
  method: 'GET',
  path: `${ofRegister}/imports/{import}/rows`,
  summary: 'Rows of an import; before it runs, with what would be wrong with each under the given mapping',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  query: z.strictObject({
    state: RowState.optional(),
    outcome: RowOutcome.optional(),
    /** A row's number, which the database keeps in 32 bits. */
    after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
    limit: PageSize,
  }),
  output: z.object({ rows: z.array(ImportRow), next: z.number().int().nullable() }),
});

export const mapImport = contract({
  action: 'import.mapped',
  method: 'PUT',
  path: `${ofRegister}/imports/{import}/columns`,
  summary: 'Says which column goes to which field, and whether rows add records or change those that a key finds',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  body: z.strictObject({
    fields: z.array(z.string().max(40).nullable()).max(500),
    mode: ImportMode.default('add'),
    key: z.string().max(40).nullable().default(null),
  }),
  output: Import,
  errors: ['import.not_staged'],
});

export const runImport = contract({
  action: 'import.started',
  method: 'PUT',
  path: `${ofRegister}/imports/{import}/run`,
  summary: 'Starts an import, or takes it up where it stopped: each row is wholly in or reported',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  output: Import,
  status: 202,
  errors: ['import.not_staged', 'import.nothing_mapped'],
});

export const undoImport = contract({
  action: 'import.undone',
  method: 'DELETE',
  path: `${ofRegister}/imports/{import}/run`,
  summary:
    'Moves every record that the import made to the trash and puts back what it changed, but for records changed since',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  output: Import,
  status: 202,
  errors: ['import.not_done'],
});

export const rereadImport = contract({
  action: 'import.reread',
  method: 'PUT',
  path: `${ofRegister}/imports/{import}/file`,
  summary: 'Reads the file of a staged import again, in another encoding, with another separator, or another sheet',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  query: FileChoices,
  file: fileTypes,
  output: Import,
  errors: ['import.not_staged', ...fileErrors],
  limits: { bodyBytes: 20_000_000 },
});

export const discardImport = contract({
  action: 'import.discarded',
  method: 'DELETE',
  path: `${ofRegister}/imports/{import}`,
  summary: 'Throws a staged import away with its rows',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  status: 204,
  errors: ['import.not_staged'],
});

/** What the values of a column seem to be. */
export const Seeming = z.enum([
  'identity_number',
  'email',
  'phone',
  'date',
  'number',
  'yes_no',
  'choice',
  'text',
  'empty',
]);
export type Seeming = z.output<typeof Seeming>;

export const judgeColumns = contract({
  action: 'import.columns_read',
  method: 'GET',
  path: `${ofRegister}/imports/{import}/columns`,
  summary: 'What each column seems to hold, by its first thousand rows, and the field that could be added for it',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  output: z.object({
    columns: z.array(
      z.object({
        seems: Seeming,
        /** For a column that no field takes, and who may design registers: a field to begin from; its purpose is theirs to write. */
        proposal: Field.nullable(),
      }),
    ),
  }),
});

export const checkImport = contract({
  action: 'import.checking',
  method: 'PUT',
  path: `${ofRegister}/imports/{import}/check`,
  summary: 'Checks the whole file without changing a record: how many rows would be new, changed, the same, faulty',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  output: Import,
  status: 202,
  errors: ['import.not_staged'],
});

export const correctRow = contract({
  action: 'import.row_corrected',
  method: 'PATCH',
  path: `${ofRegister}/imports/{import}/rows/{row}`,
  summary: 'Writes over cells of a row that waits or has failed; what is masked can be written, but not read',
  access: { permission: 'record.import' },
  params: OneImport.extend({ row: z.coerce.number().int().min(1).max(2_147_483_647) }),
  target: 'import',
  /** Cells by the number of their column, the first being 0. */
  body: z.strictObject({
    cells: z.record(z.string().regex(/^(0|[1-9]\d{0,2})$/, 'field.unknown'), z.string().max(10_000)),
  }),
  output: ImportRow,
  errors: ['import.row_settled'],
});

export const retryRows = contract({
  action: 'import.retried',
  method: 'POST',
  path: `${ofRegister}/imports/{import}/retries`,
  summary: 'Tries failed rows again: the given ones, or all',
  access: { permission: 'record.import' },
  params: OneImport,
  target: 'import',
  body: z.strictObject({ rows: z.array(z.number().int().min(1).max(2_147_483_647)).min(1).max(1_000).optional() }),
  output: Import,
  status: 202,
  errors: ['import.not_done'],
});
