import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Definition } from './definition.ts';
import type { Values } from './derive.ts';

/** The values with the next number of each sequence. Its row is held until commit: no number is given twice, none is lost. */
export async function withSequences(context: Context, definition: Definition, values: Values): Promise<Values> {
  const fields = definition.fields.filter((field) => field.type === 'sequence' && !field.isRetired);
  if (fields.length === 0) return values;
  const given: Record<string, string | null> = { ...values };
  for (const { key } of fields) {
    // A record that comes back from a file keeps its number, and the next one is beyond it.
    const own = given[key] ?? null;
    const next = own === null ? sql`s.last + 1` : sql`greatest(s.last, ${own}::bigint)`;
    const { rows } = await sql<{ last: string }>`
      insert into register_sequences as s (organisation_id, register_id, field, last)
        values (${context.organisation}::uuid, ${definition.register}::uuid, ${key}, ${own ?? '1'}::bigint)
        on conflict (organisation_id, register_id, field) do update set last = ${next}
        returning last`.execute(context.db);
    given[key] = own ?? String(rows[0]?.last);
  }
  return given;
}
