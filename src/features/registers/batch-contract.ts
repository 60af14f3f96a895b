import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Id, Instant } from '#gate/shapes.ts';
import { RecordView, Selection, Values } from './contract.ts';
import { InRegister, ofRegister } from './contract-parts.ts';
import { RowProblem } from './import-contract.ts';

// Batches: the same done to many records, or many records written at once, and the way back from it.

export const Batch = z.object({
  id: Id,
  register: Id,
  kind: z.enum(['change', 'trash', 'restore']),
  status: z.enum(['running', 'done', 'undoing', 'undone']),
  rowCount: z.number().int(),
  doneCount: z.number().int(),
  /** Records that were already as they should become. */
  sameCount: z.number().int(),
  failedCount: z.number().int(),
  undoneCount: z.number().int(),
  /** Changed by somebody since, so undoing the batch left them. */
  keptCount: z.number().int(),
  /** What is needed to undo it is kept for 30 days. */
  isUndoable: z.boolean(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
});
export type Batch = z.output<typeof Batch>;

export const BatchReport = Batch.extend({
  /** What was not done, or not undone, and why; the first hundred. `place` is that of the record in the batch, from 0. */
  problems: z.array(RowProblem.extend({ place: z.number().int(), record: Id, title: z.string() })),
  /** The records as they now are, when the batch was done at once. */
  records: z.array(RecordView),
});
export type BatchReport = z.output<typeof BatchReport>;

/** Which records: a list of them, or all that a selection has at this moment (at most 100,000). One of the two. */
const Many = z.strictObject({
  ids: z.array(Id).min(1).max(10_000).optional(),
  selection: Selection.omit({ sort: true }).optional(),
});
export type Many = z.output<typeof Many>;

const ofBatches = `${ofRegister}/batches` as const;
const OneBatch = z.object({ register: Id, batch: Id });

export const editRecords = contract({
  action: 'batch.edited',
  method: 'POST',
  path: `${ofBatches}/edits`,
  summary:
    'Changes up to 200 records, each to values of its own, and makes new ones; at once, in one transaction. Each is wholly done or reported, or with `isWhole` all or none (422)',
  access: { permission: 'record.write' },
  params: InRegister,
  target: 'register',
  body: z.strictObject({
    records: z
      .array(
        z.strictObject({
          /** Null for a new record. */
          record: Id.nullable(),
          /** The version that was seen; a record that has another one now is reported as stale. */
          version: z.number().int().min(1).nullable(),
          data: Values,
        }),
      )
      .min(1)
      .max(200),
    isWhole: z.boolean().default(false),
  }),
  output: BatchReport,
  status: 201,
  errors: ['record.duplicate'],
  limits: { bodyBytes: 2_000_000 },
});

export const changeRecords = contract({
  action: 'batch.changed',
  method: 'POST',
  path: `${ofBatches}/changes`,
  summary: 'Sets the same fields of many records to the same values; up to 200 at once, more as a job with progress',
  access: { permission: 'record.write' },
  params: InRegister,
  target: 'register',
  body: Many.extend({ data: Values }),
  output: BatchReport,
  status: 201,
  errors: ['batch.too_many', 'record.duplicate'],
  limits: { bodyBytes: 1_000_000 },
});

export const trashRecords = contract({
  action: 'batch.trashed',
  method: 'POST',
  path: `${ofBatches}/trashings`,
  summary: 'Moves many records to the trash; up to 200 at once, more as a job with progress',
  access: { permission: 'record.trash' },
  params: InRegister,
  target: 'register',
  body: Many,
  output: BatchReport,
  status: 201,
  errors: ['batch.too_many'],
  limits: { bodyBytes: 1_000_000 },
});

export const restoreRecords = contract({
  action: 'batch.restored',
  method: 'POST',
  path: `${ofBatches}/restorations`,
  summary: 'Takes many records back out of the trash; up to 200 at once, more as a job with progress',
  access: { permission: 'record.trash' },
  params: InRegister,
  target: 'register',
  body: z.strictObject({ ids: z.array(Id).min(1).max(10_000) }),
  output: BatchReport,
  status: 201,
  errors: ['record.duplicate'],
  limits: { bodyBytes: 1_000_000 },
});

export const listBatches = contract({
  action: 'batch.listed',
  method: 'GET',
  path: ofBatches,
  summary: 'The latest hundred batches of a register, newest first',
  access: { permission: 'record.read' },
  params: InRegister,
  target: 'register',
  output: z.object({ batches: z.array(Batch) }),
});

export const readBatch = contract({
  action: 'batch.read',
  method: 'GET',
  path: `${ofBatches}/{batch}`,
  summary: 'A batch, how far it has come, and what was not done',
  access: { permission: 'record.read' },
  params: OneBatch,
  target: 'batch',
  output: BatchReport,
  isActivity: false,
});

export const undoChange = contract({
  action: 'batch.change_undone',
  method: 'DELETE',
  path: `${ofBatches}/changes/{batch}`,
  summary:
    'Undoes a batch of changes, or what of it is done: records changed since are kept; up to 200 at once, more as a job',
  access: { permission: 'record.write' },
  params: OneBatch,
  target: 'batch',
  output: BatchReport,
  status: 200,
  errors: ['batch.not_kept', 'record.duplicate'],
});

export const undoTrashing = contract({
  action: 'batch.trashing_undone',
  method: 'DELETE',
  path: `${ofBatches}/trashings/{batch}`,
  summary: 'Undoes a batch that moved records to the trash or out of it: records changed since are kept',
  access: { permission: 'record.trash' },
  params: OneBatch,
  target: 'batch',
  output: BatchReport,
  status: 200,
  errors: ['batch.not_kept', 'record.duplicate'],
});
