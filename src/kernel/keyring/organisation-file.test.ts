import { randomUUID } from 'node:crypto';
import { chmod, copyFile, link, open, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTestClock } from '#kernel/clock/clock.ts';
import { KeyDestroyed, KeyFileDamaged, KeysTooOpen, MasterKeyWrong, OrganisationKeysMissing } from './keyring-error.ts';
import { openKeyring } from './keyring.ts';
import { contentOf, fileOf, modeOf, newFolder, newKeyring, refusesUnchanged, reopen } from './testing.ts';

const place = { table: 'records', column: 'number', row: 'r1' };

describe('an organisation', () => {
  test('has keys from creation on, also after a new start, and creating again changes nothing', async () => {
    const { folder, keyring, organisation, file } = await newKeyring();
    const sealed = (await keyring.organisation(organisation)).seal(place, 'text');
    const before = await readFile(file, 'utf8');
    await keyring.createOrganisation(organisation);
    const later = await reopen(folder);
    await later.createOrganisation(organisation);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await modeOf(file)).toBe('600');
    expect((await later.organisation(organisation)).open(place, sealed)).toBe('text');
    expect(await readdir(join(folder, 'organisations'))).toEqual([`${organisation}.json`]);
  });

  test('never shares a key with another, nor its index key with its sealing key', async () => {
    const { keyring, organisation, file } = await newKeyring();
    const other = randomUUID();
    await keyring.createOrganisation(other);
    const sealed = (await keyring.organisation(organisation)).seal(place, 'text');
    const otherKeys = await keyring.organisation(other);
    expect(() => otherKeys.open(place, sealed)).toThrow('does not open');
    expect(otherKeys.blindIndex('c', 'v')).not.toBe((await keyring.organisation(organisation)).blindIndex('c', 'v'));
    // The wrapping is bound to its purpose: exchanged, neither opens.
    const content = JSON.parse(await readFile(file, 'utf8'));
    [content.versions[0].seal, content.versions[0].index] = [content.versions[0].index, content.versions[0].seal];
    await writeFile(file, JSON.stringify(content));
    const fresh = await reopen(keyring.location().folder);
    await expect(fresh.organisation(organisation)).rejects.toThrow(KeyFileDamaged);
  });

  test('without keys, or with a name that is no id, is refused', async () => {
    const { keyring, organisation } = await newKeyring();
    await expect(keyring.organisation(randomUUID())).rejects.toThrow(OrganisationKeysMissing);
    for (const name of ['../master', '', organisation.toUpperCase(), `${organisation}/..`, `${organisation}\n`]) {
      await expect(keyring.organisation(name)).rejects.toThrow(TypeError);
      await expect(keyring.createOrganisation(name)).rejects.toThrow(TypeError);
      await expect(keyring.destroyOrganisation(name)).rejects.toThrow(TypeError);
    }
  });

  test('with a damaged file gets a clear error that names it, nothing is overwritten, and the copy put back works', async () => {
    const { folder, keyring, organisation, file } = await newKeyring();
    const whole = await readFile(file, 'utf8');
    const content = JSON.parse(whole);
    const [version] = content.versions;
    const other = randomUUID();
    for (const text of [
      '',
      whole.slice(0, whole.length / 2),
      JSON.stringify({ ...content, format: 2 }),
      JSON.stringify({ ...content, organisation: other }),
      JSON.stringify({ ...content, versions: [] }),
      JSON.stringify({ ...content, versions: [{ ...version, version: 2 }] }),
      JSON.stringify({ ...content, versions: [{ ...version, seal: `${version.seal}A` }] }),
      JSON.stringify({ ...content, versions: [version, { ...version, version: 2 }] }),
      JSON.stringify({ ...content, versions: [version, version] }),
    ]) {
      await writeFile(file, text);
      for (const act of [() => keyring.organisation(organisation), () => keyring.createOrganisation(organisation)]) {
        expect(await refusesUnchanged(folder, KeyFileDamaged, act)).toContain(file);
      }
    }
    await writeFile(file, whole);
    await keyring.organisation(organisation);
    // One organisation's file under another's name gives the other no keys.
    await writeFile(fileOf(folder, other), JSON.stringify({ ...content, organisation: other }), { mode: 0o600 });
    await expect(keyring.organisation(other)).rejects.toThrow(KeyFileDamaged);
  });

  test('whose file was made with another master key is told so', async () => {
    const { folder, keyring } = await newKeyring();
    const other = await newKeyring();
    await copyFile(other.file, fileOf(folder, other.organisation));
    const message = await refusesUnchanged(folder, MasterKeyWrong, () => keyring.organisation(other.organisation));
    expect(message).toContain(other.organisation);
  });

  test('with a file that others can read is refused', async () => {
    const { keyring, organisation, file } = await newKeyring();
    await chmod(file, 0o644);
    await expect(keyring.organisation(organisation)).rejects.toThrow(KeysTooOpen);
  });

  test('is read again after five minutes, and at most a thousand are remembered', async () => {
    const folder = await newFolder();
    const clock = createTestClock('2026-01-01T00:00:00Z');
    const keyring = await openKeyring({ folder, isCreateAllowed: true, clock });
    const organisation = randomUUID();
    await keyring.createOrganisation(organisation);
    const keys = await keyring.organisation(organisation);
    clock.advance(5 * 60_000 - 1);
    expect(await keyring.organisation(organisation)).toBe(keys);
    clock.advance(1);
    const reread = await keyring.organisation(organisation);
    expect(reread).not.toBe(keys);

    const others = Array.from({ length: 1_000 }, () => randomUUID());
    await Promise.all(others.map((other) => keyring.createOrganisation(other)));
    for (const other of others.slice(0, 999)) await keyring.organisation(other);
    expect(await keyring.organisation(organisation)).toBe(reread);
    for (const other of others) await keyring.organisation(other);
    expect(await keyring.organisation(organisation)).not.toBe(reread);
  });
});

