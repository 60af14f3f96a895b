import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { bind, type Gate } from '#gate/gate.ts';
import { assertKept, probeActor, probeCall, type Probe } from '#gate/probe.ts';

const output = z.object({ isProbed: z.boolean() });
const answered = bind(
  contract({
    action: 'promise.probed',
    method: 'GET',
    path: '/probe/open',
    summary: 'answers',
    access: { open: 'a probe' },
    output,
    isActivity: false,
  }),
  async () => ({ isProbed: true }),
);
const refused = bind(
  contract({
    action: 'promise.probed',
    method: 'GET',
    path: '/probe/own',
    summary: 'refuses nobody',
    access: { account: 'a probe' },
    output,
    isActivity: false,
  }),
  async () => ({ isProbed: true }),
);
const broken = bind(
  contract({
    action: 'promise.probed',
    method: 'GET',
    path: '/probe/missing',
    summary: 'is of no organisation',
    access: { open: 'a probe' },
    output,
    isActivity: false,
  }),
  async () => Promise.reject(new TypeError('a probe that fails on purpose')),
);

const inInstallation = <T>(gate: Gate, work: (context: Context) => Promise<T>) =>
  gate.runAs({ actor: probeActor, organisation: gate.installation, action: 'promise.probed' }, work);

/** P24: calls that are answered, refused and failed each have exactly one entry, there at once when the answer has come. */
async function probeCalls(gate: Gate): Promise<{ calls: number; entries: number }> {
  const quiet: Gate = { ...gate, logError: () => {} };
  // The first id of this millisecond: what follows is a short range of the primary key.
  const since = `${gate.newId().slice(0, 13)}-0000-0000-000000000000`;
  const calls = await Promise.all([answered, refused, broken].map((binding) => probeCall(quiet, binding)));
  const statuses = calls.map(({ status }) => status).join(' ');
  assertKept(statuses === '200 401 500', 'the calls did not end as they should', { statuses });
  const rows = await inInstallation(gate, ({ db, organisation }) =>
    db
      .selectFrom('journal_entries')
      .select('request_id')
      .where('organisation_id', '=', organisation)
      .where('id', '>=', since)
      .where('kind', '=', 'access')
      .where(
        'request_id',
        'in',
        calls.map(({ request }) => request),
      )
      .execute(),
  );
  const perCall = calls.map(({ request }) => rows.filter(({ request_id }) => request_id === request).length);
  assertKept(
    perCall.every((count) => count === 1),
    'a call has not exactly one entry',
    { perCall: perCall.join(' ') },
  );
  return { calls: calls.length, entries: rows.length };
}

/** P25, by the catalogue: no tracked table without the trigger in force, and no way for the application around it. */
async function readGuards({ db }: Context): Promise<{ trackedTables: number; unguarded: string; mayRewrite: string }> {
  const { rows } = await sql<{ name: string; isGuarded: boolean; mayBypass: boolean }>`
    select c.relname as name,
           exists (
             select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
              where t.tgrelid = c.oid and t.tgname = 'record_change' and t.tgenabled in ('O', 'A')
                -- For each row, after insert, update and delete, of every column and without a condition.
                and t.tgtype & 31 = 29 and t.tgqual is null and t.tgattr = ''
                and p.proname = 'record_change' and p.prosecdef and pg_get_userbyid(p.proowner) = 'valv_journal'
           ) as "isGuarded",
           has_table_privilege('valv_runtime', c.oid, 'truncate, trigger') as "mayBypass"
      from pg_class c
     where c.relnamespace = 'valv'::regnamespace and c.relkind in ('r', 'p')
       and (obj_description(c.oid, 'pg_class') like 'tracked%' or c.relname = 'accounts')`.execute(db);
  const rewriting = await sql<{ name: string }>`
    select r.role || ' ' || t.name as name
      from (values ('valv_runtime', 'insert, update, delete, truncate'), ('valv_identity', 'insert, update, delete, truncate'),
                   ('valv_journal', 'select, update, delete, truncate'), ('valv_sealer', 'insert, update, delete, truncate')) as r (role, privileges),
           (values ('journal_entries'), ('journal_values')) as t (name)
     where has_table_privilege(r.role, 'valv.' || t.name, r.privileges)
    union all
    -- valv_sealer may write three columns, but only under the trigger that allows a seal and nothing else.
    select 'valv_sealer without only_sealed' where not exists (
      select from pg_trigger where tgrelid = 'valv.journal_values'::regclass and tgname = 'only_sealed' and tgenabled in ('O', 'A')
         and tgtype & 31 = 19 and tgqual is null and tgattr = '')`.execute(db);
  return {
    trackedTables: rows.length,
    unguarded: rows
      .filter(({ isGuarded, mayBypass }) => !isGuarded || mayBypass)
      .map(({ name }) => name)
      .join(' '),
    mayRewrite: rewriting.rows.map(({ name }) => name).join(', '),
  };
}

