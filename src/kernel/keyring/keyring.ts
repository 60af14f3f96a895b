import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemClock } from '#kernel/clock/clock.ts';
import type { Clock } from '#kernel/clock/clock.ts';
import { checkFolder, createFolder, isErrno } from './durable-file.ts';
import { openMasterKey } from './master-key.ts';
import type { OrganisationFolder } from './organisation-file.ts';
import { createOrganisationFile, destroyOrganisationFile, readOrganisationFile } from './organisation-file.ts';
import { createOrganisationKeys } from './organisation-keys.ts';
import type { OrganisationKeys } from './organisation-keys.ts';

export type { OrganisationKeys, SealBinding } from './organisation-keys.ts';

/** Enough for the organisations that are busy at the same time; another one costs a small file and two decryptions. */
const cachedMax = 1_000;
/** The longest that another process goes on with keys after they were destroyed (security.md §7.1). */
const cachedAgeMaxMs = 5 * 60_000;

/** The only place that wraps and unwraps keys. Its folder is apart from the database and from the backups it opens. */
export interface Keyring {
  /** True when this start made the master key: the operator must now be told where it is and to copy it. */
  readonly isNew: boolean;
  /** The folder to copy, and the one file without which the copy of anything else opens nothing. */
  location(): { folder: string; masterKeyFile: string };
  /**
   * Makes the organisation's keys, durable on disk before it resolves, so call it before the transaction that first uses them.
   * Idempotent and safe from several processes; refuses with KeyDestroyed an organisation whose keys were destroyed.
   */
  createOrganisation(organisation: string): Promise<void>;
  /** Throws OrganisationKeysMissing, KeyDestroyed, KeyFileDamaged or MasterKeyWrong. Take them anew in each call; do not keep them. */
  organisation(organisation: string): Promise<OrganisationKeys>;
  /**
   * Irrevocable and idempotent: when it resolves the keys are gone from this folder and from this process. Other processes
   * forget them within five minutes; copies of the folder are the operator's to age out.
   */
  destroyOrganisation(organisation: string): Promise<void>;
  /** A key of the installation (pepper, role passwords, cursors): the same purpose gives the same bytes, 16 to 8,160 of them. */
  derive(purpose: string, lengthBytes?: number): Buffer;
}

interface Cached {
  keys: Promise<OrganisationKeys>;
  readAtMs: number;
}

/**
 * Opens the keys in `folder`. A master key is made only when `isCreateAllowed` (no database exists yet) and no organisation has
 * keys; otherwise a missing, damaged or wrong key, or one that others can read, is a KeyringError and nothing is written.
 */
export async function openKeyring(options: {
  folder: string;
  isCreateAllowed: boolean;
  clock?: Clock;
}): Promise<Keyring> {
  const folder = resolve(options.folder);
  const clock = options.clock ?? systemClock;
  const masterKeyFile = join(folder, 'master.key');
  const organisationsFolder = join(folder, 'organisations');
  const master = await openMasterKey({
    folder,
    masterKeyFile,
    mayCreate: options.isCreateAllowed && !(await hasOrganisations(organisationsFolder)),
    nowAt: clock.now(),
  });
  await createFolder(organisationsFolder);
  await checkFolder(organisationsFolder);
  const at: OrganisationFolder = { folder: organisationsFolder, master };
  const cache = new Map<string, Cached>();

  const readKeys = async (organisation: string): Promise<OrganisationKeys> =>
    createOrganisationKeys(organisation, await readOrganisationFile(at, organisation));

  return {
    isNew: master.isNew,
    location: () => ({ folder, masterKeyFile }),
    createOrganisation: (organisation) => createOrganisationFile(at, organisation, clock.now()),
    organisation(organisation) {
      const nowMs = clock.now().getTime();
      const found = cache.get(organisation);
      cache.delete(organisation);
      const isFresh = found !== undefined && nowMs - found.readAtMs < cachedAgeMaxMs;
      const entry = isFresh ? found : { keys: readKeys(organisation), readAtMs: nowMs };
      // Put back last: the first of a Map is then the one unused for longest.
      cache.set(organisation, entry);
      if (cache.size > cachedMax) {
        const [oldest] = cache.keys();
        if (oldest !== undefined) cache.delete(oldest);
      }
      // A failure is not remembered: the operator may have put the file back.
      if (!isFresh) {
        entry.keys.catch(() => {
          if (cache.get(organisation) === entry) cache.delete(organisation);
        });
      }
      return entry.keys;
    },
    async destroyOrganisation(organisation) {
      await destroyOrganisationFile(at, organisation, clock.now());
      cache.delete(organisation);
    },
    derive: (purpose, lengthBytes = 32) => master.derive(purpose, lengthBytes),
  };
}

async function hasOrganisations(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}
