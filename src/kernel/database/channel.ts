import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

// LISTEN and NOTIFY on a connection of their own. A NOTIFY inside a call's transaction would take a lock of the whole cluster at
// its commit, one commit after the other; here only this connection ever takes it, and without waiting for the disk.

export interface Channel {
  /** Resolves when the database has passed them on, to this process too. Rejects when it has not: none or all were. */
  send(messages: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface ChannelOptions {
  /** Of the channel, and in the list of connections. */
  name: string;
  onMessage(text: string): void;
  /** From now on everything is heard; what was sent before may not have been. Each time that the connection is there again. */
  onOpen(): void;
  onError(error: unknown): void;
}

const firstPauseMs = 100;
const pauseMaxMs = 5_000;
/** A connection that is cut without a word is found by asking. */
const askEveryMs = 10_000;
const answerTimeoutMs = 5_000;

/** Opens the channel behind its caller's back, and again whenever the connection is lost, until it is closed. */
export function openChannel(connection: pg.ClientConfig, options: ChannelOptions): Channel {
  const closing = new AbortController();
  let current: pg.Client | undefined;
  const kept = keepOpen(connection, options, closing.signal, (client) => (current = client));
  return {
    async send(messages) {
      const client = current;
      if (!client) throw new Error('the channel is not open');
      const values = [options.name, messages];
      try {
        await client.query('select pg_notify($1, message) from unnest($2::text[]) as message', values);
      } catch (error) {
        // Whatever it was: a new connection tells its listener that something may be missing.
        client.end().catch(() => {});
        throw error;
      }
    },
    async close() {
      closing.abort();
      await kept;
    },
  };
}

async function keepOpen(
  connection: pg.ClientConfig,
  { name, onMessage, onOpen, onError }: ChannelOptions,
  closing: AbortSignal,
  show: (client: pg.Client | undefined) => void,
): Promise<void> {
  for (let pauseMs = firstPauseMs; !closing.aborted; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
    const client = new pg.Client({
      ...connection,
      application_name: `valv ${name}`,
      connectionTimeoutMillis: answerTimeoutMs,
      query_timeout: answerTimeoutMs,
      keepAlive: true,
    });
    const lost = Promise.withResolvers<void>();
    client.on('error', () => lost.resolve());
    client.on('end', () => lost.resolve());
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) onMessage(payload);
    });
    try {
      await client.connect();
      await client.query('set synchronous_commit = off');
      await client.query(`listen ${pg.escapeIdentifier(name)}`);
      show(client);
      onOpen();
      pauseMs = firstPauseMs;
      await untilLost(client, lost.promise, closing);
    } catch (error) {
      if (!closing.aborted) onError(error);
    } finally {
      show(undefined);
      await client.end().catch(() => {});
    }
    await pause(pauseMs, undefined, { signal: closing }).catch(() => {});
  }
}

async function untilLost(client: pg.Client, lost: Promise<void>, closing: AbortSignal): Promise<void> {
  const closed = new Promise<'closed'>((resolve) => {
    if (closing.aborted) resolve('closed');
    closing.addEventListener('abort', () => resolve('closed'), { once: true });
  });
  const gone = lost.then(() => 'lost' as const);
  for (;;) {
    const waited = new AbortController();
    const asked = pause(askEveryMs, 'ask' as const, { signal: waited.signal }).catch(() => 'closed' as const);
    const what = await Promise.race([gone, closed, asked]);
    waited.abort();
    if (what === 'closed') return;
    if (what === 'lost') throw new Error('the connection was lost');
    await Promise.race([client.query('select 1'), lost]);
  }
}
