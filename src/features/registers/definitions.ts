import { randomUUIDv7 } from 'node:crypto';
import { isDuplicate } from '#kernel/database/database-problem.ts';
import { invalid, notFound, Problem, type FieldProblem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import { may, type Context } from '#gate/context.ts';
import type { changeDefinition, createRegister, listRegisters, Register, RegisterSummary } from './contract.ts';
import { DefinitionParts, type Definition, type DefinitionDraft, type Field } from './definition.ts';
import { fieldAccess } from './field-access.ts';
import type { Moment } from './field-types/field-type.ts';
import { isBounded, isMeasured } from './rules.ts';
import { planChange } from './definition-change.ts';
import { examineField } from './definition-preview.ts';
import { beginPreparation } from './preparation.ts';
import { planSealing } from './sealings.ts';
import { momentOf, parseValue } from './values.ts';

// A version of a definition never changes, so it is parsed once per process. Which version is in force is asked in every call.
const parsed = new Map<string, Definition>();
const parsedMax = 2_000;

interface StoredVersion {
  version: number;
  shape: number;
  definition: unknown;
}

/** A stored version, parsed: what an earlier Valv did not know has its default. */
function remember(register: string, { version, shape, definition: stored }: StoredVersion): Definition {
  const known = parsed.get(`${register} ${version}`);
  if (known) return known;
  const definition = { ...DefinitionParts.parse(stored), register, version, shape, preparing: [] };
  if (parsed.size >= parsedMax) parsed.delete(parsed.keys().next().value ?? '');
  parsed.set(`${register} ${version}`, definition);
  return definition;
}

const whilePreparing = (definition: Definition, preparing: string[]): Definition =>
  preparing.length === 0 ? definition : { ...definition, preparing };

/** The definition in the given version, from memory or the database. */
export async function definitionOf(context: Context, register: string, version: number): Promise<Definition> {
  const known = parsed.get(`${register} ${version}`);
  if (known) return known;
  const row = await context.db
    .selectFrom('register_definitions')
    .select(['version', 'shape', 'definition'])
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', register)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return remember(register, row);
}

/** The definition in force. 404 when the organisation has no such register. */
export const getDefinition = (context: Context, register: string) => readInForce(context, register, false);

/**
 * The same for who writes: nobody puts another in force until this unit of work ends, so nothing is ever written under a
 * definition that no longer holds. Writers do not wait for each other. Called before any record is locked.
 */
export const holdDefinition = (context: Context, register: string) => readInForce(context, register, true);

async function readInForce(context: Context, register: string, isHeld: boolean): Promise<Definition> {
  const query = context.db
    .selectFrom('registers')
    .select(['definition_version', 'preparing'])
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', register);
  const row = await (isHeld ? query.forKeyShare() : query).executeTakeFirst();
  if (!row) throw notFound();
  return whilePreparing(await definitionOf(context, register, row.definition_version), row.preparing);
}

interface PastVersion {
  /** Of its row, by which the journal knows who made it. */
  id: string;
  version: number;
  at: Date;
  definition: DefinitionDraft;
}

/** A page of a register's versions, newest first, and the number before which the next begins. 404 when there is no such register. */
export async function readVersions(
  context: Context,
  register: string,
  { after, limit }: { after?: number | undefined; limit: number },
): Promise<{ versions: PastVersion[]; next: number | null }> {
  await getDefinition(context, register);
  let query = context.db
    .selectFrom('register_definitions')
    .select(['id', 'version', 'shape', 'definition', 'created_at'])
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', register)
    .orderBy('version', 'desc')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('version', '<', after);
  const rows = await query.execute();
  const versions = rows.slice(0, limit).map(({ id, created_at: at, ...stored }) => {
    const {
      register: _register,
      version,
      shape: _shape,
      preparing: _preparing,
      ...definition
    } = remember(register, stored);
    return { id, version, at, definition };
  });
  return { versions, next: rows.length > limit ? (versions.at(-1)?.version ?? null) : null };
}

/**
 * A register as the reader may see it. Who designs registers sees every field's definition, its values no more than others.
 */
export function presentRegister(context: Context, key: string, definition: Definition): Register {
  const isDesigner = may(context, 'register.write');
  const fields = definition.fields
    .map((field) => ({ ...field, ...fieldAccess(field, context.principal) }))
    .filter((field) => field.isVisible || isDesigner);
  const { register: id, version, name, subject, title, sections, preparing } = definition;
  return { id, key, version, name, subject, title, sections, preparing: [...preparing], fields };
}

/** What a list says of a register, as far as the reader may see it. */
function summarise(context: Context, key: string, definition: Definition): RegisterSummary {
  const { register: id, version, name, subject } = definition;
  const fields = definition.fields.filter(
    (field) => !field.isRetired && fieldAccess(field, context.principal).isVisible,
  );
  return {
    id,
    key,
    version,
    name,
    subject,
    fieldCount: fields.length,
    isSearchable: fields.some(({ isSearchable }) => isSearchable),
    targets: [...new Set(fields.flatMap(({ target }) => target ?? []))],
  };
}

const ofOrganisation = (context: Context) =>
  context.db
    .selectFrom('registers as r')
    .innerJoin('register_definitions as d', (join) =>
      join
        .onRef('d.organisation_id', '=', 'r.organisation_id')
        .onRef('d.register_id', '=', 'r.id')
        .onRef('d.version', '=', 'r.definition_version'),
    )
    .select(['r.id', 'r.key', 'r.preparing', 'd.version', 'd.shape', 'd.definition'])
    .where('r.organisation_id', '=', context.organisation);

/** All registers with their definitions in force, in the order they were made; an organisation has at most a few hundred. */
export async function readDefinitions(context: Context): Promise<{ key: string; definition: Definition }[]> {
  const rows = await context.db
    .selectFrom('registers')
    .select(['id', 'key', 'preparing', 'definition_version as version'])
    .where('organisation_id', '=', context.organisation)
    .orderBy('id')
    .limit(1_000)
    .execute();
  const known = new Map(rows.map(({ id, version }) => [id, parsed.get(`${id} ${version}`)]));
  const unknown = rows.filter(({ id }) => known.get(id) === undefined).map(({ id }) => id);
  // Two hundred definitions are megabytes: what is in memory is not read again.
  const read = unknown.length === 0 ? [] : await ofOrganisation(context).where('r.id', 'in', unknown).execute();
  for (const { id, ...stored } of read) known.set(id, remember(id, stored));
  return rows.flatMap(({ id, key, preparing }) => {
    const definition = known.get(id);
    return definition ? [{ key, definition: whilePreparing(definition, preparing) }] : [];
  });
}

export async function listAllRegisters(context: Context): Promise<Output<typeof listRegisters>> {
  const registers = (await readDefinitions(context)).map(({ key, definition }) => summarise(context, key, definition));
  context.note({ rows: registers.length });
  return { registers };
}

export async function getRegister(context: Context, input: { params: { register: string } }): Promise<Register> {
  const row = await ofOrganisation(context).where('r.id', '=', input.params.register).executeTakeFirst();
  if (!row) throw notFound();
  return presentRegister(context, row.key, whilePreparing(remember(row.id, row), row.preparing));
}

export async function addRegister(context: Context, { body }: Input<typeof createRegister>): Promise<Register> {
  const [register] = await addRegisters(context, [{ ...body, id: randomUUIDv7() }]);
  if (!register) throw new Error('a register was asked for');
  context.note({ target: register.id });
  return register;
}

/** Makes registers that may lead to each other by the ids given to them, all or none. 409 for a key that is taken. */
export async function addRegisters(
  context: Context,
  drafts: readonly { id: string; key: string; definition: DefinitionDraft }[],
): Promise<Register[]> {
  const subjects = new Map(drafts.map(({ id, definition }) => [id, definition.subject]));
  const made: Register[] = [];
  for (const { id, key, definition } of drafts) {
    await assertWhole(context, definition, subjects);
    try {
      await context.db
        .insertInto('registers')
        .values({ organisation_id: context.organisation, id, key, definition_version: 1 })
        .execute();
    } catch (error) {
      if (isDuplicate(error, 'registers_organisation_id_key_key')) {
        throw new Problem(409, 'register.key_taken', { fields: [{ path: 'body.key', code: 'field.key_taken' }] });
      }
      throw error;
    }
    const first = { version: 1, shape: 1, definition };
    await storeVersion(context, id, first);
    made.push(presentRegister(context, key, remember(id, first)));
  }
  return made;
}

async function storeVersion(
  context: Context,
  register: string,
  { version, shape, definition }: StoredVersion,
): Promise<void> {
  await context.db
    .insertInto('register_definitions')
    .values({
      organisation_id: context.organisation,
      id: randomUUIDv7(),
      register_id: register,
      version,
      shape,
      definition: JSON.stringify(definition),
    })
    .execute();
}

/**
 * Puts a new version in force at once. What it means for the records that are there (definition-change.ts) follows in units; a
 * conversion of values happens only to the fields that the caller names.
 */
export async function replaceDefinition(
  context: Context,
  { params, body }: Input<typeof changeDefinition>,
): Promise<Register> {
  const row = await ofOrganisation(context).where('r.id', '=', params.register).forUpdate('r').executeTakeFirst();
  if (!row) throw notFound();
  const current = remember(row.id, row);
  if (current.version !== body.version) {
    throw new Problem(409, 'register.stale', { extension: { current: presentRegister(context, row.key, current) } });
  }
  const change = planChange(current, body.definition, body.converts);
  await assertWhole(context, change.definition, new Map([[row.id, change.definition.subject]]));
  await assertUnique(context, current, change.definition);
  const version = current.version + 1;
  const shape = change.isReshaped ? version : current.shape;
  const next = { version, shape, definition: change.definition };
  const preparing = [...new Set([...row.preparing, ...change.prepared])];
  await storeVersion(context, row.id, next);
  await context.db
    .updateTable('registers')
    .set({ definition_version: version, preparing })
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', row.id)
    .execute();
  const definition = remember(row.id, next);
  context.announce({ register: row.id, kind: 'definition' });
  if (change.sealed.length > 0) await planSealing(context, definition, change.sealed);
  if (change.isReshaped || preparing.length > 0) await beginPreparation(context, definition, preparing);
  return getRegister(context, { params });
}

/** A field becomes unique only when its values are: every one that is there twice would be a record that cannot be saved. */
async function assertUnique(context: Context, current: Definition, draft: DefinitionDraft): Promise<void> {
  for (const [index, field] of draft.fields.entries()) {
    const before = current.fields.find(({ key }) => key === field.key);
    if (!before || !field.isUnique || (before.isUnique && before.type === field.type)) continue;
    const { duplicates } = await examineField(context, current, before, field);
    if (duplicates > 0)
      throw new Problem(409, 'register.not_unique', {
        fields: [
          { path: pathOf(index, 'isUnique'), code: 'field.unique_later', values: { count: String(duplicates) } },
        ],
      });
  }
}

/** Registers by id that are made or changed in this very call, and what each is about. */
type Subjects = ReadonlyMap<string, DefinitionDraft['subject']>;

/** What only the organisation knows: that roles and registers are there, and that bounds and defaults are values of their type. */
export async function assertWhole(context: Context, definition: DefinitionDraft, own: Subjects): Promise<void> {
  const faults = [
    ...(await faultsOfRoles(context, definition)),
    ...(await faultsOfTargets(context, definition, own)),
    ...faultsOfWritten(definition, momentOf(context)),
  ];
  if (faults.length > 0) throw invalid(faults);
}

const pathOf = (index: number, name: keyof Field) => `body.definition.fields.${index}.${name}`;

/** A link leads to a register of the organisation, this one or another; one to a person to a register of people. */
async function faultsOfTargets(context: Context, definition: DefinitionDraft, own: Subjects): Promise<FieldProblem[]> {
  if (definition.fields.every(({ target }) => target === null)) return [];
  const subjects = new Map([
    ...(await readDefinitions(context)).map((one) => [one.definition.register, one.definition.subject] as const),
    ...own,
  ]);
  return definition.fields.flatMap(({ type, target }, index) => {
    if (target === null) return [];
    const subject = subjects.get(target);
    if (subject === undefined) return [{ path: pathOf(index, 'target'), code: 'field.target_unknown' }];
    return type === 'person' && subject !== 'person'
      ? [{ path: pathOf(index, 'target'), code: 'field.target_not_person' }]
      : [];
  });
}

/** Bounds and defaults are written as values are. */
function faultsOfWritten({ fields }: DefinitionDraft, moment: Moment): FieldProblem[] {
  return fields.flatMap((field, index) => {
    const free = { ...field, min: null, max: null, pattern: null, isRequired: false };
    const bounds = (['min', 'max'] as const).flatMap((name) => {
      const written = field[name];
      if (written === null) return [];
      const isRight = isMeasured(field)
        ? /^\d{1,6}$/.test(written)
        : isBounded(field) && parseValue(free, written, moment).ok;
      return isRight ? [] : [{ path: pathOf(index, name), code: 'field.bound_broken' }];
    });
    const isDefault = field.default === null || parseValue({ ...field, isRequired: false }, field.default, moment).ok;
    return isDefault ? bounds : [...bounds, { path: pathOf(index, 'default'), code: 'field.default_broken' }];
  });
}

/** Roles named in `visibleTo` must be this organisation's; another's is as unknown as none. */
async function faultsOfRoles(context: Context, definition: DefinitionDraft): Promise<FieldProblem[]> {
  const named = [...new Set(definition.fields.flatMap((field) => field.visibleTo ?? []))];
  if (named.length === 0) return [];
  const rows = await context.db
    .selectFrom('roles')
    .select('id')
    .where('organisation_id', '=', context.organisation)
    .where('id', 'in', named)
    .execute();
  const known = new Set(rows.map((row) => row.id));
  return definition.fields.flatMap((field, index) =>
    (field.visibleTo ?? []).flatMap((role, place) =>
      known.has(role)
        ? []
        : [{ path: `body.definition.fields.${index}.visibleTo.${place}`, code: 'field.visible_to_unknown' }],
    ),
  );
}
