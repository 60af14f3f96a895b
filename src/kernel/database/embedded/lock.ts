// One Valv per data folder. A kernel lock (flock) is not within Node's reach, so the lock is a file that names its owner
// exactly: process id, start time and boot. Reuse of a process id therefore never looks like a living owner.
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AlreadyRunning, explainFileError } from './failure.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';

/** What the lock tells command line tools once the database answers. */
export interface LockedServer {
  socketFolder: string;
  port: number;
}

interface LockRecord extends ProcessIdentity {
  /** Names this very taking of the lock, so that a stale one can be replaced exactly once. */
  token: string;
  server?: LockedServer;
}

export interface Lock {
  /** Adds where the server answers; atomic. */
  publish(server: LockedServer): Promise<void>;
  /** False if somebody removed or replaced the file by hand: then this process must not start anything in the folder again. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

const WAIT_FOR_TAKER_MS = 10_000;
const lockPath = (dataFolder: string) => join(dataFolder, 'valv.lock');

/** Takes the lock or throws `AlreadyRunning`. Of any number of simultaneous callers exactly one wins, also over a stale lock. */
export async function takeLock(dataFolder: string): Promise<Lock> {
  try {
    return await acquire(lockPath(dataFolder), dataFolder);
  } catch (error) {
    throw explainFileError('taking the lock', dataFolder, error);
  }
}

/** The living owner of the lock and, once it is ready, where its server answers. */
export async function findOwner(
  dataFolder: string,
): Promise<{ processId: number; server: LockedServer | undefined } | undefined> {
  const record = await readRecord(lockPath(dataFolder));
  return record && isAlive(record) ? { processId: record.processId, server: record.server } : undefined;
}

async function acquire(path: string, dataFolder: string): Promise<Lock> {
  const own = identifyProcess(process.pid);
  if (!own) throw new Error('This process cannot be found in /proc; Valv needs it mounted.');
  const record: LockRecord = { ...own, token: randomUUID() };
  const prepared = `${path}.${record.token}.new`;
  await writeDurably(prepared, record);
  const deadline = performance.now() + WAIT_FOR_TAKER_MS;
  try {
    while (!(await tryTake(prepared, path, dataFolder))) {
      if (performance.now() > deadline)
        throw new Error(`The lock ${path} is being taken over by another process that does not finish.`);
      await delay(20);
    }
  } finally {
    await rm(prepared, { force: true });
  }
  return heldLock(path, record);
}

async function tryTake(prepared: string, path: string, dataFolder: string): Promise<boolean> {
  try {
    await link(prepared, path); // creates whole or not at all
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const current = await readRecord(path);
  if (!current) return false; // released between the two calls
  if (isAlive(current)) throw new AlreadyRunning(current.processId, dataFolder);
  return replaceStale(prepared, path, current, dataFolder);
}

// Two takers that both see the same stale lock must not both win. Whoever replaces it holds a lock named after the stale one's
// token, which can be replaced itself in the same way should its holder die within these few milliseconds.
async function replaceStale(prepared: string, path: string, stale: LockRecord, dataFolder: string): Promise<boolean> {
  let turn: Lock;
  try {
    turn = await acquire(`${path}.${stale.token}`, dataFolder);
  } catch (error) {
    if (error instanceof AlreadyRunning) return false; // that one is taking it over; look again
    throw error;
  }
  try {
    if ((await readRecord(path))?.token !== stale.token) return false;
    await rename(prepared, path);
    return true;
  } finally {
    await turn.release();
  }
}

function heldLock(path: string, record: LockRecord): Lock {
  const isHeld = async () => (await readRecord(path))?.token === record.token;
  return {
    isHeld,
    async publish(server) {
      const prepared = `${path}.${record.token}.new`;
      await writeDurably(prepared, { ...record, server });
      await rename(prepared, path);
    },
    async release() {
      if (await isHeld()) await rm(path, { force: true });
    },
  };
}

async function writeDurably(path: string, record: LockRecord): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(record));
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readRecord(path: string): Promise<LockRecord | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const record = JSON.parse(text) as LockRecord;
    if (Number.isInteger(record.processId) && /^[\w-]+$/.test(record.token)) return record;
  } catch {
    // A power cut can leave the file empty: nobody that lives wrote it, so it is stale.
  }
  return { processId: 0, startedTicks: '', bootId: '', token: 'unreadable' };
}

/** Makes a rename or creation in the folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
