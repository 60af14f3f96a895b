// The database folder itself: made whole or not at all, and opened only by programs of its own major version.
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { runAs, runScriptAs, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedFailure, explain } from './failure.ts';
import type { Location } from './location.ts';
import { syncFolder } from './lock.ts';

export const SUPERUSER = 'valv_superuser';

// The built-in locale is the same on every machine, so indexes stay right when a backup is restored on another one; and it does
// not ask the machine's LANG, which may be unset (SQL_ASCII!) or not installed (initdb fails).
const INITDB_ARGUMENTS = [
  `--username=${SUPERUSER}`,
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--data-checksums',
  '--auth-local=peer',
  '--auth-host=reject',
  '--no-instructions',
];

/** Makes the database if there is none. A crash in the middle leaves only a folder that the next start removes. */
export async function prepareCluster(
  location: Location,
  account: Account,
  binaries: Binaries,
  isDurable: boolean,
): Promise<void> {
  const { home, folder } = location;
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
  if (version === undefined) return initialise(location, account, binaries, isDurable);
  await runScriptAs(account, home, 'rm -rf data.partial-*', []);
  if (version === binaries.major) return;
  throw new EmbeddedFailure(
    'embedded.version_differs',
    `The database in ${folder} was made by PostgreSQL ${version}, but the installed programs are PostgreSQL ${binaries.major}. Start the Valv version that made it and move over with an export, or restore a backup.`,
  );
}

async function initialise(
  { home, folder }: Location,
  account: Account,
  binaries: Binaries,
  isDurable: boolean,
): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0) {
    throw new EmbeddedFailure(
      'embedded.database_lost',
      `${folder} holds files but no PG_VERSION, so it is not a whole database. Restore a backup, or move the folder away to begin with an empty database.`,
    );
  }
  await runScriptAs(account, home, 'rm -rf data.partial-*', []);
  const partial = join(home, `data.partial-${randomUUID()}`);
  const args = ['-D', partial, ...INITDB_ARGUMENTS, ...(isDurable ? [] : ['--no-sync'])];
  const { isDone, output } = await runAs(account, home, binaries.initdb, args);
  if (!isDone) {
    await runScriptAs(account, home, 'rm -rf data.partial-*', []);
    throw explain('embedded.initialisation_failed', 'making the database', home, output);
  }
  await rename(partial, folder);
  await syncFolder(home);
}
