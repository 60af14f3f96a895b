import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '#kernel/config/configuration.ts';
import { findRunning, startEmbedded, type EmbeddedServer } from '#kernel/database/embedded/index.ts';
import type { DatabasePlace } from '#kernel/database/connect.ts';
import { holdsInstallation } from '#kernel/database/open.ts';
import { openKeyring, type Keyring } from '#kernel/keyring/keyring.ts';
import type { Logger } from '#kernel/logging/logger.ts';
import { openInstallation, type Installation } from '../installation.ts';

export interface Opened {
  installation: Installation;
  keyring: Keyring;
  /** The embedded server, when this process started it. */
  server: EmbeddedServer | undefined;
  close(): Promise<void>;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whether there is a database that some keys must belong to; a URL's is asked itself. */
async function hasDatabase({ dataFolder, databaseUrl }: Configuration): Promise<boolean> {
  if (databaseUrl !== undefined) return holdsInstallation(databaseUrl);
  return (await exists(join(dataFolder, 'postgres'))) || (await exists(join(dataFolder, 'database.location.json')));
}

/** A lost key is never replaced: a new one is made only where no database has been. */
export async function openKeys(configuration: Configuration): Promise<Keyring> {
  const { keysFolder } = configuration;
  const isCreateAllowed = !(await exists(join(keysFolder, 'keyring.json'))) && !(await hasDatabase(configuration));
  return openKeyring({ folder: keysFolder, isCreateAllowed });
}

/** Whether the next start makes the keys. */
export const isFirstStart = async (configuration: Configuration): Promise<boolean> =>
  !(await exists(configuration.keysFolder)) && !(await hasDatabase(configuration));

/** Opens everything for `serve`: the embedded server is started, and refused when one runs with this data folder. */
export async function openToServe(configuration: Configuration, logger: Logger): Promise<Opened> {
  const keyring = await openKeys(configuration);
  const { databaseUrl } = configuration;
  const server =
    databaseUrl === undefined
      ? await startEmbedded({
          dataFolder: configuration.dataFolder,
          // What PostgreSQL says in the ordinary course is for who looks closely, a refused statement too: its call tells of it.
          log: ({ message, severity }) =>
            severity === 'LOG' || severity === 'ERROR'
              ? logger.debug('database.server', { message })
              : logger.warn('database.server', { message }),
          ...(configuration.databaseUser !== undefined && { user: configuration.databaseUser }),
        })
      : undefined;
  const place: DatabasePlace = server
    ? { socketFolder: server.socketFolder, port: server.port, database: 'valv' }
    : { url: databaseUrl ?? '' };
  try {
    return await openAt(configuration, logger, keyring, place, server);
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

/** Opens everything for a command: beside a running service when there is one, else with a server of its own for the while. */
export async function openBeside(configuration: Configuration, logger: Logger): Promise<Opened> {
  const running = configuration.databaseUrl === undefined ? await findRunning(configuration.dataFolder) : undefined;
  if (!running) return openToServe(configuration, logger);
  const keyring = await openKeys(configuration);
  return openAt(
    configuration,
    logger,
    keyring,
    { socketFolder: running.socketFolder, port: running.port, database: 'valv' },
    undefined,
  );
}

async function openAt(
  configuration: Configuration,
  logger: Logger,
  keyring: Keyring,
  place: DatabasePlace,
  server: EmbeddedServer | undefined,
): Promise<Opened> {
  const installation = await openInstallation({
    place,
    keyring,
    logger,
    poolSize: configuration.poolSize,
    timeZone: configuration.timeZone,
    url: configuration.url,
    mayCallPrivate: configuration.mayCallPrivate,
    callsPerMinute: configuration.callsPerMinute,
  });
  return {
    installation,
    keyring,
    server,
    async close() {
      await installation.close();
      await server?.stop();
    },
  };
}
