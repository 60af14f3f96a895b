import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { ClientBase } from 'pg';
import type { DB } from '../../../database/types.ts';
import { statementName } from './connect.ts';

/** Kysely over one connection that a unit of work holds. It cannot begin or end a transaction: only the gate does. */
export type Database = Kysely<DB>;

class HeldConnection implements DatabaseConnection {
  readonly #client: ClientBase;
  constructor(client: ClientBase) {
    this.#client = client;
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#client.query({
      name: statementName(query.sql),
      text: query.sql,
      values: query.parameters as unknown[],
    });
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }
  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('A unit of work reads in pages; it does not stream from one open query.');
  }
}

const forbidden = () => {
  throw new Error('The gate begins and ends transactions; a feature does not.');
};

class HeldDriver implements Driver {
  readonly #connection: HeldConnection;
  constructor(client: ClientBase) {
    this.#connection = new HeldConnection(client);
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    forbidden();
  }
  async commitTransaction(): Promise<void> {
    forbidden();
  }
  async rollbackTransaction(): Promise<void> {
    forbidden();
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

const held = new WeakMap<ClientBase, Database>();

/** The query builder of a connection; made once per connection. */
export function databaseOf(client: ClientBase): Database {
  let database = held.get(client);
  if (database === undefined) {
    database = new Kysely<DB>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new HeldDriver(client),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    });
    held.set(client, database);
  }
  return database;
}
