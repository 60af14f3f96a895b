import { sql, type RawBuilder } from 'kysely';
import type { Context } from '#gate/context.ts';
import { onKey, type Condition, type Scope, type Sort } from './selection.ts';

// How a page of a list is found. PostgreSQL knows how often a value occurs in a table that many organisations share, not how
// often in this register, and a prepared statement does not even know the value. So the way is chosen here, by counting:
//
//   walk     follow the index of the wanted order and look each record up: quick when many records meet the conditions
//   gather   take the records that meet the rarest condition and sort them: quick when few do
//
// Counting stops at `fewMax`, which is where both ways cost about the same. A list of several sort keys is cut into groups
// that are equal in the first key; a group too large to sort is walked by the next key, and so on. Thus a page takes about the
// same time from a thousand records to a million.

export interface Row {
  id: string;
  version: number;
  shape: number;
  data: Record<string, string>;
  created_at: Date;
  changed_at: Date;
  trashed_at: Date | null;
  /** The record's sort keys, as text. */
  at: string[];
}

/** Where a page ended: the sort keys of its last record, and its id. */
export interface Position {
  at: string[];
  id: string;
}

export interface Wanted {
  scope: Scope;
  sorts: Sort[];
  conditions: Condition[];
  /** Which way ids break ties; the same through a whole list, or a page could lose a record or show one twice. */
  isIdDescending: boolean;
  from: Position | undefined;
  limit: number;
  /** Where counting stops; every number gives the same rows, and tests try several. */
  fewMax: number;
}

/** More records than this are walked, fewer are gathered: 5,000 look-ups and a sort take about 10 ms. */
export const fewMaxDefault = 5_000;

const columns = sql`r.id, r.version, r.shape, r.data, r.created_at, r.changed_at, r.trashed_at`;
const ref = (name: string) => sql.raw(name);
const key = (index: number) => ref(`s${index}`);
const direction = (isDescending: boolean | undefined) => ref(isDescending ? 'desc' : 'asc');
const beyond = (isDescending: boolean | undefined) => ref(isDescending ? '<' : '>');
const typeOf = { sort_text: 'text', sort_date: 'date', sort_number: 'numeric' } as const;
const typed = (sort: Sort, value: string | undefined) => sql`${value}::text::${ref(typeOf[sort.column])}`;
/** A number of ours, written into the statement: a plan made for any limit at all would be made for a tenth of the table. */
const literal = (count: number) => ref(String(Math.trunc(count)));
const all = (conditions: RawBuilder<unknown>[]) =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);

/** How records that meet the conditions are come by. */
interface Way {
  /** Ids to begin from, once; undefined: walk. */
  ids: RawBuilder<unknown> | undefined;
  /** What is still to be looked up for each record. */
  rest: Condition[];
}

/** The next rows of a list, in its order. */
export async function findRows(context: Context, wanted: Wanted): Promise<Row[]> {
  const way = await chooseWay(context, wanted);
  if (wanted.sorts.length === 0) return newest(context, wanted, way);
  if (way.ids || wanted.sorts.length === 1) return sorted(context, wanted, way, []);
  return byGroups(context, wanted);
}

async function chooseWay(context: Context, { conditions, fewMax }: Wanted): Promise<Way> {
  const walk: Way = { ids: undefined, rest: conditions };
  const [first, ...others] = conditions;
  if (!first) return walk;
  const counts = conditions.map(({ hits }) => sql`(select count(*) from (${hits} limit ${literal(fewMax + 1)}) as h)`);
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(counts)}]::int[] as counts`.execute(
    context.db,
  );
  const found = rows[0]?.counts ?? [];
  const least = Math.min(...found);
  const rarest = conditions[found.indexOf(least)];
  if (rarest && least <= fewMax)
    return { ids: rarest.hits, rest: conditions.filter((condition) => condition !== rarest) };
  if (others.length === 0 || (await doMeet(context, first, others))) return walk;
  // Each is common and together they are rare: a walk would go through the whole register for a page.
  return {
    ids: sql.join(
      conditions.map(({ hits }) => sql`(${hits})`),
      sql` intersect `,
    ),
    rest: [],
  };
}

const sampleSize = 200;
/** Of the sample; below it a walk is longer than reading all that meet each condition. */
const meetingMin = 4;

/** Whether records that meet the first condition often meet the others as well. */
async function doMeet(context: Context, first: Condition, others: Condition[]): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${first.hits} limit ${literal(sampleSize)}) as m where ${holdAll(others, ref('m.record_id'))}`.execute(
    context.db,
  );
  return (rows[0]?.count ?? 0) >= meetingMin;
}

