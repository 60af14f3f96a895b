import { systemClock, type Clock } from '#kernel/clock/clock.ts';
import type { DatabasePlace } from '#kernel/database/connect.ts';
import { openChannel } from '#kernel/database/channel.ts';
import { openDatabase, type OpenDatabase } from '#kernel/database/open.ts';
import { openJobs, type Jobs } from '#kernel/jobs/jobs.ts';
import type { Keyring } from '#kernel/keyring/keyring.ts';
import { logError } from '#kernel/logging/log-error.ts';
import type { Logger } from '#kernel/logging/logger.ts';
import { createGate, type Gate } from '#gate/gate.ts';
import { jobsOf, messages } from '#features/index.ts';

/** One running Valv, without its doors: what `serve`, the command line and the tests have in common. */
export interface Installation {
  readonly gate: Gate;
  readonly database: OpenDatabase;
  readonly jobs: Jobs;
  readonly keyring: Keyring;
  close(): Promise<void>;
}

export interface InstallationOptions {
  place: DatabasePlace;
  keyring: Keyring;
  logger: Logger;
  clock?: Clock;
  poolSize: number;
  timeZone: string;
  /** The address people use. */
  url?: string;
  /** Whether webhooks may go to addresses of this network. */
  mayCallPrivate?: boolean;
  /** Of one caller in this process; 0, or none given, is no limit. */
  callsPerMinute?: number;
}

/** Opens database, queue and gate, in the order in which they need each other; closes them in the other. */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { keyring, logger, place } = options;
  const onError = (error: unknown, job?: string) =>
    logError(logger, job === undefined ? 'database.connection_lost' : 'job.failed', error, { job });
  const database = await openDatabase(place, keyring, { poolSize: options.poolSize, onError });
  let jobs: Jobs | undefined;
  const gate = createGate({
    pools: database.pools,
    keyring,
    clock: options.clock ?? systemClock,
    timeZone: options.timeZone,
    messages,
    url: options.url ?? 'http://localhost',
    mayCallPrivate: options.mayCallPrivate ?? false,
    openChannel: (channel) => openChannel(database.connection('runtime'), channel),
    callsPerMinute: options.callsPerMinute ?? 0,
    logError: (event, error, facts) => logError(logger, event, error, facts),
    enqueue: async (unit, name, payload) => jobs?.enqueue((sql, values) => unit.query(sql, values), name, payload),
  });
  try {
    jobs = await openJobs(database.connection('jobs'), jobsOf(gate), { timeZone: options.timeZone, onError });
  } catch (error) {
    await gate.announcements.close();
    await database.close();
    throw error;
  }
  const opened = jobs;
  return {
    gate,
    database,
    jobs: opened,
    keyring,
    async close() {
      gate.seats.end();
      await opened.stop();
      await gate.announcements.close();
      await gate.journal.settle();
      await database.close();
    },
  };
}
