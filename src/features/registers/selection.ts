import { sql, type RawBuilder } from 'kysely';
import { invalid, Problem, type FieldProblem } from '#kernel/errors/problem.ts';
import type { Context } from '#gate/context.ts';
import type { Input, Output } from '#gate/contract.ts';
import type { makeFilterToken, Selection } from './contract.ts';
import type { Definition, Field } from './definition.ts';
import { getDefinition } from './definitions.ts';
import { equalityKey, fold, memberTerm, wordsOf } from './derive.ts';
import { visibleFields } from './field-access.ts';
import { operators, type Moment, type Operator, type SortColumn } from './field-types/field-type.ts';
import { orderOf, typeOf } from './field-types/index.ts';
import { relativeDay } from './relative-day.ts';
import { momentOf, parseValue } from './values.ts';

// A selection as it is asked for (`sort`, `filter`, `search`), made into conditions that an index can serve under row level
// security: equality, ranges and ^@ on derived keys, nothing else.

export interface Sort {
  field: Field;
  column: SortColumn;
  isDescending: boolean;
}

/**
 * Something that records must be, in the two forms in which an index can tell: all that are, or whether one is. Which of them a
 * list uses is decided in list-plan.ts.
 */
export interface Condition {
  /** `select record_id …` of the records that meet it; one may come twice. */
  hits: RawBuilder<unknown>;
  /** True of the record with this id, looked up for that one alone. */
  holds(record: RawBuilder<unknown>): RawBuilder<unknown>;
}

/** What was asked for, checked against the definition and the principal. */
export interface ParsedSelection {
  sorts: Sort[];
  conditions: Condition[];
  /** What was asked, without what was asked for: names of fields and number of words, for the access entry. */
  note: string[];
}

const sortsMax = 3;
const filtersMax = 10;
const wordsMax = 5;
const alternativesMax = 50;

/** Every fault with its path (422). A field the principal may not see is unknown, so that nothing can be found out by sorting. */
export async function parseSelection(
  context: Context,
  definition: Definition,
  asked: Selection,
): Promise<ParsedSelection> {
  const faults: FieldProblem[] = [];
  const visible = new Map(visibleFields(definition, context.principal).map((field) => [field.key, field]));
  const keys = await context.keys();
  const moment = momentOf(context);
  const selection: ParsedSelection = { sorts: [], conditions: [], note: [] };
  const scope = { organisation: context.organisation, register: definition.register };

  for (const [index, part] of (asked.sort ?? '').split(',').filter(Boolean).entries()) {
    const isDescending = part.startsWith('-');
    const field = visible.get(isDescending ? part.slice(1) : part);
    if (!field) faults.push({ path: `query.sort.${index}`, code: 'field.unknown' });
    else if (!field.isSortable || !orderOf(field))
      faults.push({ path: `query.sort.${index}`, code: 'field.not_sortable' });
    else if (definition.preparing.includes(field.key))
      faults.push({ path: `query.sort.${index}`, code: 'field.preparing' });
    else if (index >= sortsMax) faults.push({ path: `query.sort.${index}`, code: 'field.too_many_sorts' });
    else {
      selection.sorts.push({ field, column: orderOf(field)?.column ?? 'sort_text', isDescending });
      selection.note.push(`sort:${field.key}`);
    }
  }

  for (const [index, text] of (asked.filter ?? []).entries()) {
    const path = `query.filter.${index}`;
    const [key = '', operator = '', ...rest] = text.split(':');
    const field = visible.get(key);
    if (!field) faults.push({ path, code: 'field.unknown' });
    else if (!field.isFilterable) faults.push({ path, code: 'field.not_filterable' });
    else if (!operators.includes(operator as Operator)) faults.push({ path, code: 'field.operator_unknown' });
    else if (definition.preparing.includes(key)) faults.push({ path, code: 'field.preparing' });
    else if (index >= filtersMax) faults.push({ path, code: 'field.too_many_filters' });
    else {
      const condition = conditionOf(definition, field, operator as Operator, rest.join(':'), moment, keys);
      if (typeof condition === 'string') faults.push({ path, code: condition });
      else {
        selection.conditions.push(
          'members' in condition ? onMembers(scope, field.key, condition.members) : onKey(scope, field.key, condition),
        );
        selection.note.push(`filter:${field.key}`);
      }
    }
  }

  const words = wordsOf(asked.search ?? '').slice(0, wordsMax);
  const searchable = [...visible.values()]
    .filter(({ key, isSearchable }) => isSearchable && !definition.preparing.includes(key))
    .map((field) => field.key);
  for (const word of words) selection.conditions.push(onWord(scope, searchable, word));
  if (words.length > 0) selection.note.push(`search:${words.length}`);
  // Asked for something that holds no word at all, such as "-": nothing can match it, and everything would be a lie.
  if (words.length === 0 && (asked.search ?? '').trim() !== '') selection.conditions.push(nothing);
  if (faults.length > 0) throw invalid(faults);
  return selection;
}

