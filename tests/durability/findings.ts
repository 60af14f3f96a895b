import type pg from 'pg';
import { getDefinition } from '../../src/features/registers/definitions.ts';
import { beginPreparation } from '../../src/features/registers/preparation.ts';
import type { Load } from './load.ts';
import type { Organisation } from './organisation.ts';
import type { Service } from './service.ts';

// What a crash must not leave behind. Each function gives sentences about what it found; nothing found is an empty list.

/** Everything that was acknowledged, held against what is stored. */
export function findLost(service: Service, { register }: Organisation, load: Load): Promise<string[]> {
  return service.asSuperuser(async (client) => {
    const found: string[] = [];
    const { rows: records } = await client.query<{ id: string; version: number; data: Record<string, string> }>(
      'select id, version, data from records where register_id = $1',
      [register],
    );
    const stored = new Map(records.map((record) => [record.id, record]));
    for (const [id, known] of load.records) {
      const record = stored.get(id);
      if (!record) found.push(`record ${id} is gone`);
      else if (
        record.version !== known.version ||
        JSON.stringify(sorted(record.data)) !== JSON.stringify(sorted(known.data))
      )
        found.push(`record ${id} is ${JSON.stringify(record)} and not ${JSON.stringify(known)}`);
    }
    for (const id of stored.keys()) if (!load.records.has(id)) found.push(`record ${id} was made by nobody, or twice`);

    const { rows: entries } = await client.query<{ request: string; entries: { action: string; status: number }[] }>(
      `select request_id as request, jsonb_agg(jsonb_build_object('action', action, 'status', leaf::jsonb -> 'status')) as entries
         from journal_entries where kind = 'access' and request_id = any ($1::uuid[]) group by 1`,
      [load.answered.map(({ request }) => request)],
    );
    const entriesOf = new Map(entries.map((row) => [row.request, row.entries]));
    for (const { request, kind, status } of load.answered) {
      const own = entriesOf.get(request) ?? [];
      const told = own.map(({ action }) => action.replace(/^.*\.(started|ended)$/, '$1'));
      const isRight =
        status === 503
          ? own.length <= 1
          : kind === 'call'
            ? own.length === 1 && own[0]?.status === status
            : told.includes('started') && (kind === 'broken stream' || told.includes('ended'));
      if (!isRight) found.push(`${kind} ${request}, answered ${status}, has the entries ${JSON.stringify(own)}`);
    }
    return found;
  });
}

const sorted = (data: Record<string, string>) => Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));

/** No request has two entries, no write is without its entries, no entry is without its write or its values. */
export function findHalfDone(service: Service): Promise<string[]> {
  return service.asSuperuser(async (client) => {
    const found: string[] = [];
    const look = async (what: string, sql: string) => {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      found.push(...rows.map((row) => `${what}: ${JSON.stringify(row)}`));
    };
    await look(
      'two access entries of one request',
      `select request_id, array_agg(action) as actions from journal_entries where kind = 'access' and request_id is not null
        group by 1 having count(*) > 1 and not (count(*) = 2 and count(*) filter (where action like '%.started') = 1 and count(*) filter (where action like '%.ended') = 1)`,
    );
    await look(
      'a record whose versions, change entries and calls differ',
      `select r.id, r.version, c.changes, c.calls from records r cross join lateral (
          select count(*) filter (where kind = 'change') as changes,
                 count(*) filter (where kind = 'access' and leaf::jsonb ->> 'outcome' = 'done'
                                    and action in ('record.created', 'record.changed', 'record.trashed', 'record.restored')) as calls
            from journal_entries e where e.organisation_id = r.organisation_id and e.target_id = r.id) c
        where c.changes <> r.version or (c.calls <> r.version and not exists (
          select from import_rows i where i.organisation_id = r.organisation_id and i.record_id = r.id))`,
    );
    await look(
      'a change of a record that is not there',
      `select distinct target_id, action from journal_entries e where action in ('records.inserted', 'records.updated')
          and not exists (select from records r where r.organisation_id = e.organisation_id and r.id = e.target_id)`,
    );
    await look(
      'an entry without its values, or values without their entry',
      `select e.id, v.entry_id from journal_entries e full join journal_values v
           on v.organisation_id = e.organisation_id and v.entry_id = e.id where e.id is null or v.entry_id is null`,
    );
    await look(
      'a change without the access entry of its call',
      `select e.id, e.action, e.actor from journal_entries e where e.kind = 'change' and e.actor not like 'outside:%' and not exists (
          select from journal_entries a where a.kind = 'access' and a.request_id = e.request_id)`,
    );
    await look(
      'an idempotent call that was begun and has no answer',
      `select key from idempotent_answers where answer is null`,
    );
    return found;
  });
}

/** Keys and words, held against the same made anew from the records. */
export async function findStaleDerived(service: Service, organisation: Organisation): Promise<string[]> {
  const before = await readDerived(service, organisation);
  await service.beside(({ installation: { gate } }) =>
    gate.runAs({ actor: 'command:test', organisation: organisation.id, action: 'test.rebuilt' }, async (context) => {
      const definition = await getDefinition(context, organisation.register);
      const fields = definition.fields.map(({ key }) => key);
      await beginPreparation(context, definition, fields, Number.POSITIVE_INFINITY);
    }),
  );
  const after = await readDerived(service, organisation);
  const found = [...before].filter((row) => !after.has(row)).map((row) => `no record gives ${row}`);
  return [...found, ...[...after].filter((row) => !before.has(row)).map((row) => `missing ${row}`)];
}

async function readDerived(service: Service, { register }: Organisation): Promise<Set<string>> {
  return service.asSuperuser(async (client) => {
    const read = async (table: string) => {
      const { rows } = await client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${table} t where register_id = $1`,
        [register],
      );
      return rows.map(({ row }) => `${table} ${row}`);
    };
    return new Set([...(await read('record_keys')), ...(await read('record_terms'))]);
  });
}

/** amcheck over every table and B-tree index of the database, its own catalogue included. */
export function findCorruption(service: Service): Promise<string[]> {
  return service.asSuperuser(async (client) => {
    await client.query('create extension if not exists amcheck schema public');
    const found: string[] = [];
    const tables = await relations(client, `relkind in ('r', 't', 'm')`);
    for (const { oid, name } of tables) {
      const { rows } = await client.query<{ msg: string; blkno: number }>(
        'select blkno, msg from verify_heapam($1::oid::regclass)',
        [oid],
      );
      found.push(...rows.map(({ blkno, msg }) => `${name}, block ${blkno}: ${msg}`));
    }
    const indexes = await relations(
      client,
      `relkind = 'i' and relam = (select oid from pg_am where amname = 'btree')
         and (select indisvalid from pg_index where indexrelid = c.oid)`,
    );
    for (const { oid, name } of indexes) {
      await client.query('select bt_index_check($1::oid::regclass, true)', [oid]).catch((error: unknown) => {
        found.push(`${name}: ${String(error)}`);
      });
    }
    if (tables.length < 50 || indexes.length < 100) found.push('amcheck looked at next to nothing');
    return found;
  });
}

async function relations(client: pg.Client, which: string) {
  const { rows } = await client.query<{ oid: number; name: string }>(
    `select c.oid, c.oid::regclass::text as name from pg_class c where relpersistence = 'p' and ${which}`,
  );
  return rows;
}
