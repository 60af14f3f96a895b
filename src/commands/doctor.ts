import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { createServer, isIPv6 } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { Configuration } from '#kernel/config/configuration.ts';
import { findPackage, findRunning } from '#kernel/database/embedded/index.ts';
import { holdsInstallation } from '#kernel/database/open.ts';
import { DatabaseUnusable } from '#kernel/database/unusable.ts';
import { openKeyring } from '#kernel/keyring/keyring.ts';
import { isFirstStart } from './open.ts';

interface Finding {
  isFine: boolean;
  what: string;
  /** What to do, when it is not fine. */
  advice?: string;
}

/** Who listens and does not answer in this time is no service that works. */
const answerTimeoutMs = 3_000;

const fine = (what: string): Finding => ({ isFine: true, what });
const wrong = (what: string, advice: string): Finding => ({ isFine: false, what, advice });

/** `valv doctor`: looks at what a start needs, changes nothing, and exits 1 when something stands in its way. */
export async function doctor(configuration: Configuration, say: (line: string) => void): Promise<number> {
  const checks = [checkRuntime, checkFolder, checkSpace, checkKeys, checkDatabase, checkPort];
  const findings: Finding[] = [];
  for (const check of checks) findings.push(await check(configuration));
  for (const { isFine, what, advice } of findings) {
    say(`${isFine ? 'ok     ' : 'WRONG  '} ${what}`);
    if (advice) say(`         ${advice}`);
  }
  return findings.every(({ isFine }) => isFine) ? 0 : 1;
}

async function checkRuntime(): Promise<Finding> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  return major >= 26
    ? fine(`Node ${process.version}`)
    : wrong(`Node ${process.version}`, 'Run valv by bin/valv.js or npx valv, which use the pinned Node 26.');
}

/** The nearest folder above that exists: that is the one that must be writable. */
async function nearest(path: string): Promise<string> {
  const folder = resolve(path);
  return stat(folder).then(
    () => folder,
    () => (folder === dirname(folder) ? folder : nearest(dirname(folder))),
  );
}

async function checkFolder({ dataFolder }: Configuration): Promise<Finding> {
  const folder = await nearest(dataFolder);
  return access(folder, constants.W_OK).then(
    () => fine(`data folder ${dataFolder}`),
    () =>
      wrong(
        `data folder ${dataFolder} cannot be written`,
        `Give this user the right to write in ${folder}, or set VALV_DATA.`,
      ),
  );
}

async function checkSpace({ dataFolder }: Configuration): Promise<Finding> {
  const { bavail, bsize } = await statfs(await nearest(dataFolder));
  const gigabytes = (bavail * bsize) / 1e9;
  const what = `${gigabytes.toFixed(1)} GB free for data`;
  return gigabytes >= 1 ? fine(what) : wrong(what, 'Free at least 1 GB; the database stops when the disk is full.');
}

async function checkKeys(configuration: Configuration): Promise<Finding> {
  const { keysFolder } = configuration;
  try {
    if (await isFirstStart(configuration)) return fine(`keys will be made in ${keysFolder} at the first start`);
    await openKeyring({ folder: keysFolder, isCreateAllowed: false });
    return fine(`keys in ${keysFolder} open; keep a copy apart from the data`);
  } catch (error) {
    if (error instanceof DatabaseUnusable) return wrong('the keys cannot be judged without the database', 'See below.');
    return wrong(
      error instanceof Error ? error.message : 'the keys cannot be opened',
      'Put the copy of the keys folder back. Valv never makes a new key over an existing database.',
    );
  }
}

async function checkDatabase({ dataFolder, databaseUrl }: Configuration): Promise<Finding> {
  try {
    if (databaseUrl !== undefined) {
      const isInstalled = await holdsInstallation(databaseUrl);
      return fine(`PostgreSQL of VALV_DATABASE_URL, ${isInstalled ? 'with an installation of Valv' : 'empty so far'}`);
    }
    const running = await findRunning(dataFolder);
    if (running) return fine(`Valv runs with this data folder (process ${running.ownerProcessId})`);
    findPackage();
    return fine('embedded PostgreSQL, not running now');
  } catch (error) {
    return wrong('the database cannot be used', error instanceof Error ? error.message : '');
  }
}

async function checkPort({ port, listen, dataFolder, databaseUrl }: Configuration): Promise<Finding> {
  const isFree = await new Promise<boolean>((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, listen, () => server.close(() => done(true)));
  });
  if (isFree) return fine(`port ${port} on ${listen} is free`);
  // On a database of one's own there is no lock that would tell of a service that runs, so the port itself is asked.
  const isOurs = databaseUrl === undefined ? await findRunning(dataFolder) : await isAnsweredByValv(port, listen);
  return isOurs
    ? fine(`port ${port} on ${listen} is taken by the Valv that runs`)
    : wrong(`port ${port} on ${listen} is taken`, 'Set VALV_PORT to another, or stop what listens there.');
}

async function isAnsweredByValv(port: number, listen: string): Promise<boolean> {
  const host = isIPv6(listen) ? `[${listen}]` : listen;
  try {
    const answer = await fetch(`http://${host}:${port}/health/live`, { signal: AbortSignal.timeout(answerTimeoutMs) });
    return (await answer.text()) === '{"status":"live"}';
  } catch {
    return false;
  }
}