describe('destroying an organisation', () => {
  test('takes its keys away for good, at once in this process and in others after five minutes', async () => {
    const { folder, keyring, organisation, file } = await newKeyring();
    const clock = createTestClock('2026-01-01T00:00:00Z');
    const otherProcess = await openKeyring({ folder, isCreateAllowed: false, clock });
    await otherProcess.organisation(organisation);
    await keyring.organisation(organisation);
    const wrapped = JSON.parse(await readFile(file, 'utf8')).versions[0].seal as string;

    await keyring.destroyOrganisation(organisation);
    await expect(keyring.organisation(organisation)).rejects.toThrow(KeyDestroyed);
    await expect(keyring.createOrganisation(organisation)).rejects.toThrow(KeyDestroyed);
    clock.advance(5 * 60_000);
    await expect(otherProcess.organisation(organisation)).rejects.toThrow(KeyDestroyed);
    expect(Object.values(await contentOf(folder)).join('')).not.toContain(wrapped);

    const tombstone = await readFile(file, 'utf8');
    await keyring.destroyOrganisation(organisation);
    expect(await readFile(file, 'utf8')).toBe(tombstone);
    expect(await modeOf(file)).toBe('600');
  });

  test('wipes the bytes that were there, and what a crash left beside', async () => {
    const { folder, keyring, organisation, file } = await newKeyring();
    const leaving = join(folder, 'organisations', `.${organisation}.json.${randomUUID()}.tmp`);
    await copyFile(file, leaving);
    await link(file, join(folder, 'other-name'));
    const handle = await open(leaving, 'r');
    await keyring.destroyOrganisation(organisation);
    expect((await handle.readFile()).every((byte) => byte === 0)).toBe(true);
    await handle.close();
    expect((await readFile(join(folder, 'other-name'))).every((byte) => byte === 0)).toBe(true);
    expect(await readdir(join(folder, 'organisations'))).toEqual([`${organisation}.json`]);
  });

  test('works for a damaged file and for an organisation without keys, and from several at once', async () => {
    const { keyring, organisation, file } = await newKeyring();
    await writeFile(file, 'damaged');
    const never = randomUUID();
    await Promise.all(
      [1, 2, 3, 4].flatMap(() => [keyring.destroyOrganisation(organisation), keyring.destroyOrganisation(never)]),
    );
    await expect(keyring.organisation(organisation)).rejects.toThrow(KeyDestroyed);
    await expect(keyring.createOrganisation(never)).rejects.toThrow(KeyDestroyed);
  });
});
