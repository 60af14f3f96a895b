import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '#gate/access-entry.ts';
import { newToken } from '#gate/credential.ts';
import { openWorld, type TestOrganisation } from '#tests/world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let organisation: TestOrganisation;

beforeAll(async () => {
  world = await openWorld();
  organisation = await world.createOrganisation();
});
afterAll(() => world.close());

interface ChangeEntry {
  leaf: Record<string, unknown> & { fields: string[] };
  old: Record<string, unknown>;
  new: Record<string, unknown>;
}

async function changesOf(target: string): Promise<ChangeEntry[]> {
  const rows = await world.sql(
    `select leaf, payload from journal_entries e join journal_values v on v.organisation_id = e.organisation_id and v.entry_id = e.id
      where target_id = $1 and kind = 'change' order by e.id`,
    [target],
  );
  return rows.map(({ leaf, payload }) =>
    Object.assign(JSON.parse(String(payload)), { leaf: JSON.parse(String(leaf)) }),
  );
}

const asRuntime = (text: string, values: unknown[], context?: string) => plain('valv_runtime', text, values, context);

/** What a person at psql can do as the role: step into an organisation by hand, with no word of who they are. */
async function plain(role: string, text: string, values: unknown[], context = ''): Promise<void> {
  await world.sql('begin', [], role);
  try {
    await world.sql(
      `select set_config('valv.organisation', $1, true), set_config('valv.context', $2, true)`,
      [organisation.id, context],
      role,
    );
    await world.sql(text, values, role);
    await world.sql('commit', [], role);
  } catch (error) {
    await world.sql('rollback', [], role);
    throw error;
  }
}

const insertRole = `insert into roles (organisation_id, id, name) values ($1, $2, $3)`;

describe('P25 a change gives an entry with who, which fields and the values before and after', () => {
  test('P25 made in the application, in the call that made it', async () => {
    const id = randomUUID();
    const { gate } = world.installation;
    await gate.runAs({ actor: 'job:tried', organisation: organisation.id, action: 'tried.run' }, async (context) => {
      await context.db
        .insertInto('roles')
        .values({ organisation_id: organisation.id, id, name: 'Kassör', permissions: ['record.read'] })
        .execute();
      await context.because('ordnad av styrelsen');
      await context.db
        .updateTable('roles')
        .set({ name: 'Kassaansvarig' })
        .where('organisation_id', '=', organisation.id)
        .where('id', '=', id)
        .execute();
      await context.db
        .deleteFrom('roles')
        .where('organisation_id', '=', organisation.id)
        .where('id', '=', id)
        .execute();
    });
    const entries = await changesOf(id);
    expect(entries).toMatchObject([
      {
        leaf: { action: 'roles.inserted', actor: 'job:tried', door: 'job', organisation: organisation.id },
        old: {},
        new: { name: 'Kassör', permissions: ['record.read'] },
      },
      {
        leaf: { action: 'roles.updated', actor: 'job:tried', fields: ['name'] },
        old: { name: 'Kassör' },
        new: { name: 'Kassaansvarig' },
        reason: 'ordnad av styrelsen',
      },
      { leaf: { action: 'roles.deleted', actor: 'job:tried' }, old: { name: 'Kassaansvarig' }, new: {} },
    ]);
    // The same request as the access entry of the run: one can be found from the other.
    const access = await world.sql(
      `select request_id from journal_entries where action = 'tried.run' and kind = 'access'`,
    );
    expect(entries.map(({ leaf }) => leaf['request'])).toEqual(
      Array.from({ length: 3 }, () => access[0]?.['request_id']),
    );
    expect(JSON.stringify(entries.map(({ leaf }) => leaf))).not.toContain('styrelsen');
  });

  test.each(['valv_runtime', 'valv_owner'])('P25 made by plain SQL as %s, outside the application', async (role) => {
    const id = randomUUID();
    await plain(role, insertRole, [organisation.id, id, `plain ${role}`]);
    await plain(role, `update roles set name = $2 where id = $1`, [id, `changed ${role}`]);
    expect(await changesOf(id)).toMatchObject([
      { leaf: { actor: `outside:${role}`, door: 'outside', organisation: organisation.id } },
      {
        leaf: { actor: `outside:${role}`, fields: ['name'] },
        old: { name: `plain ${role}` },
        new: { name: `changed ${role}` },
      },
    ]);
  });

  test('P25 made by a superuser in no organisation at all', async () => {
    const id = randomUUID();
    await world.sql(insertRole, [organisation.id, id, 'by hand']);
    await world.sql(`update roles set permissions = '{journal.read}' where id = $1`, [id]);
    expect(await changesOf(id)).toMatchObject([
      { leaf: { actor: 'outside:valv_superuser', organisation: organisation.id } },
      {
        leaf: { actor: 'outside:valv_superuser', organisation: organisation.id, fields: ['permissions'] },
        old: { permissions: [] },
        new: { permissions: ['journal.read'] },
      },
    ]);
  });

  test('P25 of a record, field by field', async () => {
    const { record } = await createRecord({ given_name: 'Åsa', city: 'Umeå', phone: null });
    await asRuntime(`update records set data = data || '{"city":"Luleå"}', version = 2 where id = $1`, [record]);
    await asRuntime(`update records set data = data - 'phone', version = 3 where id = $1`, [record]);
    const [made, moved, removed] = await changesOf(record);
    expect(made?.leaf.fields).toEqual(
      expect.arrayContaining(['data.city', 'data.given_name', 'data.phone', 'register_id']),
    );
    expect(made?.new).toMatchObject({ 'data.given_name': 'Åsa', 'data.city': 'Umeå', 'data.phone': null });
    expect(moved).toMatchObject({
      leaf: { fields: ['data.city', 'version'] },
      old: { 'data.city': 'Umeå' },
      new: { 'data.city': 'Luleå' },
    });
    expect(removed).toMatchObject({ leaf: { fields: ['data.phone', 'version'] }, old: { 'data.phone': null } });
    expect(removed?.new).not.toHaveProperty(['data.phone']);
  });

  test('P25 none for an update that changes nothing', async () => {
    const id = randomUUID();
    await asRuntime(insertRole, [organisation.id, id, 'same']);
    await asRuntime(`update roles set name = 'same' where id = $1`, [id]);
    expect(await changesOf(id)).toHaveLength(1);
  });

  test('P25 of an account, in the journal of the installation', async () => {
    const account = await world.createAccount();
    await world.sql(`update accounts set display_name = 'Ny' where id = $1`, [account.id]);
    expect(await changesOf(account.id)).toMatchObject([
      { leaf: { organisation: world.installation.gate.installation } },
      { leaf: { fields: ['display_name'] }, new: { display_name: 'Ny' } },
    ]);
  });
});

