import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AlreadyRunning, findRunning } from './index.ts';
import {
  copyPackage,
  dataFolder,
  eventually,
  isReachable,
  isRoot,
  pointedFolder,
  query,
  startThrowaway,
  startValvProcess,
  temporaryFolder,
} from './throwaway.ts';

const setting = async (server: { socketFolder: string; port: number }, name: string) =>
  (await query(server, `show ${name}`))[0]?.[name];

test.runIf(isRoot)('PostgreSQL never runs as root, nor with any of root’s groups', async () => {
  const server = await startThrowaway({ dataFolder: dataFolder() });
  const status = readFileSync(`/proc/${server.processId()}/status`, 'utf8');
  const ids = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(status)?.slice(1);
  expect(ids).toHaveLength(3);
  expect(ids).not.toContain('0');
  expect(/^Groups:[ \t]*(.*)$/m.exec(status)?.[1]).toBe('');
  expect(statSync(server.folder).uid).toBe(Number(ids?.[0]));
});

test('a package installed without its install script is completed at start, and a second start finds nothing to do', async () => {
  const parent = temporaryFolder();
  const packageFolder = await copyPackage(parent);
  const data = dataFolder(parent);
  const server = await startThrowaway({ dataFolder: data, packageFolder });
  expect(readdirSync(join(packageFolder, 'native/lib'))).toContain('libicui18n.so.60');
  expect(server.notices).toEqual([]);
  await server.stop();
  const again = await startThrowaway({ dataFolder: data, packageFolder });
  expect(await query(again, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.runIf(isRoot && isReachable)(
  'a package that Valv may not write is copied, and Valv runs as an ordinary user',
  async () => {
    const parent = temporaryFolder();
    const packageFolder = await copyPackage(parent); // root's, and without its symlinks
    const data = dataFolder(parent);
    mkdirSync(data, { mode: 0o700 });
    const account = { uid: 1, gid: 1 }; // daemon, which every system has
    chownSync(data, account.uid, account.gid);
    const { ready } = startValvProcess({ dataFolder: data, packageFolder }, account);
    const server = await ready;
    expect(server.notices).toEqual([expect.stringContaining(join(data, 'binaries-18'))]);
    expect(statSync(join(data, 'valv.lock')).uid).toBe(account.uid);
    expect(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${server.processId}/status`, 'utf8'))?.[1]).toBe(
      String(account.uid),
    );
    expect(readdirSync(join(packageFolder, 'native/lib'))).not.toContain('libicui18n.so.60');
    expect(await query(server, 'select current_user as who')).toEqual([{ who: 'valv_owner' }]);
  },
);

test.each([
  ['unset', undefined],
  ['not installed', 'sv_SE.UTF-8'],
])('the database is UTF-8 with a locale of its own although LANG is %s', async (_, lang) => {
  for (const name of ['LANG', 'LC_ALL', 'LC_CTYPE']) vi.stubEnv(name, lang);
  vi.stubEnv('TZ', 'Europe/Stockholm');
  onTestFinished(() => void vi.unstubAllEnvs());
  const server = await startThrowaway({ dataFolder: dataFolder() });
  const rows = await query(
    server,
    `select datname, pg_encoding_to_char(encoding) as encoding, datlocprovider, datlocale, datcollate from pg_database where datname in ('valv', 'template1') order by 1`,
  );
  const expected = { encoding: 'UTF8', datlocprovider: 'b', datlocale: 'C.UTF-8', datcollate: 'C' };
  expect(rows).toEqual([
    { datname: 'template1', ...expected },
    { datname: 'valv', ...expected },
  ]);
  expect(await setting(server, 'data_checksums')).toBe('on');
  // initdb would otherwise write the machine's time zone into the configuration.
  expect([await setting(server, 'TimeZone'), await setting(server, 'log_timezone')]).toEqual(['UTC', 'UTC']);
});

test('there is no password and no port: only the operating system’s users that run Valv get in, through the socket', async () => {
  const server = await startThrowaway({ dataFolder: dataFolder() });
  const [{ passwords }] = (await query(
    server,
    'select count(rolpassword)::int as passwords from pg_authid',
    'valv_superuser',
  )) as [{ passwords: number }];
  expect(passwords).toBe(0);
  expect(await setting(server, 'listen_addresses')).toBe('');
  const methods = await query(
    server,
    'select distinct type, auth_method, options from pg_hba_file_rules',
    'valv_superuser',
  );
  expect(methods).toEqual([{ type: 'local', auth_method: 'peer', options: ['map=valv'] }]);
  expect(statSync(server.socketFolder).mode & 0o777).toBe(0o700);
  if (!isRoot) return;
  // Nobody else comes as far as the socket.
  const tried = spawnSync('/bin/ls', [server.socketFolder], { uid: 65534, gid: 65534, encoding: 'utf8', env: {} });
  expect(tried.status).not.toBe(0);
  expect(tried.stderr).toContain('Permission denied');
});

test('the owner of the database is no superuser, may make roles, and is the same after another start', async () => {
  const data = dataFolder();
  const first = await startThrowaway({ dataFolder: data });
  await query(first, 'create table kept (value int)');
  await first.stop();
  const server = await startThrowaway({ dataFolder: data });
  const roles = await query(
    server,
    `select rolname, rolsuper, rolcreaterole, rolcanlogin from pg_roles where rolname = 'valv_owner'`,
  );
  expect(roles).toEqual([{ rolname: 'valv_owner', rolsuper: false, rolcreaterole: true, rolcanlogin: true }]);
  expect(
    await query(server, `select pg_get_userbyid(datdba) as owner from pg_database where datname = 'valv'`),
  ).toEqual([{ owner: 'valv_owner' }]);
  await query(server, 'create role valv_somebody login');
  expect(await query(server, 'select current_user as who', 'valv_somebody')).toEqual([{ who: 'valv_somebody' }]);
  expect(await query(server, `select tablename from pg_tables where schemaname = 'public'`)).toEqual([
    { tablename: 'kept' },
  ]);
});

test('what a caller passes as a setting wins, and the defaults are durable', async () => {
  const server = await startThrowaway({
    dataFolder: dataFolder(),
    settings: { max_connections: '17', 'valv.note': "it's \\ here" },
  });
  expect(await setting(server, 'max_connections')).toBe('17');
  expect((await query(server, `select current_setting('valv.note') as note`))[0]?.['note']).toBe("it's \\ here");
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes'])
    expect(await setting(server, name)).toBe('on');
  expect(await setting(server, 'wal_level')).toBe('replica');
});

test('no value of a failed statement reaches the log', async () => {
  const server = await startThrowaway({ dataFolder: dataFolder() });
  await query(server, 'create table persons (number text primary key)');
  await query(server, `insert into persons values ('19811218-9876')`);
  await expect(query(server, `insert into persons values ('19811218-9876')`)).rejects.toThrow('duplicate key');
  await expect(query(server, `select 'Astrid'::int`)).rejects.toThrow('Astrid');
  await expect(
    query(server, `do $$ begin raise warning 'Astrid'; raise exception 'Astrid' using detail = 'Astrid'; end $$`),
  ).rejects.toThrow('Astrid');
  const states = () => server.events.map(({ sqlState }) => sqlState);
  expect(await eventually(() => ['23505', '01000', 'P0001'].every((state) => states().includes(state)))).toBe(true);
  // And PostgreSQL itself prints no detail, statement or parameter, should its output ever go elsewhere.
  expect(await setting(server, 'log_error_verbosity')).toBe('terse');
  expect(await setting(server, 'log_min_error_statement')).toBe('panic');
  expect(await setting(server, 'log_parameter_max_length_on_error')).toBe('0');
  expect(JSON.stringify(server.events)).not.toMatch(/Astrid|9876|persons values/);
});

test('a second start in the same folder is refused and names the process, also in the same process', async () => {
  const data = dataFolder();
  const { child, ready } = startValvProcess({ dataFolder: data });
  const owner = await ready;
  const refusal = await startThrowaway({ dataFolder: data }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AlreadyRunning);
  expect((refusal as AlreadyRunning).processId).toBe(child.pid);
  expect(await findRunning(data)).toEqual({ socketFolder: owner.socketFolder, port: 5432, ownerProcessId: child.pid });
  expect(await query(owner, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('of several simultaneous first starts exactly one wins, and its database is whole', async () => {
  const data = dataFolder();
  const starts = await Promise.allSettled(
    Array.from({ length: 3 }, () => startValvProcess({ dataFolder: data }).ready),
  );
  const winners = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const refusals = starts.flatMap((start) => (start.status === 'rejected' ? [String(start.reason)] : []));
  expect(refusals).toEqual([expect.stringContaining('AlreadyRunning'), expect.stringContaining('AlreadyRunning')]);
  expect(await Promise.all(winners.map((winner) => query(winner, 'select 1 as one')))).toEqual([[{ one: 1 }]]);
});

test('nothing is found running before the start and after the stop', async () => {
  const data = dataFolder();
  expect(await findRunning(data)).toBeUndefined();
  const server = await startThrowaway({ dataFolder: data });
  expect(await findRunning(data)).toMatchObject({ ownerProcessId: process.pid });
  await server.stop();
  expect(await findRunning(data)).toBeUndefined();
});

test('a data folder whose path is too long for a socket gets a short folder of its own, removed at the stop', async () => {
  // Programs that had to be copied into it would not find each other behind a quote: initdb asks a shell.
  const quoted = isReachable ? ' "quoted"' : '';
  const data = dataFolder(temporaryFolder(), `${'long-'.repeat(20)}åäö${quoted}, and spaced`);
  const server = await startThrowaway({ dataFolder: data });
  expect(Buffer.byteLength(`${server.socketFolder}/.s.PGSQL.5432`)).toBeLessThanOrEqual(107);
  expect(server.socketFolder.startsWith(data)).toBe(false);
  expect(statSync(server.socketFolder).mode & 0o777).toBe(0o700);
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  const usual = server.socketFolder;
  await server.stop();
  expect(statSync(usual, { throwIfNoEntry: false })).toBeUndefined();

  mkdirSync(usual);
  onTestFinished(() => rmSync(usual, { recursive: true, force: true }));
  const { uid, gid } = statSync(server.folder);
  // Somebody else waits there; or the folder is the right user's, but anybody may write in it.
  for (const [ownerUid, mode] of [
    [isRoot ? 2 : uid, isRoot ? 0o700 : 0o777],
    [uid, 0o777],
  ] as const) {
    chownSync(usual, ownerUid, gid);
    chmodSync(usual, mode);
    const next = await startThrowaway({ dataFolder: data });
    expect(next.socketFolder).not.toBe(usual);
    expect(await query(next, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  }
});

test('a database of another major version is refused, unharmed', async () => {
  const data = dataFolder();
  const server = await startThrowaway({ dataFolder: data });
  await server.stop();
  const versionFile = join(server.folder, 'PG_VERSION');
  writeFileSync(versionFile, '17\n');
  await expect(startThrowaway({ dataFolder: data })).rejects.toMatchObject({
    code: 'embedded.version_differs',
    message: expect.stringContaining(server.folder),
  });
  writeFileSync(versionFile, '18\n');
  expect(await query(await startThrowaway({ dataFolder: data }), 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(pointedFolder(data)).toBeUndefined();
});

test('a setting PostgreSQL does not know ends in a message with its own words, and frees the folder', async () => {
  const data = dataFolder();
  const start = startThrowaway({ dataFolder: data, settings: { shared_bufers: '1GB' } });
  await expect(start).rejects.toMatchObject({
    code: 'embedded.start_failed',
    message: expect.stringContaining('shared_bufers'),
  });
  expect(await query(await startThrowaway({ dataFolder: data }), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.runIf(isRoot)(
  'a full disk at the first start is named with its folder, and the next start with space succeeds',
  async ({ skip }) => {
    const parent = temporaryFolder();
    const data = dataFolder(parent);
    mkdirSync(data, { mode: 0o755 });
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'valv-test', data]).status !== 0)
      skip('this machine does not let a test mount a small disk');
    onTestFinished(() => void spawnSync('umount', ['-l', data]));
    await expect(startThrowaway({ dataFolder: data })).rejects.toMatchObject({
      code: 'embedded.disk_full',
      message: expect.stringContaining(data),
    });
    spawnSync('mount', ['-o', 'remount,size=300m', data]);
    const server = await startThrowaway({ dataFolder: data });
    expect(readdirSync(join(data, 'postgres')).sort()).toEqual(['data', 'run']);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  },
);
