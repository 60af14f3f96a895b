import type { Client } from 'pg';

/**
 * Swedish order comes from the server's ICU, whose rules may change with its version (an upgrade, or a restore on another
 * machine); an index built under other rules gives wrong answers. Compares each collation's version with the stored one and
 * rebuilds the indexes that use a changed one before the installation is ready. Returns their names.
 */
export async function rebuildCollatedIndexes(owner: Client): Promise<string[]> {
  await owner.query(
    `create table if not exists valv.collation_versions (name text primary key, version text not null)`,
  );
  await owner.query(
    `comment on table valv.collation_versions is 'global: the rules of order that the indexes were built under'`,
  );
  const { rows } = await owner.query<{ name: string; version: string; stored: string | null; indexes: string[] }>(`
    select c.collname as name, coalesce(pg_collation_actual_version(c.oid), '') as version, v.version as stored,
           array_agg(distinct i.indexrelid::regclass::text) as indexes
      from pg_index i
      join pg_class r on r.oid = i.indexrelid and r.relnamespace = 'valv'::regnamespace
      cross join unnest(i.indcollation) as used (oid)
      join pg_collation c on c.oid = used.oid and c.collprovider = 'i'
      left join valv.collation_versions v on v.name = c.collname
     group by 1, 2, 3`);
  const rebuilt: string[] = [];
  for (const { name, version, stored, indexes } of rows) {
    if (stored === version) continue;
    if (stored !== null) {
      for (const index of indexes) {
        await owner.query(`reindex index ${index}`);
        rebuilt.push(index);
      }
    }
    await owner.query(
      `insert into valv.collation_versions (name, version) values ($1, $2) on conflict (name) do update set version = excluded.version`,
      [name, version],
    );
  }
  return rebuilt;
}
