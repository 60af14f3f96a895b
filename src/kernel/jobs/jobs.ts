import type { ClientConfig } from 'pg';
import { PgBoss } from 'pg-boss';
import { createPulses } from './pulses.ts';

/** A job's function. It may run again after a crash at any point, so it must be able to go on where it stopped. */
export type JobHandler = (payload: Record<string, string>, stopping: AbortSignal) => Promise<void>;

export interface JobDefinition {
  /** Stable dotted code, e.g. `import.run`. */
  readonly name: string;
  readonly run: JobHandler;
  /** Cron expression in the installation's time zone, for what runs by the clock. */
  readonly schedule?: string;
  /**
   * For what cannot wait for a minute to begin: run in this very process so often, without the queue, by itself if need be
   * beside an earlier run that goes on. It looks for its work itself, and shares it with other processes through the database.
   */
  readonly everySeconds?: number;
  /** How many of this job at once in this process. */
  readonly concurrency?: number;
  /** A run that takes longer is taken to hang and is started again. One whose process died is found by its heartbeat. */
  readonly expireSeconds?: number;
}

export interface Jobs {
  /** Puts a job into the queue by `run`, a statement of the caller's own transaction. */
  enqueue(
    run: (sql: string, values: unknown[]) => Promise<{ rows: unknown[] }>,
    name: string,
    payload: Record<string, string>,
  ): Promise<void>;
  /**
   * Begins to work. Without this call the process only puts jobs into the queue. `isAlone`: nobody else can be at work, since
   * this process started the database; what an earlier one left is then taken up at once.
   */
  work(options?: { isAlone: boolean }): Promise<void>;
  /** Lets the jobs at work finish for a while, then leaves them to be taken up again by the next process. */
  stop(): Promise<void>;
}

/** A process that works on a job says so twice in this time; one that does not has died (pg-boss allows no less). */
const heartbeatSeconds = 10;
/** How often jobs are looked through for dead ones: what a crash interrupts goes on within half a minute. */
const superviseSeconds = 10;

/** A job that fails, because the database is away say, is tried again for hours: an import must not stop for good in silence. */
const retries = { retryLimit: 200, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 };

/**
 * The queue, in PostgreSQL (pg-boss behind this one room). Payloads hold ids only: the queue is under no row level security.
 * `connection` logs in as valv_jobs, who owns the schema `jobs` and nothing else.
 */
export async function openJobs(
  connection: ClientConfig,
  definitions: readonly JobDefinition[],
  options: { timeZone: string; onError(error: unknown, job?: string): void },
): Promise<Jobs> {
  const { host, port, user, password, database, connectionString } = connection;
  const boss = new PgBoss({
    ...(connectionString === undefined ? { host, port, user, database } : { connectionString }),
    ...(typeof password === 'string' && connectionString === undefined && { password }),
    schema: 'jobs',
    createSchema: false,
    max: 3,
    application_name: 'valv jobs',
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    monitorVacuum: false,
    reindex: false,
    useListenNotify: true,
  });
  boss.on('error', (error) => options.onError(error));
  await boss.start();
  const queued = definitions.filter(({ everySeconds }) => everySeconds === undefined);
  for (const { name, expireSeconds } of queued) {
    const options = { ...retries, heartbeatSeconds, expireInSeconds: expireSeconds ?? 900, notify: true };
    await boss.createQueue(name, options);
    // One that an earlier version made keeps its options otherwise.
    await boss.updateQueue(name, options);
  }
  // Calls enqueue in their own transaction, as the roles that calls run as. Two processes that grant at the same moment would
  // collide on the tables' rows in the catalogue.
  const { executeSql } = boss.getDb();
  await executeSql.call(
    boss.getDb(),
    `select pg_advisory_xact_lock(hashtext('valv jobs'));
     grant select, insert on all tables in schema jobs to valv_runtime, valv_identity, valv_sealer;
     grant execute on all functions in schema jobs to valv_runtime, valv_identity, valv_sealer`,
  );
  const pulses = createPulses(options.onError);
  return {
    async enqueue(run, name, payload) {
      await boss.send(name, payload, {
        db: { executeSql: (text: string, values?: unknown[]) => run(text, values ?? []) },
      });
    },
    async work({ isAlone } = { isAlone: false }) {
      for (const definition of definitions) pulses.start(definition);
      for (const { name, run, schedule, concurrency } of queued) {
        if (isAlone) await releaseJobs(boss, name);
        await boss.work<Record<string, string>>(
          name,
          // A new job is announced (NOTIFY); one whose time to be tried again has come is not, and is found by looking.
          {
            pollingIntervalSeconds: 2,
            notifyPollingIntervalSeconds: 5,
            batchSize: 1,
            localConcurrency: concurrency ?? 1,
          },
          async ([job]) => {
            try {
              await run(job?.data ?? {}, pulses.stopping);
            } catch (error) {
              options.onError(error, name);
              // The queue keeps what is thrown, and it may hold only ids: the error itself is in the log, without values.
              // oxlint-disable-next-line preserve-caught-error -- its cause must not be stored
              throw new Error(`${name} failed`);
            }
          },
        );
        if (schedule !== undefined) await boss.schedule(name, schedule, {}, { tz: options.timeZone });
      }
    },
    async stop() {
      await pulses.stop();
      await boss.stop({ graceful: true, timeout: 10_000, close: true });
    },
  };
}

/** Gives jobs of a process that died back to the queue; each is tried again in a second. */
async function releaseJobs(boss: PgBoss, name: string): Promise<void> {
  const { rows } = await boss
    .getDb()
    .executeSql(`select id from jobs.job where name = $1 and state = 'active'`, [name]);
  const ids = rows.map(({ id }: { id: string }) => id);
  if (ids.length > 0) await boss.fail(name, ids, { message: 'left by a process that ended' });
}