/** P25, live: a row is made, changed and removed, and its entries are read back and compared with what was done. */
async function probeChange(gate: Gate): Promise<number> {
  const id = gate.newId();
  const names = { old: `probe ${id}`, new: `probed ${id}` };
  // In one unit, so that a cut leaves no role behind.
  await inInstallation(gate, async ({ db, organisation }) => {
    await db.insertInto('roles').values({ organisation_id: organisation, id, name: names.old }).execute();
    await db
      .updateTable('roles')
      .set({ name: names.new })
      .where('organisation_id', '=', organisation)
      .where('id', '=', id)
      .execute();
    await db.deleteFrom('roles').where('organisation_id', '=', organisation).where('id', '=', id).execute();
  });
  const entries = await inInstallation(gate, ({ db, organisation }) =>
    db
      .selectFrom('journal_entries as e')
      .innerJoin('journal_values as v', (join) =>
        join.onRef('v.organisation_id', '=', 'e.organisation_id').onRef('v.entry_id', '=', 'e.id'),
      )
      .select(['e.leaf', 'v.salt', 'v.payload'])
      .where('e.organisation_id', '=', organisation)
      .where('e.target_id', '=', id)
      .where('e.kind', '=', 'change')
      .orderBy('e.id')
      .execute(),
  );
  const told = entries.map(({ leaf, salt, payload }) => {
    const { action, actor, commitment } = JSON.parse(leaf) as Record<string, string>;
    const values = JSON.parse(payload ?? '') as Record<'old' | 'new', { name?: string }>;
    const isCommitted =
      createHash('sha256')
        .update(salt ?? '')
        .update(payload ?? '')
        .digest('hex') === commitment;
    return [action, actor === probeActor, isCommitted, values.old.name, values.new.name].join(' ');
  });
  const expected = [
    `roles.inserted true true  ${names.old}`,
    `roles.updated true true ${names.old} ${names.new}`,
    `roles.deleted true true ${names.new} `,
  ];
  assertKept(told.join('\n') === expected.join('\n'), 'a change was not told as it was made', { entries: told.length });
  return entries.length;
}

export const probes: readonly Probe[] = [
  {
    promise: 'P24',
    shownBy: 'journal.calls_counted',
    validHours: 3,
    run: (gate) => probeCalls(gate),
  },
  {
    promise: 'P25',
    shownBy: 'journal.changes_told',
    validHours: 3,
    async run(gate) {
      const { trackedTables, unguarded, mayRewrite } = await inInstallation(gate, readGuards);
      assertKept(trackedTables > 0, 'no tracked table was seen');
      assertKept(unguarded === '', 'tables can be changed without an entry', { unguarded });
      assertKept(mayRewrite === '', 'the journal can be rewritten', { mayRewrite });
      return { trackedTables, changes: await probeChange(gate) };
    },
  },
];