async function createRecord(data: Record<string, unknown>): Promise<{ register: string; record: string }> {
  const register = randomUUID();
  const record = randomUUID();
  await asRuntime(`insert into registers (organisation_id, id, key, definition_version) values ($1, $2, $3, 1)`, [
    organisation.id,
    register,
    `r${register.slice(0, 8)}`,
  ]);
  await asRuntime(`insert into records (organisation_id, id, register_id, version, data) values ($1, $2, $3, 1, $4)`, [
    organisation.id,
    record,
    register,
    JSON.stringify(data),
  ]);
  return { register, record };
}

test('P11 the journal holds no hash of a password and none of a token, and tells all the same that they changed', async () => {
  const account = await world.createAccount();
  const canary = 'CANARY$argon2id$v=19$m=19456';
  await world.sql(`update accounts set password_hash = $2 where id = $1`, [account.id, canary]);
  const { hash } = newToken();
  const invitation = randomUUID();
  await asRuntime(`insert into invitations (organisation_id, id, token_hash, expires_at) values ($1, $2, $3, now())`, [
    organisation.id,
    invitation,
    hash,
  ]);
  await organisation.createKey(['record.read']);

  const [, changed] = await changesOf(account.id);
  expect(changed).toMatchObject({ leaf: { fields: ['password_hash'] }, old: {}, new: {} });
  const [made] = await changesOf(invitation);
  expect(made?.leaf.fields).toContain('token_hash');
  expect(made?.new).not.toHaveProperty('token_hash');
  const found = await world.sql(
    `select count(*)::int as count from journal_values where payload like '%CANARY%' or payload like '%' || encode($1, 'hex') || '%' or payload ~ '"(token|password)_hash"'`,
    [hash],
  );
  expect(found).toEqual([{ count: 0 }]);
});

test('every entry commits to what lies beside it, and its leaf is canonical JSON', async () => {
  await world.sql(`update organisations set name = $2 where organisation_id = $1`, [
    organisation.id,
    'Åäö "citat" \\ \u0001\t\n\u2028 🎻',
  ]);
  await organisation.owner.call('GET', `${organisation.path}/journal?limit=1`);
  const rows = await world.sql(
    `select e.organisation_id, e.id, leaf, kind, salt, payload from journal_entries e left join journal_values v on v.organisation_id = e.organisation_id and v.entry_id = e.id`,
  );
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['access', 'change']));
  for (const { organisation_id, id, leaf, salt, payload } of rows) {
    const parsed = JSON.parse(String(leaf)) as Record<string, unknown>;
    expect(canonicalJson(parsed)).toBe(leaf);
    expect(parsed).toMatchObject({ id, organisation: organisation_id });
    expect(
      createHash('sha256')
        .update(salt as Buffer)
        .update(String(payload))
        .digest('hex'),
    ).toBe(parsed['commitment']);
  }
  expect(rows.length).toBeGreaterThan(20);
});

