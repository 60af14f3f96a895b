import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyPackage, dataFolder, isRoot, pointedFolder, query, startThrowaway, temporaryFolder } from './throwaway.ts';

const mode = (path: string) =>
  `${(statSync(path).mode & 0o7777).toString(8)} ${statSync(path).uid}:${statSync(path).gid}`;

/** A folder that only root may enter, like /root. */
function rootOnlyFolder(): string {
  const folder = join(temporaryFolder(), 'root-only');
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

test('a data folder made by Valv lets nobody but the server’s own user see the database', async () => {
  const data = dataFolder();
  const server = await startThrowaway({ dataFolder: data });
  expect(mode(data)).toMatch(isRoot ? /^711 0:/ : /^700 /);
  for (const folder of [join(data, 'postgres'), server.folder, server.socketFolder])
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(data, 'valv.lock')).mode & 0o777).toBe(0o600);
});

test.runIf(isRoot)(
  'below a folder that only root may enter, the database goes to /var/lib/valv and stays there',
  async () => {
    const parent = rootOnlyFolder();
    const data = dataFolder(parent);
    mkdirSync(data, { mode: 0o750 });
    const before = [mode(parent), mode(data)];
    const first = await startThrowaway({ dataFolder: data });
    const place = pointedFolder(data) ?? '';
    expect(place).toMatch(/^\/var\/lib\/valv\/[0-9a-f]{16}$/);
    expect(first.folder).toBe(join(place, 'postgres/data'));
    expect(first.notices[0]).toContain(place);
    expect(mode(join(place, 'postgres'))).toMatch(/^700 [1-9]/);
    expect(mode(place)).toMatch(/^710 0:[1-9]/);
    await query(first, 'create table kept (id int)');
    await first.stop();

    const second = await startThrowaway({ dataFolder: data });
    expect(second.folder).toBe(first.folder);
    expect(second.notices[0]).toBe(first.notices[0]);
    expect(await query(second, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
    expect([mode(parent), mode(data)]).toEqual(before);
    expect(readdirSync(data).sort()).toEqual(['database.location.json', 'valv.lock']);
  },
);

test.runIf(isRoot)('a data folder that is there and closed keeps its permissions', async () => {
  const data = dataFolder();
  mkdirSync(data, { mode: 0o700 });
  const before = mode(data);
  const server = await startThrowaway({ dataFolder: data });
  expect(server.folder.startsWith('/var/lib/valv/')).toBe(true);
  expect(mode(data)).toBe(before);
});

test.runIf(isRoot)(
  'a package below a folder that only root may enter is copied once per version, and stays closed',
  async () => {
    const parent = rootOnlyFolder();
    const packageFolder = await copyPackage(parent);
    chmodSync(join(packageFolder, 'native/bin/postgres'), 0o700); // installed with a strict umask
    const before = [mode(parent), mode(packageFolder), mode(join(packageFolder, 'native/bin/postgres'))];
    const data = dataFolder();
    const copies = () => readdirSync(data).filter((name) => name.startsWith('binaries-'));
    const first = await startThrowaway({ dataFolder: data, packageFolder });
    expect(first.folder.startsWith(data)).toBe(true);
    expect(first.notices).toEqual([expect.stringContaining('copied')]);
    const [copy = ''] = copies();
    const inode = statSync(join(data, copy)).ino;
    await first.stop();

    const second = await startThrowaway({ dataFolder: data, packageFolder });
    expect(second.notices).toEqual([]);
    expect(statSync(join(data, copy)).ino).toBe(inode);
    await second.stop();

    const manifest = join(packageFolder, 'package.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"version": ".*?"/, '"version": "18.99.0"'));
    const third = await startThrowaway({ dataFolder: data, packageFolder });
    expect(copies()).toEqual(['binaries-18.99.0']);
    expect(await query(third, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect([mode(parent), mode(packageFolder), mode(join(packageFolder, 'native/bin/postgres'))]).toEqual(before);
  },
);

test.runIf(isRoot)('a database that is no longer where the pointer says is reported, not begun anew', async () => {
  const data = dataFolder(rootOnlyFolder());
  const server = await startThrowaway({ dataFolder: data });
  await server.stop();
  const place = pointedFolder(data) ?? '';
  renameSync(place, `${place}.away`);
  onTestFinished(() => rmSync(`${place}.away`, { recursive: true, force: true }));
  await expect(startThrowaway({ dataFolder: data })).rejects.toMatchObject({
    code: 'embedded.database_lost',
    message: expect.stringContaining(place),
  });
  renameSync(`${place}.away`, place);
  expect(await query(await startThrowaway({ dataFolder: data }), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.runIf(isRoot)('a database in a folder that was closed later is reported, not begun anew elsewhere', async () => {
  const parent = temporaryFolder();
  const data = dataFolder(parent);
  await (await startThrowaway({ dataFolder: data })).stop();
  chmodSync(parent, 0o700);
  await expect(startThrowaway({ dataFolder: data })).rejects.toMatchObject({
    code: 'embedded.no_permission',
    message: expect.stringContaining(data),
  });
  expect(pointedFolder(data)).toBeUndefined();
  expect(mode(parent)).toMatch(/^700 /);
});

test.runIf(isRoot)('the configured user runs the server; root and unknown users are refused', async () => {
  await expect(startThrowaway({ dataFolder: dataFolder(), user: 'root' })).rejects.toMatchObject({
    code: 'embedded.user_missing',
  });
  await expect(startThrowaway({ dataFolder: dataFolder(), user: 'valv-nobody-knows' })).rejects.toMatchObject({
    code: 'embedded.user_missing',
  });
  const data = dataFolder();
  const server = await startThrowaway({ dataFolder: data, user: 'daemon' });
  expect(statSync(server.folder).uid).toBe(1);
  expect(await query(server, 'select current_user as who')).toEqual([{ who: 'valv_owner' }]);
  await server.stop();
  // The database goes on belonging to whom it belongs to, also when the setting is taken away.
  const again = await startThrowaway({ dataFolder: data });
  expect(statSync(again.folder).uid).toBe(1);
  await again.stop();
  await expect(startThrowaway({ dataFolder: data, user: 'bin' })).rejects.toMatchObject({
    code: 'embedded.no_permission',
    message: expect.stringContaining('chown'),
  });
});

test('a platform without the package, and a broken package, are named', async () => {
  const parent = temporaryFolder();
  const packageFolder = await copyPackage(parent);
  rmSync(join(packageFolder, 'native/lib/libicudata.so.60.2'));
  await expect(startThrowaway({ dataFolder: dataFolder(parent), packageFolder })).rejects.toMatchObject({
    code: 'embedded.binaries_broken',
    message: expect.stringContaining('libicudata.so.60'),
  });
  const { arch } = process;
  Object.defineProperty(process, 'arch', { value: 'mips' });
  onTestFinished(() => void Object.defineProperty(process, 'arch', { value: arch }));
  await expect(startThrowaway({ dataFolder: dataFolder() })).rejects.toMatchObject({
    code: 'embedded.package_missing',
    message: expect.stringContaining('linux-mips'),
  });
});
