import { sql } from 'kysely';
import type { FieldProblem } from '#kernel/errors/problem.ts';
import type { Context } from '#gate/context.ts';
import type { RecordView } from './contract.ts';
import { openRow } from './conversion.ts';
import { isSealed, type Definition, type Field } from './definition.ts';
import { readDefinitions } from './definitions.ts';
import type { Values } from './derive.ts';
import { fieldAccess } from './field-access.ts';
import { idsOf, isId } from './field-types/references.ts';
import { displayValue } from './values.ts';

// Values that lead to something else: a record of a register, a membership. They are ids; here they are checked when they are
// written, and named when they are shown.

const isLink = (field: Field) => field.type === 'link' || field.type === 'person';
const idsIn = (fields: readonly Field[], data: Values) =>
  fields.flatMap((field) => {
    const value = data[field.key] ?? null;
    // A link that the reader may not read comes masked.
    return value === null ? [] : idsOf(value).filter((id) => isId(id));
  });

/** Faults of links that lead nowhere, to another register than theirs, into the trash or to the record itself. */
export async function faultsOfReferences(
  context: Context,
  definition: Definition,
  values: Values,
  own?: string,
): Promise<FieldProblem[]> {
  const links = definition.fields.filter((field) => isLink(field) && (values[field.key] ?? null) !== null);
  const members = definition.fields.filter((field) => field.type === 'member' && (values[field.key] ?? null) !== null);
  if (links.length === 0 && members.length === 0) return [];
  const [records, memberships] = await Promise.all([
    findRecords(context, idsIn(links, values)),
    findMembers(context, idsIn(members, values)),
  ]);
  const registerOf = new Map(records.filter((row) => row.trashed_at === null).map((row) => [row.id, row.register_id]));
  const faults = (fields: readonly Field[], code: string, isThere: (field: Field, id: string) => boolean) =>
    fields.flatMap((field) =>
      idsOf(values[field.key] ?? '').every((id) => isThere(field, id))
        ? []
        : [{ path: `body.data.${field.key}`, code }],
    );
  return [
    ...faults(links, 'field.link_unknown', (field, id) => id !== own && registerOf.get(id) === field.target),
    ...faults(members, 'field.member_unknown', (_, id) => memberships.has(id)),
  ];
}

async function findRecords(context: Context, ids: string[]) {
  if (ids.length === 0) return [];
  return context.db
    .selectFrom('records')
    .select(['id', 'register_id', 'data', 'shape', 'trashed_at'])
    .where('organisation_id', '=', context.organisation)
    .where('id', 'in', [...new Set(ids)])
    .execute();
}

async function findMembers(context: Context, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('memberships')
    .select(['id', 'display_name'])
    .where('organisation_id', '=', context.organisation)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.display_name]));
}

/** What a record is called by the fields of its name that the reader may see; they are never sealed. */
export function titleOf(context: Context, definition: Definition, data: Values): string {
  return definition.title
    .flatMap((key) => {
      const field = definition.fields.find((candidate) => candidate.key === key);
      const value = data[key] ?? null;
      if (!field || value === null || isSealed(field) || !fieldAccess(field, context.principal).isReadable) return [];
      return [displayValue(field, value, context.language)];
    })
    .join(' ');
}

/** The views with the names of what they lead to: two queries for a page, none where nothing leads anywhere. */
export async function withNames<View extends Pick<RecordView, 'data' | 'names'>>(
  context: Context,
  definition: Pick<Definition, 'fields'>,
  views: View[],
): Promise<View[]> {
  const shown = definition.fields.filter((field) => !field.isRetired);
  const links = shown.filter(isLink);
  const members = shown.filter((field) => field.type === 'member');
  if (links.length === 0 && members.length === 0) return views;
  const [linked, memberships] = await Promise.all([
    findRecords(
      context,
      views.flatMap((view) => idsIn(links, view.data)),
    ),
    findMembers(
      context,
      views.flatMap((view) => idsIn(members, view.data)),
    ),
  ]);
  const names = new Map(memberships);
  if (linked.length > 0) {
    const definitions = new Map(
      (await readDefinitions(context)).map((row) => [row.definition.register, row.definition]),
    );
    for (const row of linked) {
      const target = definitions.get(row.register_id);
      if (target && row.trashed_at === null)
        names.set(row.id, titleOf(context, target, await openRow(context, target, row)));
    }
  }
  return views.map((view) => ({
    ...view,
    names: Object.fromEntries(
      [...idsIn(links, view.data), ...idsIn(members, view.data)].flatMap((id) => {
        const name = names.get(id);
        return name === undefined ? [] : [[id, name]];
      }),
    ),
  }));
}

/** Names of the records or members that the values of one field lead to; none for fields that lead nowhere. */
export async function namesOf(context: Context, field: Field, values: string[]): Promise<Record<string, string>> {
  const whole = { data: { [field.key]: values.join(',') || null }, names: {} as Record<string, string> };
  const [named] = await withNames(context, { fields: [field] }, [whole]);
  return named?.names ?? {};
}

/** What records are called as the principal may see it, in the trash or not, and which register each is of. */
export async function readTitles(
  context: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { register: string; title: string }>> {
  const rows = await findRecords(context, [...ids]);
  if (rows.length === 0) return new Map();
  const definitions = new Map((await readDefinitions(context)).map((row) => [row.definition.register, row.definition]));
  const titles = new Map<string, { register: string; title: string }>();
  for (const row of rows) {
    const definition = definitions.get(row.register_id);
    if (!definition) continue;
    const title = titleOf(context, definition, await openRow(context, definition, row));
    titles.set(row.id, { register: row.register_id, title });
  }
  return titles;
}

/** The links of all registers that lead to records of this one: by which field of which register, and what that is called here. */
export function linksTo(
  definitions: readonly { key: string; definition: Definition }[],
  register: string,
): { register: Definition; field: Field }[] {
  return definitions.flatMap(({ definition }) =>
    definition.fields
      .filter((field) => !field.isRetired && field.target === register)
      .map((field) => ({ register: definition, field })),
  );
}

const relatedMax = 50;

/** Records that lead to this one, by the field that leads there; as many as are shown, and how many there are. */
export async function findRelated(
  context: Context,
  links: readonly { register: Definition; field: Field }[],
  record: string,
): Promise<{ register: Definition; field: Field; count: number; records: { id: string; title: string }[] }[]> {
  return Promise.all(
    links.map(async ({ register, field }) => {
      const { rows } = await sql<{ id: string; shape: number; data: unknown; count: number }>`
        select r.id, r.shape, r.data, count(*) over () as count from record_terms t
          join records r on r.organisation_id = t.organisation_id and r.id = t.record_id
         where t.organisation_id = ${context.organisation}::uuid and t.register_id = ${register.register}::uuid
           and t.term = ${`=${record}`} and t.field = ${field.key} and r.trashed_at is null
         order by r.id desc limit ${relatedMax}`.execute(context.db);
      const records = [];
      for (const row of rows)
        records.push({ id: row.id, title: titleOf(context, register, await openRow(context, register, row)) });
      return { register, field, count: rows[0]?.count ?? 0, records };
    }),
  );
}
