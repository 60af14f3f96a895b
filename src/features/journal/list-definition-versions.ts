import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { readVersions } from '#features/registers/index.ts';
import type { listDefinitionVersions } from './contract.ts';
import { readNames } from './names.ts';
import type { Leaf, StoredEntry } from './stored-entry.ts';

/** The versions of a register's definition, newest first. What they are comes from the registers, who made them from the journal. */
export async function listVersions(
  context: Context,
  { params, query }: Input<typeof listDefinitionVersions>,
): Promise<Output<typeof listDefinitionVersions>> {
  const { versions, next } = await readVersions(context, params.register, query);
  const entries = await findInsertions(
    context,
    versions.map(({ id }) => id),
  );
  const names = await readNames(context, [...entries.values()]);
  context.note({ rows: versions.length });
  return {
    versions: versions.map(({ id, version, at, definition }) => ({
      version,
      at,
      actor: names.actor(entries.get(id)?.leaf.actor ?? 'nobody'),
      definition,
    })),
    next,
  };
}

/** The change entry of each row's making. */
async function findInsertions(context: Context, ids: string[]): Promise<Map<string, StoredEntry>> {
  const rows = await context.db
    .selectFrom('journal_entries')
    .select(['id', 'leaf', 'target_id'])
    .where('organisation_id', '=', context.organisation)
    .where((eb) => eb('target_id', '=', eb.fn.any(eb.val(ids))))
    .where('action', '=', 'register_definitions.inserted')
    .execute();
  return new Map(
    rows.map(({ id, leaf, target_id }) => [target_id ?? '', { id, leaf: JSON.parse(leaf) as Leaf, values: undefined }]),
  );
}
