import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { createKeyFile, readKeyFile, replaceAndWipe, syncFolder } from './durable-file.ts';
import { KeyDestroyed, OrganisationKeysMissing } from './keyring-error.ts';
import { damaged, keyBytes, parseKeyFile } from './master-key.ts';
import type { MasterKey } from './master-key.ts';
import type { KeyVersion } from './organisation-keys.ts';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const versionsMax = 1_000;

const Version = z.strictObject({
  version: z.int().min(1).max(versionsMax),
  seal: z.string().max(200),
  index: z.string().max(200),
  createdAt: z.iso.datetime(),
});

/** `organisations/<uuid>.json` while the organisation lives: wrapped keys only, useless without the master key. */
const LivingFile = z.strictObject({
  format: z.literal(1),
  organisation: z.string(),
  versions: z.array(Version).min(1).max(versionsMax),
});

/** The same file afterwards: the id stays, so that new keys are never made for it by mistake. */
const Tombstone = z.strictObject({ format: z.literal(1), organisation: z.string(), destroyedAt: z.iso.datetime() });

const OrganisationFile = z.union([LivingFile, Tombstone]);

export interface OrganisationFolder {
  folder: string;
  master: MasterKey;
}

/** The name becomes a path, so it is exactly an id or nothing. */
function fileOf(folder: string, organisation: string): string {
  if (!uuidPattern.test(organisation)) throw new TypeError('An organisation is named by its UUID in lower case.');
  return join(folder, `${organisation}.json`);
}

const placeOf = (organisation: string, purpose: 'seal' | 'index', version: number): string[] => [
  organisation,
  purpose,
  String(version),
];

const destroyed = (organisation: string, at: string): KeyDestroyed =>
  new KeyDestroyed(`The keys of organisation ${organisation} were destroyed ${at}. What they sealed cannot be opened.`);

function parseVersions(at: OrganisationFolder, organisation: string, file: string, text: string): KeyVersion[] {
  const content = parseKeyFile(OrganisationFile, file, text);
  if (content.organisation !== organisation) throw damaged(file, 'it belongs to another organisation');
  if ('destroyedAt' in content) throw destroyed(organisation, content.destroyedAt);
  return content.versions.map(({ version, seal, index }, position) => {
    if (version !== position + 1) throw damaged(file, 'its key versions are not 1, 2, 3 …');
    return {
      version,
      seal: at.master.unwrap(placeOf(organisation, 'seal', version), seal, file),
      index: at.master.unwrap(placeOf(organisation, 'index', version), index, file),
    };
  });
}

/** All key versions of an organisation, oldest first. */
export async function readOrganisationFile(at: OrganisationFolder, organisation: string): Promise<KeyVersion[]> {
  const file = fileOf(at.folder, organisation);
  const text = await readKeyFile(file);
  if (text === undefined) {
    throw new OrganisationKeysMissing(`Organisation ${organisation} has no keys: ${file} does not exist.`);
  }
  return parseVersions(at, organisation, file, text);
}

/** Durable when it resolves. Keys that are already there are checked and left alone, whoever made them. */
export async function createOrganisationFile(at: OrganisationFolder, organisation: string, nowAt: Date): Promise<void> {
  const file = fileOf(at.folder, organisation);
  if ((await readKeyFile(file)) === undefined) {
    const wrapNew = (purpose: 'seal' | 'index'): string => {
      const key = randomBytes(keyBytes);
      const wrapped = at.master.wrap(placeOf(organisation, purpose, 1), key);
      key.fill(0);
      return wrapped;
    };
    const first = { version: 1, seal: wrapNew('seal'), index: wrapNew('index'), createdAt: nowAt };
    await createKeyFile(file, `${JSON.stringify({ format: 1, organisation, versions: [first] }, null, 2)}\n`);
  } else {
    // Another process may have named the file and not yet made the name durable.
    await syncFolder(at.folder);
  }
  await readOrganisationFile(at, organisation);
}

/** Also for a damaged file, and for an organisation without one: afterwards there are no keys and there never will be. */
export async function destroyOrganisationFile(
  at: OrganisationFolder,
  organisation: string,
  nowAt: Date,
): Promise<void> {
  const file = fileOf(at.folder, organisation);
  const text = await readKeyFile(file);
  if (text !== undefined && isTombstone(text)) return;
  const tombstone = { format: 1, organisation, destroyedAt: nowAt };
  await replaceAndWipe(file, `${JSON.stringify(tombstone, null, 2)}\n`);
}

function isTombstone(text: string): boolean {
  try {
    return Tombstone.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
