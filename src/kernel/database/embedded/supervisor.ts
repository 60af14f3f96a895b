// Keeps one postmaster running for as long as Valv does: one that dies is started again, and clients simply reconnect.
import { setTimeout as delay } from 'node:timers/promises';
import { startPostmaster, type Postmaster, type PostmasterPlan } from './postmaster.ts';

const BACKOFF_FIRST_MS = 100;
/** Callers are told to come back in five seconds; a server that can start again must not keep them waiting longer than that. */
const BACKOFF_MAX_MS = 5_000;
/** A server that ran this long was well; its end starts the back-off from the beginning. */
const WELL_AFTER_MS = 20_000;

export class Supervisor {
  #plan: PostmasterPlan;
  #mayRestart: () => Promise<boolean>;
  #current: Postmaster | undefined;
  #stopping = new AbortController();
  #watch: Promise<void> = Promise.resolve();

  /** `mayRestart` is asked before each restart: a Valv that lost its lock must not fight with the one that took it. */
  constructor(plan: PostmasterPlan, mayRestart: () => Promise<boolean>) {
    this.#plan = plan;
    this.#mayRestart = mayRestart;
  }

  get processId(): number | undefined {
    return this.#current?.processId;
  }

  /** Resolves when the server answers; from then on it is watched. */
  async start(): Promise<void> {
    this.#current = await startPostmaster(this.#plan, this.#stopping.signal);
    this.#watch = this.#keepRunning(this.#current);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#current?.stop();
    await this.#watch;
  }

  async #keepRunning(first: Postmaster): Promise<void> {
    const { log, folder } = this.#plan;
    const { signal } = this.#stopping;
    let postmaster: Postmaster | undefined = first;
    let backoffMs = BACKOFF_FIRST_MS;
    while (!signal.aborted) {
      if (postmaster) {
        const startedAt = performance.now();
        const how = await postmaster.ended;
        this.#current = undefined;
        if (signal.aborted) return;
        log({ message: 'PostgreSQL ended and is started again', folder, how, processId: postmaster.processId });
        if (performance.now() - startedAt > WELL_AFTER_MS) backoffMs = BACKOFF_FIRST_MS;
      }
      await delay(backoffMs, undefined, { signal }).catch(() => undefined);
      backoffMs = Math.min(2 * backoffMs, BACKOFF_MAX_MS);
      postmaster = await this.#restart();
    }
    await postmaster?.stop();
  }

  async #restart(): Promise<Postmaster | undefined> {
    const { log, folder } = this.#plan;
    if (this.#stopping.signal.aborted) return undefined;
    try {
      if (!(await this.#mayRestart())) {
        log({ message: "PostgreSQL is not started again: valv.lock is no longer this process's", folder });
        return undefined;
      }
      this.#current = await startPostmaster(this.#plan, this.#stopping.signal);
      log({ message: 'PostgreSQL answers again', folder, processId: this.#current.processId });
      return this.#current;
    } catch (error) {
      if (!this.#stopping.signal.aborted)
        log({ message: 'PostgreSQL could not be started again', folder, error: (error as Error).message });
      return undefined;
    }
  }
}
