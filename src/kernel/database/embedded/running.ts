// For command line tools that run beside a service.
import { realpath } from 'node:fs/promises';
import { explainFileError } from './failure.ts';
import { findOwner } from './lock.ts';

export interface RunningServer {
  socketFolder: string;
  port: number;
  ownerProcessId: number;
}

/** The embedded server of a Valv that runs with this data folder; undefined if none does, or it is not ready yet. */
export async function findRunning(dataFolder: string): Promise<RunningServer | undefined> {
  const folder = await realpath(dataFolder).catch(() => undefined);
  if (folder === undefined) return undefined;
  const owner = await findOwner(folder).catch((error: unknown) => {
    throw explainFileError('reading the lock', folder, error);
  });
  return owner?.server && { ...owner.server, ownerProcessId: owner.processId };
}
