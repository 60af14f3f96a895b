import { notFound } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { readRecordHistory } from './contract.ts';
import { readNames } from './names.ts';
import { presentEntry } from './present-entry.ts';
import { readEntries } from './stored-entry.ts';

/** What was changed in a record, newest first. 404 when the register has no such record, in the trash or not. */
export async function listRecordHistory(
  context: Context,
  { params, query }: Input<typeof readRecordHistory>,
): Promise<Output<typeof readRecordHistory>> {
  const record = await context.db
    .selectFrom('records')
    .select('id')
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', params.register)
    .where('id', '=', params.record)
    .executeTakeFirst();
  if (!record) throw notFound();
  const { entries, next } = await readEntries(context, { ...query, target: params.record, kind: 'change' });
  const names = await readNames(context, entries);
  // A change of nothing but hidden fields is left out whole: even that it was made would tell of them.
  const shown = entries.map((entry) => presentEntry(entry, names)).filter(({ changes }) => changes.length > 0);
  context.note({ rows: shown.length });
  return { entries: shown, next };
}
