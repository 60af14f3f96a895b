import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { openKeyring } from './keyring.ts';

// Keyrings in folders of their own, which are gone when the file's tests are done.

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A path where no folder is yet. */
export async function newFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'valv-keyring-'));
  folders.push(parent);
  return join(parent, 'keys');
}

export const create = (folder: string) => openKeyring({ folder, isCreateAllowed: true });
export const reopen = (folder: string) => openKeyring({ folder, isCreateAllowed: false });
export const fileOf = (folder: string, organisation: string) => join(folder, 'organisations', `${organisation}.json`);
export const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** Everything in the folder, to show that a refusal changed nothing. */
export async function contentOf(folder: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    content[path] = entry.isFile() ? await readFile(path, 'utf8') : 'folder';
  }
  return content;
}

/** Expects an error of this type and the folder as it was; gives the error's words. */
export async function refusesUnchanged(
  folder: string,
  type: new (message: string) => Error,
  act: () => Promise<unknown>,
) {
  const before = await contentOf(folder);
  const error: unknown = await act().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(type);
  expect(await contentOf(folder)).toEqual(before);
  return String(error);
}

/** A keyring that holds the keys of one organisation. */
export async function newKeyring() {
  const folder = await newFolder();
  const keyring = await create(folder);
  const organisation = randomUUID();
  await keyring.createOrganisation(organisation);
  return { folder, keyring, organisation, file: fileOf(folder, organisation) };
}
