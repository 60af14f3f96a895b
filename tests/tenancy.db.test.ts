import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld } from './world.ts';

// No organisation reaches another's rows: here read from the catalogue, in tenancy-rows.db.test.ts shown with living rows.
// A new table is measured by itself; an exception stands here by name, where a reader sees it.

type World = Awaited<ReturnType<typeof openWorld>>;
let world: World;
let tables: Table[];

interface Table {
  name: string;
  kind: string;
  comment: string;
  isEnabled: boolean;
  isForced: boolean;
}

const kinds = ['tracked', 'derived', 'queue', 'journal', 'global'];
const ofOrganisations = () => tables.filter(({ kind }) => kind !== 'global').map(({ name }) => name);
const named = (rows: Record<string, unknown>[]) => rows.map((row) => Object.values(row).join(' '));

beforeAll(async () => {
  world = await openWorld();
  const rows = await world.sql(
    `select relname as name, coalesce(obj_description(oid, 'pg_class'), '') as comment, relrowsecurity as "isEnabled",
            relforcerowsecurity as "isForced" from pg_class where relnamespace = 'valv'::regnamespace and relkind in ('r', 'p') order by 1`,
  );
  tables = rows.map((row) => ({
    ...row,
    kind: /^[a-z]+/.exec(String(row['comment']))?.[0] ?? '',
  })) as unknown as Table[];
});
afterAll(() => world.close());

describe('every table', () => {
  test('says its kind in its comment', () => {
    expect(tables.length).toBeGreaterThan(20);
    expect(ofOrganisations().length).toBeGreaterThan(15);
    expect(tables.filter(({ kind }) => !kinds.includes(kind)).map(({ name }) => name)).toEqual([]);
  });

  test('is global only when named here', () => {
    const globals = tables.filter(({ kind }) => kind === 'global').map(({ name }) => name);
    expect(globals).toEqual([
      'accounts',
      'collation_versions',
      'keyring_marks',
      'migrations',
      'organisation_addresses',
      'sessions',
      'sign_in_links',
    ]);
  });

  test('is a table: no partition, view without the reader’s own rights, materialised view or foreign table hides one', async () => {
    const hidden = await world.sql(
      `select relname, relkind from pg_class where relnamespace = 'valv'::regnamespace
        and (relkind in ('m', 'f') or (relkind = 'v' and not coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on}'))`,
    );
    expect(named(hidden)).toEqual([]);
  });
});

