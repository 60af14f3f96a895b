import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Definition } from './definition.ts';
import type { Values } from './derive.ts';

/**
 * The records' values with the next numbers of each sequence, in their order: one statement for a sequence, however many they are.
 * Its row is held until commit: no number is given twice, none is lost. A record that comes back from a file keeps its number, and
 * the next ones are beyond it.
 */
export async function withSequences(
  context: Context,
  definition: Definition,
  records: readonly Values[],
): Promise<Values[]> {
  const fields = definition.fields.filter((field) => field.type === 'sequence' && !field.isRetired);
  let given: Values[] = [...records];
  if (given.length === 0) return given;
  for (const { key } of fields) {
    const own = given
      .flatMap((values) => values[key] ?? [])
      .reduce((most, one) => (BigInt(one) > most ? BigInt(one) : most), 0n);
    const count = given.filter((values) => (values[key] ?? null) === null).length;
    const { rows } = await sql<{ last: string }>`
      insert into register_sequences as s (organisation_id, register_id, field, last)
        values (${context.organisation}::uuid, ${definition.register}::uuid, ${key}, ${String(own)}::bigint + ${count})
        on conflict (organisation_id, register_id, field) do update set last = greatest(s.last, ${String(own)}::bigint) + ${count}
        returning last`.execute(context.db);
    let next = BigInt(rows[0]?.last ?? 0) - BigInt(count);
    given = given.map((values) =>
      (values[key] ?? null) === null ? { ...values, [key]: String((next += 1n)) } : values,
    );
  }
  return given;
}
