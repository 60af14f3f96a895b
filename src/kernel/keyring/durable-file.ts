import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { KeyFileDamaged, KeysTooOpen } from './keyring-error.ts';

// Key files come into being whole or not at all: written beside, synced, then given their name in one step. A crash leaves at
// most a temporary file `.<name>.<random>.tmp` (or `.replacement`), which nobody reads.
const fileMode = 0o600;
const folderMode = 0o700;
const othersMask = 0o077;
/** A key file is a few kilobytes; a larger one is something else. */
const fileBytesMax = 1024 * 1024;

export const isErrno = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

function refuseOpenMode(path: string, mode: number, wanted: number): void {
  if ((mode & othersMask) === 0) return;
  const has = (mode & 0o777).toString(8);
  throw new KeysTooOpen(
    `Other users of this machine can reach ${path} (mode ${has}). Nothing was opened. ` +
      `Run: chmod ${wanted.toString(8)} ${path}`,
  );
}

/** Makes names given or removed in the folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates the folder and those above it, for this user only, durable when it resolves. */
export async function createFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: folderMode });
  if (first === undefined) return;
  for (let path = folder; path.length >= first.length; path = dirname(path)) await syncFolder(dirname(path));
}

/** Whether it exists; a folder that others can reach is refused, since they could exchange what is in it. */
export async function checkFolder(folder: string): Promise<boolean> {
  try {
    const handle = await open(folder, 'r');
    try {
      const facts = await handle.stat();
      if (!facts.isDirectory()) throw new KeyFileDamaged(`${folder} should be a folder and is not.`);
      refuseOpenMode(folder, facts.mode, folderMode);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}

/** The text of a key file, or undefined when there is none. A file that others can read is refused. */
export async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    const handle = await open(path, 'r');
    try {
      const facts = await handle.stat();
      refuseOpenMode(path, facts.mode, fileMode);
      if (!facts.isFile() || facts.size > fileBytesMax) throw new KeyFileDamaged(`${path} is no key file.`);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function writeTemporary(path: string, text: string, ending: '.tmp' | '.replacement'): Promise<string> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}${ending}`);
  const handle = await open(temporary, 'wx', fileMode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}

/**
 * Writes a new file and never replaces one: false when it already exists, then nothing of it is touched. In both cases the
 * file is durable when this resolves, also when another process gave it its name a moment ago.
 */
export async function createKeyFile(path: string, text: string): Promise<boolean> {
  const temporary = await writeTemporary(path, text, '.tmp');
  try {
    // A link, unlike a rename, fails when the name is taken.
    await link(temporary, path);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
    await syncFolder(dirname(path));
  }
}

/**
 * Puts `text` in the place of a file and wipes what was there: the old bytes are overwritten, and so are the leavings of a
 * crash under the same name. On a copy-on-write or flash disk old blocks may live on until the disk reuses them.
 */
export async function replaceAndWipe(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  const leftovers = await listTemporary(folder, basename(path));
  const olds = [];
  for (const old of [path, ...leftovers]) {
    const handle = await open(old, 'r+').catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (handle) olds.push(handle);
  }
  try {
    // The new text has the name before the old is wiped, so that a crash in between cannot look like damage. It is no `.tmp`
    // meanwhile, so that another process which replaces the same file does not wipe it as a leaving.
    await rename(await writeTemporary(path, text, '.replacement'), path);
    await syncFolder(folder);
    for (const handle of olds) {
      const { size } = await handle.stat();
      await handle.write(Buffer.alloc(size), 0, size, 0);
      await handle.sync();
    }
  } finally {
    for (const handle of olds) await handle.close();
  }
  for (const leftover of leftovers) await rm(leftover, { force: true });
  await syncFolder(folder);
}

async function listTemporary(folder: string, name: string): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.startsWith(`.${name}.`) && file.endsWith('.tmp'))
    .map((file) => join(folder, file));
}