describe('every table of organisations', () => {
  test('has organisation_id uuid not null', async () => {
    const rows = await world.sql(
      `select c.relname from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
        where c.relnamespace = 'valv'::regnamespace and c.relname = any ($1) and (a.atttypid is distinct from 'uuid'::regtype or not a.attnotnull)`,
      [ofOrganisations()],
    );
    expect(named(rows)).toEqual([]);
  });

  test('has a primary key, and it and every unique index and constraint start with the organisation', async () => {
    const rows = await world.sql(
      `select c.relname as table, i.indexrelid::regclass as index, i.indisprimary as "isPrimary", a.attname as first
         from pg_class c left join pg_index i on i.indrelid = c.oid and (i.indisunique or i.indisprimary)
         left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where c.relnamespace = 'valv'::regnamespace and c.relname = any ($1)`,
      [ofOrganisations()],
    );
    expect(rows.filter(({ first }) => first !== 'organisation_id')).toEqual([]);
    const keyed = rows.filter(({ isPrimary }) => isPrimary).map((row) => row['table']);
    expect(ofOrganisations().filter((name) => !keyed.includes(name))).toEqual([]);
  });

  test('points at other rows of its organisation alone, and never lets go of them silently', async () => {
    const rows = await world.sql(
      `select f.conrelid::regclass || '.' || f.conname as name, f.confrelid::regclass::text as target, f.confdeltype as deletion,
              f.confupdtype as change, array_length(f.conkey, 1) as width,
              (select attname from pg_attribute where attrelid = f.conrelid and attnum = f.conkey[1]) as first,
              (select attname from pg_attribute where attrelid = f.confrelid and attnum = f.confkey[1]) as "targetFirst"
         from pg_constraint f join pg_class c on c.oid = f.conrelid
        where f.contype = 'f' and c.relnamespace = 'valv'::regnamespace and c.relname = any ($1)`,
      [ofOrganisations()],
    );
    expect(rows.length).toBeGreaterThan(15);
    const wrong = rows.filter(({ target, first, targetFirst, width }) => {
      // An account belongs to no organisation; `organisations` has no key but the organisation itself.
      if (target === 'accounts') return false;
      return (
        first !== 'organisation_id' || targetFirst !== 'organisation_id' || (width === 1 && target !== 'organisations')
      );
    });
    expect(wrong).toEqual([]);
    // n: set null, d: set default. They would write through organisation_id too.
    expect(
      rows.filter(({ deletion, change }) => 'nd'.includes(String(deletion)) || 'nd'.includes(String(change))),
    ).toEqual([]);
    const toGlobal = rows.filter(({ target }) => target === 'accounts').map(({ name }) => name);
    expect(toGlobal).toEqual(['memberships.memberships_account_id_fkey']);
  });

  test('has row level security enabled and forced, with one permissive policy for valv_runtime', async () => {
    const open = tables.filter(({ kind, isEnabled, isForced }) => kind !== 'global' && !(isEnabled && isForced));
    expect(open.map(({ name }) => name)).toEqual([]);
    const rows = await world.sql(
      `select tablename, permissive, cmd, qual, with_check from pg_policies
        where schemaname = 'valv' and roles && '{valv_runtime,public}'::name[] order by 1`,
    );
    const own = '(organisation_id = current_organisation())';
    const expected = ofOrganisations().map((tablename) => ({
      tablename,
      permissive: 'PERMISSIVE',
      cmd: 'ALL',
      qual: own,
      with_check: own,
    }));
    expect(rows).toEqual(expected);
  });

  test('has policies for valv_identity and valv_journal only as its comment says, and for valv_sealer what it needs', async () => {
    const rows = await world.sql(
      `select tablename || ' ' || cmd || ' ' || array_to_string(roles, ',') as line from pg_policies
        where schemaname = 'valv' and not roles && '{valv_runtime}'::name[]`,
    );
    const expected = tables.flatMap(({ name, kind, comment }) => [
      ...(kind === 'journal' ? [`${name} INSERT valv_journal`] : []),
      ...(/^\w+ \(read by identity\)/.test(comment) ? [`${name} SELECT valv_identity`] : []),
      ...(/^\w+ \(shared with identity\)/.test(comment) ? [`${name} ALL valv_identity`] : []),
    ]);
    const ofSealer = sealed.flatMap(([name, commands]) => commands.map((command) => `${name} ${command} valv_sealer`));
    expect(named(rows).sort()).toEqual([...expected, ...ofSealer].sort());
  });

  test('gives each role what its kind says', async () => {
    const rows = await world.sql(
      `select relname as table, grantee::regrole::text as role, array_agg(lower(privilege_type) order by privilege_type)::text[] as may
         from pg_class, aclexplode(relacl)
        where relnamespace = 'valv'::regnamespace and relkind in ('r', 'p') and grantee <> relowner group by 1, 2`,
    );
    const expected = tables.flatMap(({ name, kind, comment }) => {
      const grants: [string, string[]][] = [];
      if (['tracked', 'derived', 'queue'].includes(kind))
        grants.push(['valv_runtime', ['delete', 'insert', 'select', 'update']]);
      if (kind === 'journal') grants.push(['valv_runtime', ['select']], ['valv_journal', ['insert']]);
      if (['journal_entries', 'journal_values', 'sealings'].includes(name)) grants.push(['valv_sealer', ['select']]);
      if (comment.includes('(read by identity)')) grants.push(['valv_identity', ['select']]);
      if (comment.includes('(shared with identity)')) grants.push(['valv_identity', ['insert', 'select', 'update']]);
      return grants.map(([role, may]) => ({ table: name, role, may }));
    });
    const sorted = (list: object[]) => list.map((one) => JSON.stringify(one)).sort();
    expect(sorted(rows)).toEqual(sorted(expected));
    const columns = await world.sql(
      `select attrelid::regclass || '.' || attname || ' ' || lower(privilege_type) || ' ' || grantee::regrole as line from pg_attribute, aclexplode(attacl)
        where attrelid in (select oid from pg_class where relnamespace = 'valv'::regnamespace)`,
    );
    expect(named(columns).sort()).toEqual([
      ...['payload', 'salt', 'sealed'].map((name) => `journal_values.${name} update valv_sealer`),
      ...['id', 'organisation_id', 'register_id'].map((name) => `records.${name} select valv_sealer`),
      ...['entry_count', 'finished_at', 'sealed_count', 'seen_count', 'seen_to', 'status'].map(
        (name) => `sealings.${name} update valv_sealer`,
      ),
    ]);
  });

  test('has the change trigger exactly if it is tracked', async () => {
    const triggers = await world.sql(
      `select tgrelid::regclass::text as table, tgname as name, pg_get_triggerdef(oid) as text, tgenabled as enabled from pg_trigger
        where not tgisinternal and tgrelid in (select oid from pg_class where relnamespace = 'valv'::regnamespace)`,
    );
    // What is announced to webhooks is no journal: it is about records alone.
    const announcing = triggers.filter(({ name }) => String(name).startsWith('announce_'));
    expect(
      announcing.map(({ table, name, enabled }) => `${String(table)} ${String(name)} ${String(enabled)}`).sort(),
    ).toEqual(['records announce_added O', 'records announce_changed O']);
    const rows = triggers.filter(({ name }) => name === 'record_change');
    // Accounts belong to no organisation, but what happens to them is told in the journal of the installation.
    const tracked = tables
      .filter(({ kind, name }) => kind === 'tracked' || name === 'accounts')
      .map(({ name }) => name);
    expect(rows.map((row) => row['table']).sort()).toEqual(tracked);
    const complete = /AFTER INSERT OR DELETE OR UPDATE ON .* FOR EACH ROW EXECUTE FUNCTION (valv\.)?record_change\(/;
    expect(rows.filter(({ text, enabled }) => !complete.test(String(text)) || enabled !== 'O')).toEqual([]);
  });
});

describe('functions', () => {
  test('current_organisation is STABLE, and runs with the rights of its caller', async () => {
    const [row] = await world.sql(
      `select provolatile as volatility, prosecdef as definer from pg_proc where proname = 'current_organisation'`,
    );
    expect(row).toEqual({ volatility: 's', definer: false });
  });

  test('that run with their owner’s rights have a fixed search_path, a lowly owner, and these callers alone', async () => {
    const rows = await world.sql(
      `select proname as name, pg_get_userbyid(proowner) as owner, array_to_string(proconfig, ';') as settings,
              coalesce((select array_agg(case when grantee = 0 then 'everybody' else grantee::regrole::text end order by grantee::regrole::text)
                 from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee <> proowner), '{}')::text[] as callers
         from pg_proc where pronamespace = 'valv'::regnamespace and prosecdef order by 1`,
    );
    expect(rows.filter(({ settings }) => settings !== 'search_path=valv, pg_temp')).toEqual([]);
    // Not a superuser, and not the migrating owner, whom no policy would show anything but who may change every table.
    const found = Object.fromEntries(
      rows.map(({ name, owner, callers }) => [
        name,
        `${String(owner)} for ${(callers as string[]).join(', ') || 'nobody'}`,
      ]),
    );
    expect(found).toEqual(definers);
  });

  test('are run by nobody else', async () => {
    const rows = await world.sql(
      `select proname from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
        where pronamespace = 'valv'::regnamespace and grantee = 0`,
    );
    expect(named(rows)).toEqual([]);
  });
});

/** What valv_sealer sees and writes, each in the organisation that it entered alone. */
const sealed: [table: string, commands: string[]][] = [
  ['journal_entries', ['SELECT']],
  ['journal_values', ['SELECT', 'UPDATE']],
  ['records', ['SELECT']],
  ['sealings', ['SELECT', 'UPDATE']],
];

/** Every way around row level security there is: function, owner, callers. */
const definers = {
  claim_address: 'valv_identity for valv_runtime',
  enter: 'valv_identity for valv_runtime',
  journal_append: 'valv_journal for valv_identity, valv_runtime, valv_sealer',
  list_due_webhooks: 'valv_identity for valv_runtime',
  list_organisations: 'valv_identity for valv_runtime',
  organisation_address: 'valv_identity for valv_runtime',
  record_change: 'valv_journal for nobody',
  touch: 'valv_identity for valv_journal',
};

describe('roles', () => {
  const logins = ['valv_runtime', 'valv_identity', 'valv_journal', 'valv_sealer', 'valv_jobs'];

  test('have no power of their own: no superuser, no bypass, no creation, no membership', async () => {
    const strong = await world.sql(
      `select rolname from pg_roles where rolname = any ($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
      [logins],
    );
    expect(named(strong)).toEqual([]);
    const members = await world.sql(
      `select roleid::regrole, member::regrole from pg_auth_members where member::regrole::text = any ($1)`,
      [logins],
    );
    expect(named(members)).toEqual([]);
    const [owner] = await world.sql(
      `select rolsuper or rolbypassrls as strong from pg_roles where rolname = 'valv_owner'`,
    );
    expect(owner).toEqual({ strong: false });
  });

  test('may not truncate, refer to or put triggers on what they do not own, nor create anything', async () => {
    const tablesOf = await world.sql(
      `select rolname, relname, may from pg_roles, pg_class, unnest('{TRUNCATE,REFERENCES,TRIGGER}'::text[]) as may
        where rolname = any ($1) and relnamespace = 'valv'::regnamespace and relkind in ('r', 'p') and relowner <> pg_roles.oid
          and has_table_privilege(pg_roles.oid, pg_class.oid, may)`,
      [logins],
    );
    expect(named(tablesOf)).toEqual([]);
    const schemas = await world.sql(
      `select rolname, nspname from pg_roles, pg_namespace where rolname = any ($1) and nspname !~ '^pg_(toast_)?temp' and nspname <> 'jobs'
        and has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'CREATE')`,
      [logins],
    );
    expect(named(schemas)).toEqual([]);
    const databases = await world.sql(
      `select rolname from pg_roles where rolname = any ($1) and has_database_privilege(oid, current_database(), 'CREATE')`,
      [logins],
    );
    expect(named(databases)).toEqual([]);
  });

  test('valv_runtime owns nothing, and valv_identity only what belongs to no organisation', async () => {
    const owned = await world.sql(
      `select pg_get_userbyid(relowner), relname from pg_class where relnamespace = 'valv'::regnamespace and relkind = 'r'
        and pg_get_userbyid(relowner) = any ($1) order by relname`,
      [logins],
    );
    const globals = ['accounts', 'organisation_addresses', 'sessions', 'sign_in_links'];
    expect(named(owned)).toEqual(globals.map((name) => `valv_identity ${name}`));
  });
});
