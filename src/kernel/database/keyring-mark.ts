import type { Client } from 'pg';
import { MasterKeyWrong } from '#kernel/keyring/keyring-error.ts';

// Which keys the database was made with. Another folder of keys would open nothing that is sealed, and each thing sealed with
// it from then on nothing that goes with the right ones.

/** Throws MasterKeyWrong when the database was made with other keys. To be asked before anything is changed. */
export async function assertSameKeys(owner: Client, mark: string): Promise<void> {
  const { rows: found } = await owner.query<{ exists: boolean }>(
    `select to_regclass('valv.keyring_marks') is not null as exists`,
  );
  if (!found[0]?.exists) return;
  const { rows } = await owner.query<{ mark: string }>('select mark from valv.keyring_marks');
  if (rows.length === 0 || rows.some((row) => row.mark === mark)) return;
  throw new MasterKeyWrong(
    'The database was made with other keys than those that VALV_KEYS names, which would open nothing in it. Nothing was ' +
      'changed. Point VALV_KEYS to the folder that goes with this database, or put back your copy of it.',
  );
}

/** Notes the keys of a database that was just made. Harmless when it is done. */
export async function noteKeys(owner: Client, mark: string): Promise<void> {
  await owner.query(`create table if not exists valv.keyring_marks (mark text primary key)`);
  await owner.query(`comment on table valv.keyring_marks is 'global: which keys this database was made with'`);
  await owner.query(
    'insert into valv.keyring_marks (mark) select $1 where not exists (select from valv.keyring_marks)',
    [mark],
  );
}
