// Where the database lies. Layout of a base folder, which is VALV_DATA or, out of reach there, /var/lib/valv/<id>:
//   postgres/data      PGDATA           postgres/ is 0700 and belongs to the user that runs PostgreSQL; root never writes in it,
//   postgres/run       the socket       because that user could put a symlink in root's way
//   binaries-<version> a copy of the programs, only if the package is out of reach
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, chown, lstat, mkdir, open, readFile, realpath, rename, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isRoot, runScriptAs, type Account } from './account.ts';
import { EmbeddedFailure, explainFileError } from './failure.ts';
import { syncFolder } from './lock.ts';

const SYSTEM_BASE = '/var/lib/valv';
const POINTER = 'database.location.json';

export interface Location {
  baseFolder: string;
  /** Parent of PGDATA and of the socket folder. */
  home: string;
  /** PGDATA. */
  folder: string;
}

/** Makes VALV_DATA if it is absent (0711 by root, whose database user must get through it; else 0700) and returns its real path. */
export async function openDataFolder(path: string): Promise<string> {
  const wanted = resolve(path);
  try {
    await makeFolders(wanted, isRoot() ? 0o711 : 0o700);
    return await realpath(wanted);
  } catch (error) {
    throw explainFileError('making the data folder', wanted, error);
  }
}

// Only what is made here gets a mode; what was there before is never touched.
async function makeFolders(path: string, mode: number): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolders(dirname(path), mode);
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    throw error;
  }
  await chmod(path, mode); // not through mkdir, which the umask narrows
}

const locationIn = (baseFolder: string): Location => {
  const home = join(baseFolder, 'postgres');
  return { baseFolder, home, folder: join(home, 'data') };
};

/** The location as far as it is decided: by the pointer of an earlier start, or by a database in VALV_DATA itself. */
export async function findLocation(
  dataFolder: string,
): Promise<{ location: Location; databaseUid: number | undefined; isElsewhere: boolean }> {
  const pointed = await readPointer(dataFolder);
  const location = locationIn(pointed ?? dataFolder);
  if (pointed !== undefined && !(await lstat(location.home).catch(() => undefined))) {
    throw new EmbeddedFailure(
      'embedded.database_lost',
      `${join(dataFolder, POINTER)} says that the database lies in ${pointed}, but it is not there. Bring that folder back or restore a backup; to begin with an empty database, remove ${POINTER}.`,
    );
  }
  const databaseUid = (await lstat(location.folder).catch(() => undefined))?.uid;
  return { location, databaseUid, isElsewhere: pointed !== undefined };
}

/** Makes the location ready for the account, and moves a database not yet begun to /var/lib/valv/<id> if VALV_DATA is out of its reach. */
export async function settle(dataFolder: string, account: Account, notices: string[]): Promise<Location> {
  const { location, databaseUid, isElsewhere } = await findLocation(dataFolder);
  if (await openHome(location, account)) {
    if (isElsewhere) notices.push(elsewhere(dataFolder, location, account));
    return location;
  }
  if (isElsewhere || databaseUid !== undefined || !isRoot()) {
    throw new EmbeddedFailure(
      'embedded.no_permission',
      `${account.name}, who runs PostgreSQL, cannot reach or write ${location.home}. Let that user through its parent folders, or move the data folder to where it can.`,
    );
  }
  const moved = await makeSystemLocation(dataFolder, account);
  if (!(await openHome(moved, account))) {
    throw new EmbeddedFailure(
      'embedded.no_permission',
      `${account.name}, who runs PostgreSQL, can neither write in ${dataFolder} nor in ${moved.home}.`,
    );
  }
  await writePointer(dataFolder, moved.baseFolder);
  notices.push(elsewhere(dataFolder, moved, account));
  return moved;
}

const elsewhere = (dataFolder: string, location: Location, account: Account) =>
  `The database lies in ${location.baseFolder}, because ${account.name}, who runs PostgreSQL, cannot reach ${dataFolder}. Keep both folders together.`;

// Whether the account gets there is found out by going there as that user: modes, ACLs, mounts and root_squash all have a say.
async function openHome({ home }: Location, account: Account): Promise<boolean> {
  const isReachable = (await runScriptAs(account, '/', 'cd "$1"', [dirname(home)])).isDone;
  if (!isReachable) return false;
  const isMadeHere = await mkdir(home, { mode: 0o700 }).then(
    () => true,
    () => false,
  );
  try {
    if (isMadeHere && account.mustSwitch) await chown(home, account.uid, account.gid);
  } catch {
    await rmdir(home); // a mount without owners
    return false;
  }
  const write = 'cd "$1" && mkdir -p run && chmod 700 run && : > .reach && rm .reach';
  const { isDone } = await runScriptAs(account, '/', write, [home]);
  if (!isDone && isMadeHere) await rmdir(home).catch(() => undefined);
  return isDone;
}

async function makeSystemLocation(dataFolder: string, account: Account): Promise<Location> {
  try {
    await makeFolders(SYSTEM_BASE, 0o755);
    const owner = await lstat(SYSTEM_BASE);
    if (owner.uid !== 0 || (owner.mode & 0o022) !== 0) {
      throw new EmbeddedFailure(
        'embedded.no_permission',
        `${SYSTEM_BASE} can be written by others than root, so no database is put there. Make it root's own (chown root, chmod 755).`,
      );
    }
    const baseFolder = join(SYSTEM_BASE, randomBytes(8).toString('hex'));
    await mkdir(baseFolder);
    // Root's own, for root writes the programs here; its database user gets through, and nobody else does.
    await chown(baseFolder, 0, account.gid);
    await chmod(baseFolder, 0o710);
    return locationIn(baseFolder);
  } catch (error) {
    throw explainFileError(`making a place for the database of ${dataFolder}`, SYSTEM_BASE, error);
  }
}

async function readPointer(dataFolder: string): Promise<string | undefined> {
  const path = join(dataFolder, POINTER);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw explainFileError('reading where the database lies', path, error);
  });
  if (text === undefined) return undefined;
  try {
    const { folder } = JSON.parse(text) as { folder?: unknown };
    if (typeof folder === 'string' && folder.startsWith('/')) return folder;
  } catch {
    // reported below
  }
  throw new EmbeddedFailure(
    'embedded.database_lost',
    `${path} should say where the database lies, but cannot be read. Write {"folder":"${SYSTEM_BASE}/<id>"} with the right folder in it.`,
  );
}

// Written before the database is made: a crash between the two leaves an empty place that the next start fills, never a database nobody finds.
async function writePointer(dataFolder: string, folder: string): Promise<void> {
  const prepared = join(dataFolder, `${POINTER}.${randomUUID()}.new`);
  const file = await open(prepared, 'wx', 0o644);
  try {
    await file.writeFile(`${JSON.stringify({ folder })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(prepared, join(dataFolder, POINTER));
  await syncFolder(dataFolder);
}
