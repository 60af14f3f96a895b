import { join } from 'node:path';
import { createFirstOperator, createSignInLinkFor } from '#features/identity/index.ts';
import { loadDemonstration } from '#features/demonstration/index.ts';
import { prepareInstallation } from '#features/organisations/index.ts';
import { bindings, probes } from '#features/index.ts';
import { provePromises } from '#features/promises/index.ts';
import type { Configuration } from '#kernel/config/configuration.ts';
import { AlreadyRunning, findRunning } from '#kernel/database/embedded/index.ts';
import { logError } from '#kernel/logging/log-error.ts';
import type { Logger } from '#kernel/logging/logger.ts';
import { openDoor, type House } from '../doors/http.ts';
import { buildPages, Pages } from '../doors/pages.ts';
import { openToServe, type Opened } from './open.ts';

const stopTimeoutMs = 10_000;
const linkMinutes = 24 * 60;

/** `valv serve`: the service, until SIGTERM or SIGINT. Returns its exit code. */
export async function serve(
  configuration: Configuration,
  logger: Logger,
  say: (line: string) => void,
): Promise<number> {
  const stop = Promise.withResolvers<string>();
  // Not `once`: Ctrl-C comes twice, from the terminal and through the starter, and the second would end the process at once.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.resolve(signal));
  // The starter (bin/node.js) was killed: without this the service would go on with nobody to stop it.
  process.once('disconnect', () => stop.resolve('disconnect'));

  const house: House = { installation: undefined, pages: undefined, isStopping: false };
  // First of all, so that whoever watches is answered while the rest is made ready, and a port that is taken costs nothing.
  const door = await openDoor(house, bindings, configuration).catch(async (error: unknown) => {
    throw (await findOther(configuration)) ?? error;
  });
  let opened: Opened | undefined;
  try {
    // Pages and database have nothing to do with each other, so they are made ready side by side.
    const [installed, pages] = await bothOrNeither(
      openToServe({ ...configuration, url: addressOf(configuration, door.port) }, logger),
      buildPages(join(configuration.dataFolder, 'pages')),
    );
    opened = installed;
    house.pages = await Pages.load(pages.folder, configuration.timeZone);
    await introduce(opened, configuration, door.port, say);
    house.installation = opened.installation;
    if (configuration.hasWorkers) await opened.installation.jobs.work({ isAlone: opened.server !== undefined });
  } catch (error) {
    await door.close(0);
    await opened?.close();
    throw error;
  }
  logger.info('serve.ready', { port: door.port });
  const { gate } = opened.installation;
  const inBackground = (event: string, work: Promise<void>) =>
    work.catch((error: unknown) => {
      // A stop ends what is under way; the next start goes on with it.
      if (!house.isStopping) logError(logger, event, error);
    });
  const stopping = new AbortController();
  void inBackground('promises.not_proved', provePromises(gate, probes, stopping.signal));
  void inBackground('demonstration.failed', loadDemonstration(gate, configuration.demonstrations, say));

  logger.info('serve.stopping', { signal: await stop.promise });
  house.isStopping = true;
  stopping.abort();
  // They hold connections open for as long as they are read: the door would wait for them.
  gate.seats.end();
  await door.close(stopTimeoutMs);
  await opened.close();
  logger.info('serve.stopped');
  return 0;
}

/** A service that runs with the same data has taken the port most likely; that is what the operator should be told. */
async function findOther({ databaseUrl, dataFolder }: Configuration): Promise<AlreadyRunning | undefined> {
  const running = databaseUrl === undefined ? await findRunning(dataFolder) : undefined;
  return running && new AlreadyRunning(running.ownerProcessId, dataFolder);
}

async function bothOrNeither(
  opening: Promise<Opened>,
  building: ReturnType<typeof buildPages>,
): Promise<[Opened, Awaited<typeof building>]> {
  const [opened, built] = await Promise.allSettled([opening, building]);
  if (opened.status === 'rejected') throw opened.reason;
  if (built.status === 'rejected') {
    await opened.value.close();
    throw built.reason;
  }
  return [opened.value, built.value];
}

/** Port 0 took any that was free. */
const addressOf = ({ url }: Configuration, port: number) => (url.endsWith(':0') ? `http://localhost:${port}` : url);

/** Prepares what a first start lacks, and tells the operator what there is to know: addresses, the way in, the keys. */
async function introduce(
  { installation, keyring, server }: Opened,
  configuration: Configuration,
  port: number,
  say: (line: string) => void,
): Promise<void> {
  const { gate } = installation;
  await prepareInstallation(gate);
  const operator = await createFirstOperator(gate);
  const url = addressOf(configuration, port);
  for (const notice of server?.notices ?? []) say(notice);
  say(`Valv is ready: ${url}`);
  say(`  operator's page   ${url}/o/drift`);
  for (const slug of configuration.demonstrations) say(`  demonstration     ${url}/o/${slug}`);
  say(`  the policy        ${url}/policy`);
  const keys = keyring.location();
  if (server) say(`The data are in ${configuration.dataFolder}.`);
  say(
    keyring.isNew
      ? `The keys are in ${keys.folder}. Copy that folder now to a safe place apart from the data: without ${keys.masterKeyFile} nothing sealed can be read again.`
      : `The keys are in ${keys.folder}; keep a copy of that folder apart from the data.`,
  );
  if (operator) {
    const link = await createSignInLinkFor(gate, operator.userName, linkMinutes);
    say(`Sign in for the first time as ${operator.userName}, with this link, once and within 24 hours:`);
    say(`  ${url}/sign-in-link#${link.token}`);
  }
  say(`A new link for an account, at any time: npx valv sign-in-link ${operator?.userName ?? 'operator'}`);
}
