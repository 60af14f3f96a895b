import type { Pool, PoolClient } from 'pg';
import { inOnePacket, shortAnswer, withTheNextPacket } from '#kernel/database/connect.ts';
import { databaseOf, type Database } from '#kernel/database/kysely.ts';
import type { Entry } from './access-entry.ts';
import type { Announcement } from './announcement.ts';
import type { Credential } from './credential.ts';
import type { Facts } from './judge.ts';

const enterSql = 'select valv.enter($1, $2, $3, $4, $5, $6) as facts';
const appendSql = 'select valv.journal_append($1, $2, $3, $4)';

/** As `enter` gives it: what was not found is null. */
type Found = { [Name in keyof Facts]: Facts[Name] | null };

const withoutNulls = (found: Found | undefined): Facts =>
  Object.fromEntries(Object.entries(found ?? {}).filter(([, value]) => value !== null));

/**
 * One call, one transaction. It holds one connection from `begin` to its end, and whatever happens gives it back in a known
 * state. Organisation and actor are set for this transaction only; outside it the context is gone.
 */
export class UnitOfWork {
  readonly db: Database;
  readonly facts: Facts;
  /** What is to be told when it has been committed. */
  readonly announced: Announcement[] = [];
  readonly #client: PoolClient;
  #isOpen = true;

  private constructor(client: PoolClient, facts: Facts) {
    this.#client = client;
    this.db = databaseOf(client);
    this.facts = facts;
  }

  /** BEGIN and `enter` leave in one packet: one round trip. */
  static async enter(
    pool: Pool,
    credential: Credential,
    wanted: string | undefined,
    request: string,
    door: string,
  ): Promise<UnitOfWork> {
    const client = await pool.connect();
    try {
      const values = [credential.kind, credential.hash, credential.home, wanted ?? null, request, door];
      const [, entered] = await Promise.all(
        inOnePacket(
          client,
          () =>
            [
              client.query({ name: 'begin', text: 'begin' }),
              client.query<{ facts: Found }>({ ...shortAnswer, name: 'enter', text: enterSql, values }),
            ] as const,
        ),
      );
      return new UnitOfWork(client, withoutNulls(entered.rows[0]?.facts));
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /**
   * For jobs and the command line, which have no credential but the machine's own trust: enters `organisation` as `actor`.
   * Row level security holds for them as for everybody.
   */
  static async enterAs(
    pool: Pool,
    actor: string,
    organisation: string,
    request: string,
    door: string,
  ): Promise<UnitOfWork> {
    const client = await pool.connect();
    try {
      await Promise.all([
        client.query({ name: 'begin', text: 'begin' }),
        client.query({
          name: 'enter.as',
          text: `select set_config('valv.organisation', $1, true), set_config('valv.context', $2, true)`,
          values: [organisation, JSON.stringify({ actor, door, request })],
        }),
      ]);
      return new UnitOfWork(client, {});
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Sets the organisation for the rest of the transaction; only for one that was just claimed and has no rows yet. */
  async switchTo(organisation: string): Promise<void> {
    await this.#client.query({
      name: 'switch',
      text: `select set_config('valv.organisation', $1, true)`,
      values: [organisation],
    });
  }

  /** Puts another actor into the context of the change entries that follow. */
  async become(actor: string): Promise<void> {
    await this.#client.query({
      name: 'become',
      text: `select set_config('valv.context', (current_setting('valv.context')::jsonb || jsonb_build_object('actor', $1::text))::text, true)`,
      values: [actor],
    });
  }

  /** Puts the stated reason into the context, from where the change trigger takes it. */
  async because(reason: string): Promise<void> {
    await this.#client.query({
      name: 'because',
      text: `select set_config('valv.context', (current_setting('valv.context')::jsonb || jsonb_build_object('reason', $1::text))::text, true)`,
      values: [reason],
    });
  }

  /** Runs plain SQL of another library (pg-boss) in this transaction. */
  query(text: string, values: unknown[]) {
    return this.#client.query(text, values);
  }

  /** Commits what a call wrote, its access entry in the same transaction and packet. Durable when it resolves. */
  async commitWith(entry: Entry): Promise<void> {
    this.#isOpen = false;
    try {
      const values = [entry.id, entry.leaf, entry.salt, entry.payload];
      await Promise.all(
        inOnePacket(this.#client, () => [
          this.#client.query({ name: 'append', text: appendSql, values }),
          this.#commit(),
        ]),
      );
      this.#client.release();
    } catch (error) {
      this.#client.release(true);
      throw error;
    }
  }

  /** COMMIT on a transaction that has failed answers ROLLBACK without an error: what then looked done was not. */
  async #commit(): Promise<void> {
    const { command } = await this.#client.query({ name: 'commit', text: 'commit' });
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
  }

  /** Ends a transaction that only read. Nobody waits for it: there is nothing that could be lost. */
  endRead(): void {
    this.#end('commit');
  }

  /** Undoes everything since `enter`. Harmless when the unit of work has ended. */
  rollback(): void {
    this.#end('rollback');
  }

  /** The connection is given back at once: what its next holder sends is answered after this, and may travel with it. */
  #end(statement: 'commit' | 'rollback'): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const client = this.#client;
    withTheNextPacket(client, () => client.query({ name: statement, text: statement })).catch(() => {
      // The connection broke; its next holder learns it from its own first statement, and the pool throws it away.
    });
    client.release();
  }
}