export interface Scope {
  organisation: string;
  register: string;
}

/**
 * `column ^@ prefix` as a range in byte order, which is the same and also leakproof: of a prepared statement's ^@ the planner
 * knows no beginning, and would read the whole register.
 */
const begins = (column: 'k.fold' | 't.term', prefix: string) =>
  sql`${sql.raw(column)} >= ${prefix} and ${sql.raw(column)} < ${`${prefix}\u{10ffff}`}`;

const nothing: Condition = { hits: sql`select null::uuid as record_id where false`, holds: () => sql`false` };

/** A condition on the key `k` of a field. `offset 0` keeps the look-up one of its own: the planner may not turn it into a join. */
export const onKey = ({ organisation, register }: Scope, field: string, condition: RawBuilder<unknown>): Condition => ({
  hits: sql`select k.record_id from record_keys k where k.organisation_id = ${organisation}::uuid and k.register_id = ${register}::uuid and k.field = ${field} and ${condition}`,
  holds: (record) => sql`
    exists (select 1 from record_keys k where k.organisation_id = ${organisation}::uuid and k.record_id = ${record} and k.field = ${field} and ${condition} offset 0)`,
});

const onWord = ({ organisation, register }: Scope, fields: string[], word: string): Condition => ({
  hits: sql`select t.record_id from record_terms t where t.organisation_id = ${organisation}::uuid and t.register_id = ${register}::uuid and ${begins('t.term', word)} and t.field = any (${fields}::text[])`,
  holds: (record) => sql`
    exists (select 1 from record_terms t where t.organisation_id = ${organisation}::uuid and t.record_id = ${record} and ${begins('t.term', word)} and t.field = any (${fields}::text[]) offset 0)`,
});

/** Of a field that holds several values: the records that have one of the given. */
const onMembers = ({ organisation, register }: Scope, field: string, members: string[]): Condition => {
  const terms = members.map(memberTerm);
  return {
    hits: sql`select t.record_id from record_terms t where t.organisation_id = ${organisation}::uuid and t.register_id = ${register}::uuid and t.term = any (${terms}::text[]) and t.field = ${field}`,
    holds: (record) => sql`
    exists (select 1 from record_terms t where t.organisation_id = ${organisation}::uuid and t.record_id = ${record} and t.term = any (${terms}::text[]) and t.field = ${field} offset 0)`,
  };
};

