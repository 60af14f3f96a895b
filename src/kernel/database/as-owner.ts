import pg from 'pg';

export type OwnerConnection = pg.ClientConfig;

type Run = <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<pg.QueryResult<Row>>;

/**
 * One transaction as the owner of the tables, for what only the machine's own command line does. It waits at most ten seconds
 * for a lock, so that a busy service is not held up behind it.
 */
export async function asOwner<T>(connection: OwnerConnection, work: (run: Run) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  client.on('error', () => {}); // the statement under way fails of it; without a listener the process would end
  await client.connect();
  try {
    await client.query(`begin; set local search_path = valv, pg_temp; set local lock_timeout = '10s'`);
    const result = await work((sql, values) => client.query(sql, values));
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}