test('a leaf is canonical whatever the reason, the actor and the names of fields are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), async (actor, key) => {
      // PostgreSQL stores neither U+0000 nor half a surrogate pair.
      const clean = (text: string) => text.toWellFormed().replaceAll('\u0000', '');
      const record = randomUUID();
      await asRuntime(
        `insert into records (organisation_id, id, register_id, version, data) values ($1, $2, $3, 1, $4)`,
        [organisation.id, record, register, JSON.stringify({ [clean(key)]: 'x' })],
        JSON.stringify({ actor: clean(actor), door: 'page', reason: clean(actor) }),
      );
      const [{ leaf } = { leaf: '' }] = await world.sql(`select leaf from journal_entries where target_id = $1`, [
        record,
      ]);
      const parsed = JSON.parse(String(leaf)) as Record<string, unknown>;
      expect(canonicalJson(parsed)).toBe(leaf);
      expect(parsed['actor']).toBe(clean(actor));
      expect(parsed['fields']).toContain(`data.${clean(key)}`);
    }),
    { numRuns: 60 },
  );
});

let register = '';
beforeAll(async () => {
  ({ register } = await createRecord({}));
});

test('the entries of a row, replayed in their order, rebuild the row', async () => {
  const key = fc.constantFrom('given_name', 'city', 'phone', 'note', 'joined_on');
  const value = fc.oneof(
    fc.constant(null),
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\u0000', '')),
  );
  const step = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), key, value }),
    fc.record({ kind: fc.constant('drop' as const), key }),
    fc.record({ kind: fc.constant('trash' as const), isTrashed: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(key, value), fc.array(step, { maxLength: 8 }), async (start, steps) => {
      const record = randomUUID();
      await asRuntime(
        `insert into records (organisation_id, id, register_id, version, data) values ($1, $2, $3, 1, $4)`,
        [organisation.id, record, register, JSON.stringify(start)],
      );
      for (const change of steps) {
        if (change.kind === 'set') {
          await asRuntime(
            `update records set data = data || jsonb_build_object($2::text, $3::text), version = version + 1 where id = $1`,
            [record, change.key, change.value],
          );
        } else if (change.kind === 'drop') {
          await asRuntime(`update records set data = data - $2::text where id = $1`, [record, change.key]);
        } else {
          await asRuntime(`update records set trashed_at = case when $2 then now() end where id = $1`, [
            record,
            change.isTrashed,
          ]);
        }
      }
      const [{ row } = { row: {} }] = await world.sql(
        `select (to_jsonb(records) - 'data') || coalesce((select jsonb_object_agg('data.' || key, value) from jsonb_each(data)), '{}') as row from records where id = $1`,
        [record],
      );
      const rebuilt = new Map<string, unknown>();
      for (const entry of await changesOf(record)) {
        for (const name of entry.leaf.fields) {
          // What an entry calls the old value is what stood there.
          expect(entry.old[name]).toEqual(rebuilt.get(name));
          if (name in entry.new) rebuilt.set(name, entry.new[name]);
          else rebuilt.delete(name);
        }
      }
      expect(Object.fromEntries(rebuilt)).toEqual(row);
    }),
    { numRuns: 40 },
  );
});

describe('P25 there is no way around the journal', () => {
  test.each([
    `insert into journal_entries (organisation_id, id, leaf) values (gen_random_uuid(), gen_random_uuid(), '{}')`,
    `update journal_entries set leaf = '{}'`,
    `delete from journal_entries`,
    `truncate journal_entries`,
    `insert into journal_values (organisation_id, entry_id, salt, payload) values (gen_random_uuid(), gen_random_uuid(), '', '')`,
    `update journal_values set payload = '{}'`,
    `delete from journal_values`,
    `truncate journal_values`,
    `truncate roles cascade`,
    `alter table roles disable trigger record_change`,
    `drop trigger record_change on roles`,
    `create or replace function record_change() returns trigger language plpgsql as 'begin return null; end'`,
    `set session_replication_role = replica`,
    `set role valv_journal`,
    `set role valv_owner`,
  ])('P25 valv_runtime is refused: %s', async (statement) => {
    await expect(asRuntime(statement, [])).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|42P01)$/) });
  });

  test.each(['journal_entries', 'journal_values'])(
    'the role that writes %s can neither read, change nor remove',
    async (table) => {
      for (const statement of [
        `select * from ${table}`,
        `delete from ${table}`,
        `update ${table} set organisation_id = null`,
        `truncate ${table}`,
      ]) {
        await expect(world.sql(statement, [], 'valv_journal')).rejects.toMatchObject({ code: '42501' });
      }
    },
  );

  test('an organisation reads its own entries and no other', async () => {
    const other = await world.createOrganisation();
    await world.sql('begin', [], 'valv_runtime');
    await world.sql(`select set_config('valv.organisation', $1, true)`, [other.id], 'valv_runtime');
    const rows = await world.sql(
      `select distinct organisation_id from journal_entries union select distinct organisation_id from journal_values`,
      [],
      'valv_runtime',
    );
    await world.sql('commit', [], 'valv_runtime');
    expect(rows).toEqual([{ organisation_id: other.id }]);
    expect(await world.sql('select 1 from journal_entries', [], 'valv_runtime')).toEqual([]);
  });
});
