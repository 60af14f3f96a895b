import { sql, type RawBuilder } from 'kysely';
import { invalid, type FieldProblem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { summariseRecords } from './contract.ts';
import { isSealed, type Definition, type Field } from './definition.ts';
import { getDefinition } from './definitions.ts';
import { visibleFields } from './field-access.ts';
import { orderOf } from './field-types/index.ts';
import { namesOf } from './references.ts';
import { parseSelection } from './selection.ts';

// Counts and totals of a selection, as a whole and by the values of a field. They come from the derived keys, as lists do, and
// are exact up to as many records as a count is.

const recordsMax = 100_000;
const groupsMax = 200;

const kinds = ['sum', 'average', 'least', 'most', 'filled'] as const;
type Kind = (typeof kinds)[number];

interface Total {
  field: Field;
  kind: Kind;
}

type Summary = Output<typeof summariseRecords>;

export async function summarise(context: Context, { params, query }: Input<typeof summariseRecords>): Promise<Summary> {
  const definition = await getDefinition(context, params.register);
  const { group: groupKey, total: asked = [], ...selection } = query;
  const { group, totals } = parseSummary(context, definition, groupKey, asked);
  const { conditions, note } = await parseSelection(context, definition, selection);
  const chosen = sql`
    select r.id from records r
     where r.organisation_id = ${context.organisation}::uuid and r.register_id = ${definition.register}::uuid and r.trashed_at is null
       ${
         conditions.length > 0
           ? sql.join(
               conditions.map(({ hits }) => sql`and r.id in (${hits})`),
               sql` `,
             )
           : sql``
       }
     limit ${recordsMax + 1}`;
  const keyOf = (name: string, field: Field) => sql`
    left join record_keys ${sql.raw(name)} on ${sql.raw(name)}.organisation_id = ${context.organisation}::uuid
      and ${sql.raw(name)}.record_id = c.id and ${sql.raw(name)}.field = ${field.key}`;
  const joins = totals.map(({ field }, index) => keyOf(`t${index}`, field));
  const value = group ? groupValue(group) : sql`null::text`;
  const { rows } = await sql<{ value: string | null; is_whole: boolean; count: number; totals: (string | null)[] }>`
    with c as materialized (${chosen})
    select ${value} as value, ${group ? sql`grouping(g.fold) = 1` : sql`true`} as is_whole, count(*)::int as count,
           array[${totals.length > 0 ? sql.join(totals.map(totalOf)) : sql``}]::text[] as totals
      from c ${group ? keyOf('g', group) : sql``} ${joins.length > 0 ? sql.join(joins, sql` `) : sql``}
     ${group ? sql`group by grouping sets ((), (g.fold))` : sql``}
     order by is_whole desc, count desc, value limit ${groupsMax + 1}`.execute(context.db);
  const whole = rows.find((row) => row.is_whole);
  const groups = group ? rows.filter((row) => !row.is_whole) : [];
  const count = whole?.count ?? 0;
  context.note({ query: note, rows: groups.length });
  return {
    count: Math.min(count, recordsMax),
    isExact: count <= recordsMax,
    totals: whole?.totals ?? totals.map(() => null),
    groups: groups.map((row) => ({ value: row.value === '' ? null : row.value, count: row.count, totals: row.totals })),
    names: group
      ? await namesOf(
          context,
          group,
          groups.flatMap((row) => row.value ?? []),
        )
      : {},
  };
}

/** A text as it is written, not as it is compared; of what has no order the compared form, which is a code. */
const groupValue = (field: Field): RawBuilder<unknown> =>
  orderOf(field)?.column === 'sort_text' && field.isSortable ? sql`min(g.sort_text)` : sql`g.fold`;

function totalOf({ kind }: Total, index: number): RawBuilder<unknown> {
  const key = sql.raw(`t${index}`);
  const number = sql`${key}.sort_number) filter (where ${key}.sort_number > '-Infinity'`;
  switch (kind) {
    case 'sum':
      return sql`trim_scale(sum(${number}))::text`;
    case 'average':
      return sql`trim_scale(round(avg(${number}), 2))::text`;
    case 'least':
      return sql`trim_scale(min(${number}))::text`;
    case 'most':
      return sql`trim_scale(max(${number}))::text`;
    case 'filled':
      return sql`(count(*) filter (where ${key}.fold > ''))::text`;
  }
}

/** What may be asked: a field that is keyed and not sealed; numbers are added up, others counted. */
function parseSummary(
  context: Context,
  definition: Definition,
  groupKey: string | undefined,
  asked: readonly string[],
): { group: Field | undefined; totals: Total[] } {
  const faults: FieldProblem[] = [];
  const visible = visibleFields(definition, context.principal);
  const find = (key: string, path: string): Field | undefined => {
    const field = visible.find((candidate) => candidate.key === key);
    if (!field) faults.push({ path, code: 'field.unknown' });
    else if (isSealed(field) || !field.isFilterable) faults.push({ path, code: 'field.not_filterable' });
    else if (definition.preparing.includes(key)) faults.push({ path, code: 'field.preparing' });
    return field;
  };
  const totals = asked.flatMap((text, index): Total[] => {
    const path = `query.total.${index}`;
    const [key = '', kind = ''] = text.split(':');
    const field = find(key, path);
    if (!kinds.includes(kind as Kind)) faults.push({ path, code: 'field.operator_unknown' });
    else if (field && kind !== 'filled' && !isNumeric(field)) faults.push({ path, code: 'field.operator_not_here' });
    return field ? [{ field, kind: kind as Kind }] : [];
  });
  const group = groupKey === undefined ? undefined : find(groupKey, 'query.group');
  if (faults.length > 0) throw invalid(faults);
  return { group, totals };
}

const isNumeric = ({ type, result }: Field) =>
  type === 'number' || type === 'money' || (type === 'calculated' && result === 'number');
