// The folder of the Unix socket: 0700 and the server user's own, so that reaching the socket is already a proof of who one is.
import { createHash, randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRoot, type Account } from './account.ts';
import { EmbeddedFailure } from './failure.ts';

/** Names the socket file `.s.PGSQL.5432`; there is no TCP port. */
export const PORT = 5432;
/** sun_path is 108 bytes with its end. */
const PATH_BYTES_MAX = 107;

export const socketPath = (folder: string) => join(folder, `.s.PGSQL.${PORT}`);
const fits = (folder: string) => Buffer.byteLength(socketPath(folder)) <= PATH_BYTES_MAX;

export interface SocketFolder {
  path: string;
  remove(): Promise<void>;
}

/** `<home>/run`, or if its path is too long for a socket a folder made for it under /run or the temporary folder. */
export async function openSocketFolder(home: string, account: Account): Promise<SocketFolder> {
  const beside = join(home, 'run');
  if (fits(beside)) return { path: beside, remove: async () => {} };
  const id = createHash('sha256').update(home).digest('hex').slice(0, 16);
  for (const parent of [...(isRoot() ? ['/run'] : []), tmpdir(), '/tmp']) {
    // The name derived from the folder leaves no litter after a kill -9; if somebody else sits on it, an unguessable one serves.
    for (const name of [`valv-${id}`, `valv-${randomBytes(8).toString('hex')}`]) {
      const path = join(parent, name);
      if (fits(path) && (await makeOwn(path, account)))
        return { path, remove: () => rm(path, { recursive: true, force: true }) };
    }
  }
  throw new EmbeddedFailure(
    'embedded.no_permission',
    `The path ${beside} is too long for a Unix socket (${PATH_BYTES_MAX} bytes), and no folder for it could be made in /run or ${tmpdir()}. Choose a shorter data folder.`,
  );
}

async function makeOwn(path: string, account: Account): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    if (account.mustSwitch) await chown(path, account.uid, account.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
  }
  // A folder that was there already is used only if nobody else can have made it or can write in it.
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === account.uid && (found.mode & 0o077) === 0;
}

/** Whether something accepts connections in the folder: seen through container borders too, where process ids are not. */
export function isAnswering(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath(folder));
    const answer = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