const holdAll = (conditions: Condition[], record: RawBuilder<unknown>) =>
  all(conditions.map((condition) => condition.holds(record)));

/** Found once and kept as an array: whatever the planner believes of their number, each id is then one step into an index. */
const isAmong = (record: RawBuilder<unknown>, { ids }: Way) => (ids ? sql`${record} = any (array(${ids}))` : sql`true`);

/** Unsorted is newest first: ids are ordered by time. */
async function newest(context: Context, { scope, from, limit, isIdDescending }: Wanted, way: Way): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select ${columns}, array[]::text[] as at
      from records r
     where r.organisation_id = ${scope.organisation}::uuid and r.register_id = ${scope.register}::uuid and r.trashed_at is null
       and ${isAmong(ref('r.id'), way)} and ${from ? sql`r.id ${beyond(isIdDescending)} ${from.id}::uuid` : sql`true`} and ${holdAll(way.rest, ref('r.id'))}
     order by r.id ${direction(isIdDescending)}
     limit ${literal(limit)}`.execute(context.db);
  return rows;
}

/** Rows in the order of all sort keys; `bounds` on the first key keep what has to be sorted small. */
async function sorted(context: Context, wanted: Wanted, way: Way, bounds: RawBuilder<unknown>[]): Promise<Row[]> {
  const { scope, sorts, from, limit, isIdDescending } = wanted;
  const column = (index: number) => ref(`s${index}.${sorts[index]?.column ?? ''}`);
  const id = ref('s0.record_id');
  const joins = sorts.slice(1).map(
    ({ field }, index) => sql`
      join record_keys ${key(index + 1)} on ${key(index + 1)}.organisation_id = ${scope.organisation}::uuid
        and ${key(index + 1)}.record_id = s0.record_id and ${key(index + 1)}.field = ${field.key}`,
  );
  const { rows } = await sql<Row>`
    select ${columns}, array[${sql.join(sorts.map((_, index) => sql`${column(index)}::text`))}] as at
      from record_keys s0 ${joins.length > 0 ? sql.join(joins, sql` `) : sql``}
      join records r on r.organisation_id = ${scope.organisation}::uuid and r.id = s0.record_id
     where s0.organisation_id = ${scope.organisation}::uuid and s0.register_id = ${scope.register}::uuid and s0.field = ${sorts[0]?.field.key}
       and ${column(0)} is not null and ${isAmong(id, way)} and ${from ? behind(wanted, from) : sql`true`} and ${all(bounds)} and ${holdAll(way.rest, id)}
     order by ${sql.join(sorts.map((sort, index) => sql`${column(index)} ${direction(sort.isDescending)}`))}, s0.record_id ${direction(isIdDescending)}
     limit ${literal(limit)}`.execute(context.db);
  return rows;
}

/** Strictly behind the position: behind by the first key, or equal there and behind by the next, down to the id. */
function behind({ sorts, isIdDescending }: Wanted, { at, id }: Position): RawBuilder<unknown> {
  const [first] = sorts;
  if (!first) return sql`true`;
  const column = (index: number) => ref(`s${index}.${sorts[index]?.column ?? ''}`);
  const value = (index: number) => typed(sorts[index] ?? first, at[index]);
  if (sorts.length === 1 && first.isDescending === isIdDescending) {
    return sql`(${column(0)}, s0.record_id) ${beyond(isIdDescending)} (${value(0)}, ${id}::uuid)`;
  }
  const alternatives = [...sorts.keys(), sorts.length].map((depth) => {
    const equal = sorts.slice(0, depth).map((_, index) => sql`${column(index)} = ${value(index)}`);
    const last =
      depth < sorts.length
        ? sql`${column(depth)} ${beyond(sorts[depth]?.isDescending)} ${value(depth)}`
        : sql`s0.record_id ${beyond(isIdDescending)} ${id}::uuid`;
    return sql`(${sql.join([...equal, last], sql` and `)})`;
  });
  // The first bound alone lets the index begin where the page does; the alternatives then decide exactly.
  return sql`${column(0)} ${beyond(first.isDescending)}= ${value(0)} and (${sql.join(alternatives, sql` or `)})`;
}

/**
 * Several sort keys over many records. The first key alone tells which of its values the page reaches. All groups but the last
 * are smaller than a page; the last is sorted when it is small, and else walked in the order of the next key.
 */
async function byGroups(context: Context, wanted: Wanted): Promise<Row[]> {
  const { scope, sorts, limit } = wanted;
  const [first, ...others] = sorts;
  if (!first) return [];
  const column = ref(`s0.${first.column}`);
  const rows: Row[] = [];
  const walk: Way = { ids: undefined, rest: wanted.conditions };
  // The first round begins inside the group where the last page ended, whose rows before it count in `lastValue` but are not
  // given; the next rounds begin behind a whole group. Two rounds fill a page.
  let passed: string | undefined;
  while (rows.length < limit) {
    const rest: Wanted = {
      ...wanted,
      from: passed === undefined ? wanted.from : undefined,
      limit: limit - rows.length,
    };
    const behindPassed =
      passed === undefined ? [] : [sql`${column} ${beyond(first.isDescending)} ${typed(first, passed)}`];
    const last = await lastValue(context, rest, first, behindPassed);
    if (last === undefined) break;
    const upTo = (operator: string) => [...behindPassed, sql`${column} ${ref(operator)} ${typed(first, last)}`];
    const group = onKey(scope, first.field.key, sql`k.${ref(first.column)} = ${typed(first, last)}`);
    if (await isFew(context, group, wanted.fewMax)) {
      rows.push(...(await sorted(context, rest, walk, upTo(first.isDescending ? '>=' : '<='))));
    } else {
      const isInside = rest.from?.at[0] === last;
      if (!isInside) rows.push(...(await sorted(context, rest, walk, upTo(first.isDescending ? '>' : '<'))));
      const from = isInside && rest.from ? { at: rest.from.at.slice(1), id: rest.from.id } : undefined;
      const conditions = [...wanted.conditions, group];
      const inside = await findRows(context, {
        ...wanted,
        sorts: others,
        conditions,
        from,
        limit: limit - rows.length,
      });
      rows.push(...inside.map((row) => ({ ...row, at: [last, ...row.at] })));
    }
    passed = last;
  }
  return rows;
}

/** The first key's value of the last record that a page could reach, by that key alone. */
async function lastValue(
  context: Context,
  { scope, conditions, from, limit }: Wanted,
  first: Sort,
  bounds: RawBuilder<unknown>[],
): Promise<string | undefined> {
  const column = ref(`s0.${first.column}`);
  const { rows } = await sql<{ at: string }>`
    select at from (
      select ${column}::text as at, ${column} as place
        from record_keys s0
       where s0.organisation_id = ${scope.organisation}::uuid and s0.register_id = ${scope.register}::uuid and s0.field = ${first.field.key} and ${column} is not null
         and ${from ? sql`${column} ${beyond(first.isDescending)}= ${typed(first, from.at[0])}` : sql`true`}
         and ${all(bounds)} and ${holdAll(conditions, ref('s0.record_id'))}
       order by ${column} ${direction(first.isDescending)}
       limit ${literal(limit)}) as reached
     order by place ${direction(!first.isDescending)} limit 1`.execute(context.db);
  return rows[0]?.at;
}

async function isFew(context: Context, { hits }: Condition, fewMax: number): Promise<boolean> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from (${hits} limit ${literal(fewMax + 1)}) as h`.execute(context.db);
  return (rows[0]?.count ?? 0) <= fewMax;
}
