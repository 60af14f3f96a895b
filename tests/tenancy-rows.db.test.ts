import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type TestOrganisation } from './world.ts';

// What tenancy.db.test.ts reads from the catalogue, shown with the rows of two organisations: each table by itself, tried as
// the role that calls run as.

let world: Awaited<ReturnType<typeof openWorld>>;
let ours: TestOrganisation;
let theirs: TestOrganisation;
let tables: { name: string; kind: string; isOfIdentity: boolean }[];

const ofOrganisations = () => tables.filter(({ kind }) => kind !== 'global');

/** Runs statements as a role, in a transaction of its own that is undone; the organisation is entered if there is one. */
async function as(role: string, organisation: string | null, statement: string, values: unknown[] = []) {
  await world.sql('begin', [], role);
  try {
    if (organisation !== null)
      await world.sql(`select set_config('valv.organisation', $1, true)`, [organisation], role);
    return await world.sql(statement, values, role);
  } finally {
    await world.sql('rollback', [], role);
  }
}

/** SQLSTATE of the refusal, or `done`. */
async function outcome(role: string, organisation: string | null, statement: string, values: unknown[] = []) {
  try {
    await as(role, organisation, statement, values);
    return 'done';
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}

const refused = '42501';

beforeAll(async () => {
  world = await openWorld();
  ours = await world.createOrganisation('ours');
  theirs = await world.createOrganisation('theirs');
  for (const { id, owner } of [ours, theirs]) {
    await world.sql(`insert into membership_activity values ($1, $2, now())`, [id, owner.membershipId]);
    await world.sql(
      `insert into registers (organisation_id, id, key, definition_version) values ($1, $1, 'people', 1)`,
      [id],
    );
    await world.sql(
      `insert into records (organisation_id, id, register_id, version, data) values ($1, $1, $1, 1, '{"a": "1"}')`,
      [id],
    );
    await world.sql(`insert into record_terms values ($1, $1, 'term', $1, 'a')`, [id]);
    await world.sql(
      `insert into record_keys (organisation_id, register_id, field, record_id, fold) values ($1, $1, 'a', $1, '1')`,
      [id],
    );
    await world.sql(`insert into idempotent_answers values ($1, 'nobody', 'key-12345', '\\x00')`, [id]);
  }
  await ours.createKey(['record.read']);
  await theirs.createKey(['record.read']);
  tables = (await world.sql(
    `select relname as name, substring(obj_description(oid, 'pg_class') from '^[a-z]+') as kind,
            obj_description(oid, 'pg_class') ~ '^[a-z]+ \\((read by|shared with) identity\\)' as "isOfIdentity"
       from pg_class where relnamespace = 'valv'::regnamespace and relkind in ('r', 'p') order by 1`,
  )) as typeof tables;
});
afterAll(() => world.close());

const count = async (role: string, organisation: string | null, table: string) =>
  Number((await as(role, organisation, `select count(*) as n from ${table}`))[0]?.['n']);

test('without an organisation there are no rows, and with one its own alone', async () => {
  let filled = 0;
  for (const { name: table, isOfIdentity } of ofOrganisations()) {
    const [stored] = await world.sql(
      `select count(*) filter (where organisation_id = $1) as mine, count(*) as n from ${table}`,
      [ours.id],
    );
    if (Number(stored?.['n']) > Number(stored?.['mine'])) filled += 1;
    expect(await count('valv_runtime', null, table), table).toBe(0);
    expect(await count('valv_runtime', ours.id, table), table).toBe(Number(stored?.['mine']));
    // Forced: not even the owner of the table sees a row, except where it inherits what valv_identity may read.
    if (!isOfIdentity) expect(await count('valv_owner', null, table), table).toBe(0);
  }
  expect(filled, 'tables that held rows of another organisation').toBeGreaterThan(9);
});

test('a row for another organisation is refused, in every table', async () => {
  for (const { name, kind } of ofOrganisations()) {
    const insert = `insert into ${name} (organisation_id) values ($1)`;
    expect(await outcome('valv_runtime', ours.id, insert, [theirs.id]), name).toBe(refused);
    // Its own goes past the policy: what stops it, if anything, is another column.
    if (kind !== 'journal') expect(await outcome('valv_runtime', ours.id, insert, [ours.id]), name).not.toBe(refused);
  }
});

test('a row is neither moved to another organisation, nor changed or deleted there', async () => {
  let moved = 0;
  for (const { name, kind } of tables.filter((table) => ['tracked', 'derived', 'queue'].includes(table.kind))) {
    const own = await count('valv_runtime', ours.id, name);
    if (own > 0) moved += 1;
    const move = await outcome('valv_runtime', ours.id, `update ${name} set organisation_id = $1`, [theirs.id]);
    expect(move, `${kind} ${name}`).toBe(own > 0 ? refused : 'done');
    const there = await as(
      'valv_runtime',
      ours.id,
      `with gone as (delete from ${name} where organisation_id = $1 returning 1) select count(*) as n from gone`,
      [theirs.id],
    );
    expect(Number(there[0]?.['n']), name).toBe(0);
  }
  expect(moved).toBeGreaterThan(7);
});

test('nothing points at a row of another organisation', async () => {
  const record =
    'insert into records (organisation_id, id, register_id, version, data) values ($1, uuid_v7(), $2, 1, $3)';
  expect(await outcome('valv_runtime', ours.id, record, [ours.id, ours.id, '{}'])).toBe('done');
  expect(await outcome('valv_runtime', ours.id, record, [ours.id, theirs.id, '{}'])).toBe('23503');
  const role =
    'insert into membership_roles (organisation_id, id, membership_id, role_id) values ($1, uuid_v7(), $2, $3)';
  const { owner, roles } = ours;
  expect(await outcome('valv_runtime', ours.id, role, [ours.id, owner.membershipId, roles.get('reader')])).toBe('done');
  expect(await outcome('valv_runtime', ours.id, role, [ours.id, owner.membershipId, theirs.roles.get('reader')])).toBe(
    '23503',
  );
  expect(await outcome('valv_runtime', ours.id, role, [ours.id, theirs.owner.membershipId, roles.get('reader')])).toBe(
    '23503',
  );
});

test('valv_runtime reaches no account or session, and can neither empty a table nor become another role', async () => {
  for (const table of tables.filter(({ kind }) => kind === 'global').map(({ name }) => name)) {
    expect(await outcome('valv_runtime', ours.id, `select from ${table}`), table).toBe(refused);
  }
  const statements = [
    'truncate records',
    'create table valv.mine (id uuid)',
    'create table public.mine (id uuid)',
    'alter table records disable row level security',
    'alter table records disable trigger record_change',
    'drop policy organisation on records',
    'set role valv_identity',
    'set role valv_owner',
    `set session_replication_role = 'replica'`,
    'insert into journal_entries (organisation_id, id, leaf) values (current_organisation(), uuid_v7(), \'{"kind":"access"}\')',
    'delete from journal_entries',
    'update journal_values set payload = null',
  ];
  for (const statement of statements)
    expect(await outcome('valv_runtime', ours.id, statement), statement).toBe(refused);
});

test('valv_journal writes and reads nothing back', async () => {
  const insert = `insert into journal_entries (organisation_id, id, leaf) values ($1, uuid_v7(), '{"action":"a","actor":"b","kind":"access"}')`;
  expect(await outcome('valv_journal', null, insert, [ours.id])).toBe('done');
  for (const statement of [`${insert} returning id`])
    expect(await outcome('valv_journal', null, statement, [ours.id])).toBe(refused);
  for (const statement of ['select from journal_entries', 'delete from journal_entries', 'select from records']) {
    expect(await outcome('valv_journal', null, statement), statement).toBe(refused);
  }
});

test('a change leaves an entry, whoever makes it, in the organisation of the row', async () => {
  const entries = `select count(*) as n from journal_entries where organisation_id = $1 and kind = 'change'`;
  const before = Number((await world.sql(entries, [theirs.id]))[0]?.['n']);
  await world.sql(`update roles set name = name || '!' where organisation_id = $1 and code = 'reader'`, [theirs.id]);
  expect(Number((await world.sql(entries, [theirs.id]))[0]?.['n'])).toBe(before + 1);
});
