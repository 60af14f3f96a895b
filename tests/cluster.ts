import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#kernel/database/embedded/index.ts';
import { createLogger } from '#kernel/logging/logger.ts';
import { openKeyring } from '#kernel/keyring/keyring.ts';
import { openInstallation } from '../src/installation.ts';
import { prepareInstallation } from '#features/organisations/index.ts';
import { startPostgres15 } from './postgres-15.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    socketFolder: string;
    keysFolder: string;
  }
}

/**
 * One throwaway PostgreSQL for a whole run of the tests, migrated once into a template that every test file clones.
 * Durability is off here: what is about durability starts servers of its own. VALV_TEST_POSTGRES=15 takes Debian's 15.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'valv-tests-'));
  await chmod(folder, 0o711);
  const keysFolder = join(folder, 'keys');
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '300', shared_buffers: '128MB' };
  const server =
    process.env['VALV_TEST_POSTGRES'] === '15'
      ? await startPostgres15(folder, settings)
      : await startEmbedded({ dataFolder: join(folder, 'data'), log: () => {}, settings });
  const keyring = await openKeyring({ folder: keysFolder, isCreateAllowed: true });
  const owner = new pg.Client({
    host: server.socketFolder,
    port: server.port,
    user: 'valv_superuser',
    database: 'postgres',
  });
  await owner.connect();
  await owner.query('create database valv_template owner valv_owner');
  await owner.query(`alter role valv_owner createdb`);
  await owner.end();
  const installation = await openInstallation({
    place: { socketFolder: server.socketFolder, port: server.port, database: 'valv_template' },
    keyring,
    logger: createLogger({ level: 'fatal' }),
    poolSize: 2,
    timeZone: 'Europe/Stockholm',
  });
  await prepareInstallation(installation.gate);
  await installation.close();
  project.provide('socketFolder', server.socketFolder);
  project.provide('keysFolder', keysFolder);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
