import type { Pool } from 'pg';
import type { Clock } from '#kernel/clock/clock.ts';
import { inOnePacket, shortAnswer } from '#kernel/database/connect.ts';
import type { Entry } from './access-entry.ts';

/** Activity that rides in the batch of an entry: who was seen, so that idle time is exact without a commit of its own. */
export interface Seen {
  session?: string;
  membership?: { organisation: string; id: string };
  key?: { organisation: string; id: string };
}

interface Waiting {
  entry: Entry;
  seen: Seen | undefined;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** The journal could not be written, so the call must fail (P24): its answer may not leave without its entry. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
}

// A call whose commit was cut off may have its entry already; the refusal that follows bears the same id and changes nothing.
const writeSql = `
  with entry as (
    insert into valv.journal_entries (organisation_id, id, leaf)
      select * from unnest($1::uuid[], $2::uuid[], $3::text[])
      on conflict do nothing
  )
  insert into valv.journal_values (organisation_id, entry_id, salt, payload)
    select * from unnest($1::uuid[], $2::uuid[], $4::bytea[], $5::text[])
    on conflict do nothing`;

const touchSql = 'select valv.touch($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz)';

/** Entries in one statement: bounds memory and the time one commit takes. */
const batchMax = 500;
/** Entries waiting in all: beyond it calls are refused rather than queued without end. */
const queueMax = 20_000;
/** Commits under way at once. One would leave the disk idle while the next batch is packed; more would only shrink the batches. */
const writersMax = 2;

/**
 * Writes entries of many calls and organisations in one commit. `write` resolves when the entry is durable: what arrives
 * while a commit is under way goes with the next, so the wait is at most two commits and no timer is needed.
 */
export class JournalWriter {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #queue: Waiting[] = [];
  #seen: Seen[] = [];
  #writers = 0;
  /** Entries made durable, and how many commits that took (for /metrics). */
  readonly counts = { entries: 0, commits: 0, failures: 0 };

  constructor(pool: Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  write(entry: Entry, seen?: Seen): Promise<void> {
    if (this.#queue.length >= queueMax) return Promise.reject(new JournalUnavailable('too many entries wait'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ entry, seen, resolve, reject });
      // The next turn of the loop, so that calls answered in this one share a commit.
      if (this.#writers < writersMax) {
        this.#writers += 1;
        setImmediate(() => void this.#drain());
      }
    });
  }

  /** Notes activity of a call whose entry is already durable. Nobody waits: it goes with the next batch. */
  see(seen: Seen | undefined): void {
    if (seen !== undefined && this.#seen.length < queueMax) this.#seen.push(seen);
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, batchMax);
      try {
        await this.#commit(batch);
        this.counts.entries += batch.length;
        this.counts.commits += 1;
        for (const waiting of batch) waiting.resolve();
      } catch (cause) {
        this.counts.failures += batch.length;
        const error = new JournalUnavailable('the journal could not be written', { cause });
        for (const waiting of batch) waiting.reject(error);
      }
    }
    this.#writers -= 1;
  }

  async #commit(batch: Waiting[]): Promise<void> {
    const entries = [
      batch.map(({ entry }) => entry.organisation),
      batch.map(({ entry }) => entry.id),
      batch.map(({ entry }) => entry.leaf),
      batch.map(({ entry }) => entry.salt),
      batch.map(({ entry }) => entry.payload),
    ];
    const seen = batch.flatMap((waiting) => waiting.seen ?? []).concat(this.#seen);
    this.#seen = [];
    if (seen.length === 0) {
      await this.#pool.query({ ...shortAnswer, name: 'journal.write', text: writeSql, values: entries });
      return;
    }
    const client = await this.#pool.connect();
    try {
      // Pipelined: four statements, one packet, one commit.
      await Promise.all(
        inOnePacket(client, () => [
          client.query({ name: 'journal.begin', text: 'begin' }),
          client.query({ ...shortAnswer, name: 'journal.write', text: writeSql, values: entries }),
          client.query({ name: 'journal.touch', text: touchSql, values: touchValues(seen, this.#clock.now()) }),
          client.query({ name: 'journal.commit', text: 'commit' }),
        ]),
      );
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Waits until what was handed in is written; for a graceful stop. */
  async settle(): Promise<void> {
    while (this.#writers > 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

function touchValues(seen: Seen[], now: Date): unknown[] {
  // Sorted and without repeats: two writers then lock the rows in the same order.
  const sessions = [...new Set(seen.flatMap(({ session }) => session ?? []))].sort();
  const unique = (pairs: { organisation: string; id: string }[]) =>
    [...new Map(pairs.map((pair) => [pair.id, pair])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const memberships = unique(seen.flatMap(({ membership }) => membership ?? []));
  const keys = unique(seen.flatMap(({ key }) => key ?? []));
  return [
    sessions,
    memberships.map((m) => m.organisation),
    memberships.map((m) => m.id),
    keys.map((k) => k.organisation),
    keys.map((k) => k.id),
    now,
  ];
}
