import { execFile, spawn } from 'node:child_process';
import { chown, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const binaries = '/usr/lib/postgresql/15/bin';
const run = promisify(execFile);

/**
 * Debian's PostgreSQL 15, the oldest that Valv runs on, in the place of the embedded server: same roles, same socket, no
 * port. It trusts whoever reaches the socket, whose folder is closed to all but its own user and root.
 */
export async function startPostgres15(folder: string, settings: Record<string, string>) {
  const isRoot = process.getuid?.() === 0;
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  const account = isRoot ? { uid: await id('-u'), gid: await id('-g') } : {};
  const home = join(folder, 'postgres-15');
  const socketFolder = join(home, 'socket');
  const data = join(home, 'data');
  for (const made of [home, socketFolder, data]) {
    await mkdir(made);
    await chmod(made, 0o700);
    if (account.uid !== undefined) await chown(made, account.uid, account.gid);
  }
  const options = { ...account, cwd: home, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } };
  await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'valv_superuser', '-E', 'UTF8', '--locale=C', '-A', 'trust', '--no-sync', '--no-instructions'],
    options,
  );
  const lines = Object.entries({
    ...settings,
    unix_socket_directories: socketFolder,
    listen_addresses: '',
    port: '5432',
  });
  await writeFile(join(data, 'postgresql.auto.conf'), lines.map(([name, value]) => `${name} = '${value}'\n`).join(''));
  const server = spawn(join(binaries, 'postgres'), ['-D', data], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    server.kill('SIGINT');
    await ended;
  };
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL 15 did not start: ${said}`)));
  });
  const psql = (database: string, statement: string) =>
    run(join(binaries, 'psql'), ['-h', socketFolder, '-U', 'valv_superuser', '-d', database, '-c', statement], options);
  await psql('postgres', 'create role valv_owner login createrole');
  return { socketFolder, port: 5432, stop };
}
