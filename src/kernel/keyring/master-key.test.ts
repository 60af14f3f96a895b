import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { KeyFileDamaged, KeysTooOpen, MasterKeyDamaged, MasterKeyMissing, MasterKeyWrong } from './keyring-error.ts';
import { create, modeOf, newFolder, newKeyring, refusesUnchanged, reopen } from './testing.ts';

describe('the master key', () => {
  test('is made once, for this user only, and the same afterwards', async () => {
    const folder = await newFolder();
    const keyring = await create(folder);
    expect(keyring.isNew).toBe(true);
    expect(keyring.location()).toEqual({ folder, masterKeyFile: join(folder, 'master.key') });
    expect(await readFile(join(folder, 'master.key'), 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
    expect([await modeOf(folder), await modeOf(join(folder, 'organisations'))]).toEqual(['700', '700']);
    expect([await modeOf(join(folder, 'master.key')), await modeOf(join(folder, 'keyring.json'))]).toEqual([
      '600',
      '600',
    ]);
    const again = await reopen(folder);
    expect(again.isNew).toBe(false);
    expect(again.derive('pepper').equals(keyring.derive('pepper'))).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['keyring.json', 'master.key', 'organisations']);
  });

  test('is not made when a database exists already', async () => {
    const folder = await newFolder();
    await expect(reopen(folder)).rejects.toThrow(MasterKeyMissing);
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  test('is not made anew while organisations have keys, or while keyring.json remembers another', async () => {
    const { folder } = await newKeyring();
    await rm(join(folder, 'master.key'));
    const message = await refusesUnchanged(folder, MasterKeyMissing, () => create(folder));
    expect(message).toContain(join(folder, 'master.key'));
    await rm(join(folder, 'keyring.json'));
    await refusesUnchanged(folder, MasterKeyMissing, () => create(folder));
    const empty = await newFolder();
    await create(empty);
    await rm(join(empty, 'master.key'));
    await refusesUnchanged(empty, MasterKeyMissing, () => create(empty));
  });

  test.each([
    ['empty', ''],
    ['short', `${randomBytes(31).toString('base64')}\n`],
    ['long', `${randomBytes(33).toString('base64')}\n`],
    ['no base64', `${'*'.repeat(43)}=\n`],
    ['two lines', `${randomBytes(32).toString('base64')}\n${randomBytes(32).toString('base64')}\n`],
    ['another spelling of the last character', `${'A'.repeat(42)}B=\n`],
  ])('that is damaged (%s) is named damaged and left alone', async (_, text) => {
    const { folder } = await newKeyring();
    await writeFile(join(folder, 'master.key'), text);
    const message = await refusesUnchanged(folder, MasterKeyDamaged, () => create(folder));
    expect(message).toContain('master.key');
  });

  test('of another keyring is named wrong, not damaged', async () => {
    const { folder } = await newKeyring();
    const other = await newKeyring();
    await copyFile(join(other.folder, 'master.key'), join(folder, 'master.key'));
    const message = await refusesUnchanged(folder, MasterKeyWrong, () => create(folder));
    expect(message).not.toContain((await readFile(join(folder, 'master.key'), 'utf8')).trim());
  });

  test('is refused when others can reach it or its folder', async () => {
    for (const [name, mode] of [
      ['master.key', 0o640],
      ['keyring.json', 0o604],
      ['', 0o750],
      ['organisations', 0o701],
    ] as const) {
      const { folder } = await newKeyring();
      await chmod(join(folder, name), mode);
      const message = await refusesUnchanged(folder, KeysTooOpen, () => create(folder));
      expect(message).toContain(`chmod ${name.includes('.') ? '600' : '700'} ${join(folder, name)}`);
    }
  });

  test('closes an empty folder made beforehand, but not one that holds something', async () => {
    const empty = await newFolder();
    await mkdir(empty, { mode: 0o755 });
    await create(empty);
    expect(await modeOf(empty)).toBe('700');
    const used = await newFolder();
    await mkdir(used, { mode: 0o755 });
    await writeFile(join(used, 'notes.txt'), 'mine');
    await refusesUnchanged(used, KeysTooOpen, () => create(used));
    expect(await modeOf(used)).toBe('755');
  });

  test('a first start that crashed between the key and keyring.json is finished by the next', async () => {
    const folder = await newFolder();
    const before = await create(folder);
    await rm(join(folder, 'keyring.json'));
    await rm(join(folder, 'organisations'), { recursive: true });
    const after = await create(folder);
    expect(after.isNew).toBe(true);
    expect(after.derive('a').equals(before.derive('a'))).toBe(true);
  });

  test('a damaged or missing keyring.json is named and left alone', async () => {
    const { folder } = await newKeyring();
    await writeFile(join(folder, 'keyring.json'), '{"format": 1, "mas');
    expect(await refusesUnchanged(folder, KeyFileDamaged, () => create(folder))).toContain('keyring.json');
    await writeFile(join(folder, 'keyring.json'), '{"format": 2}');
    expect(await refusesUnchanged(folder, KeyFileDamaged, () => create(folder))).toContain('keyring.json');
    await rm(join(folder, 'keyring.json'));
    expect(await refusesUnchanged(folder, KeyFileDamaged, () => create(folder))).toContain('keyring.json');
  });

  test('gives a different key for every purpose, and of every length', async () => {
    const keyring = await create(await newFolder());
    expect(keyring.derive('pepper')).toHaveLength(32);
    expect(keyring.derive('pepper', 64)).toHaveLength(64);
    expect(keyring.derive('pepper').equals(keyring.derive('cursor'))).toBe(false);
    expect(keyring.derive('pepper').equals((await create(await newFolder())).derive('pepper'))).toBe(false);
    expect(() => keyring.derive('')).toThrow(RangeError);
    expect(() => keyring.derive('pepper', 8)).toThrow(RangeError);
    keyring.derive('pepper').fill(0);
    expect(keyring.derive('pepper').equals(Buffer.alloc(32))).toBe(false);
  });

  test('cannot be read out of a printed keyring', async () => {
    const { folder, keyring, organisation } = await newKeyring();
    await keyring.organisation(organisation);
    const key = Buffer.from(await readFile(join(folder, 'master.key'), 'utf8'), 'base64');
    const printed = inspect(keyring, { depth: 9, showHidden: true }) + JSON.stringify(keyring);
    expect(printed).not.toContain(key.toString('base64'));
    expect(printed).not.toContain(key.toString('hex'));
  });
});
