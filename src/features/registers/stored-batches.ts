import { notFound } from '#kernel/errors/problem.ts';
import type { Context } from '#gate/context.ts';
import type { Batch } from './batch-contract.ts';

/** How long a batch can be undone; then what it would take is removed. */
export const keptDays = 30;

export interface StoredBatch {
  id: string;
  register_id: string;
  kind: Batch['kind'];
  status: Batch['status'];
  fields: unknown;
  sealed: string | null;
  row_count: number;
  done_count: number;
  same_count: number;
  failed_count: number;
  undone_count: number;
  kept_count: number;
  created_at: Date;
  finished_at: Date | null;
}

/** What a change of many sets every record to. */
export const batchBinding = (batch: string) => ({ table: 'batches', column: 'sealed', row: batch });

/** A record's values from before the batch. */
export const beforeBinding = (batch: string, record: string) => ({
  table: 'batch_records',
  column: 'sealed',
  row: `${batch} ${record}`,
});

/** A batch of this register; 404 for any other. `update` holds it against a run at the same time. */
export async function getBatch(
  context: Context,
  register: string,
  id: string,
  lock: 'read' | 'update' = 'read',
): Promise<StoredBatch> {
  let query = context.db
    .selectFrom('batches')
    .selectAll()
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', register)
    .where('id', '=', id);
  if (lock === 'update') query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) throw notFound();
  return row as StoredBatch;
}