/** The condition on the field's key `k` or on the several values it holds, or the code of what is wrong. */
function conditionOf(
  definition: Definition,
  field: Field,
  operator: Operator,
  text: string,
  moment: Moment,
  keys: Parameters<typeof equalityKey>[3],
): RawBuilder<unknown> | { members: string[] } | string {
  if (operator === 'empty') return sql`k.fold = ''`;
  if (operator === 'filled') return sql`k.fold > ''`;
  if (field.type === 'identity_number') {
    if (operator !== 'is') return 'field.sealed_by_token';
    return tokenPattern.test(text) ? sql`k.fold = ${text}` : 'field.value';
  }
  const type = typeOf[field.type];
  if (!type.operators.includes(operator)) return 'field.operator_not_here';
  // What is asked for need not be what may be written: bounds and requirements are for new values.
  const asked = { ...field, isRequired: false, min: null, max: null, pattern: null, isMany: true };
  const read = (text: string): string | undefined => {
    const written = withDay(field, operator, text, moment);
    const parsed =
      field.type === 'calculated' ? parseResult(field, written, moment) : parseValue(asked, written, moment);
    return parsed.ok ? (parsed.value ?? undefined) : undefined;
  };
  if (operator === 'starts')
    return text.trim() === '' ? 'field.operator_not_here' : begins('k.fold', fold(text.trim()));
  if (operator === 'in' || operator === 'eq') {
    const wanted = (operator === 'eq' ? [text] : text.split(',')).map(read);
    if (wanted.length > alternativesMax) return 'field.too_many_alternatives';
    const values = wanted.filter((value) => value !== undefined);
    if (values.length < wanted.length) return 'field.value';
    if (type.members) return { members: values };
    return sql`k.fold = any (${values.map((value) => equalityKey(definition, field, value, keys))}::text[])`;
  }
  const order = orderOf(field);
  const bound = read(text);
  if (!order || order.column === 'sort_text') return 'field.operator_not_here';
  if (bound === undefined) return 'field.value';
  const column = sql`k.${sql.raw(order.column)}`;
  const place = sql`${String(order.key(bound, field))}::text::${sql.raw(order.column === 'sort_date' ? 'date' : 'numeric')}`;
  return operator === 'from' ? sql`${column} >= ${place}` : sql`${column} <= ${place} and k.fold > ''`;
}

/** A time until a day is until the end of it, when the day is told from today. */
function withDay({ type, result }: Field, operator: Operator, text: string, { today }: Moment): string {
  if (type !== 'date' && type !== 'date_time' && !(type === 'calculated' && result === 'date')) return text;
  const day = relativeDay(text.trim(), today);
  if (day === undefined) return text;
  return type === 'date_time' && operator === 'to' ? `${day}T23:59:59` : day;
}

/** What is asked of a calculated field is written as its result is. */
const parseResult = (field: Field, written: string, moment: Moment) =>
  typeOf[field.result].parse(written.trim(), { ...field, type: field.result }, moment);

/** A blind index in base64url: 16 bytes. */
const tokenPattern = /^[\w-]{22}$/;

/**
 * The blind index of a sealed value, which a list is filtered by (`is`). Without the organisation's key nobody makes one of a
 * number or a number of one, so it may stand in addresses and in logs, where the number may not.
 */
export async function tokenOf(
  context: Context,
  { params, body }: Input<typeof makeFilterToken>,
): Promise<Output<typeof makeFilterToken>> {
  const definition = await getDefinition(context, params.register);
  const field = visibleFields(definition, context.principal).find(({ key }) => key === body.field);
  if (!field) throw invalid([{ path: 'body.field', code: 'field.unknown' }]);
  if (field.type !== 'identity_number' || !field.isFilterable)
    throw invalid([{ path: 'body.field', code: 'field.no_token' }]);
  const parsed = parseValue({ ...field, isRequired: true }, body.value, momentOf(context));
  if (!parsed.ok || parsed.value === null)
    throw invalid([{ path: 'body.value', code: parsed.ok ? 'field.value' : parsed.code }]);
  context.note({ query: [`filter:${field.key}`] });
  return { token: equalityKey(definition, field, parsed.value, await context.keys()) };
}

/** A cursor that was tampered with, is another organisation's, or belongs to another list. */
export const cursorRefused = () =>
  new Problem(422, 'input.invalid', { fields: [{ path: 'query.after', code: 'field.cursor' }] });
