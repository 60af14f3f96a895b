import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOwnPostgres, type OwnPostgres } from '../durability/own-postgres.ts';
import { openKeyring } from '#kernel/keyring/keyring.ts';
import { freePort, makeHome, signal } from '../durability/service.ts';
import { endAll, run, start } from './program.ts';

// A start that cannot work says why in words, ends with 1, and changes nothing.

const valv = fileURLToPath(new URL('../../bin/valv.js', import.meta.url));
const patienceMs = 180_000;
let home: Awaited<ReturnType<typeof makeHome>>;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  home = await makeHome();
  ({ folder } = home);
  env = await makeSettings('data');
});
afterAll(async () => {
  await endAll();
  home?.remove();
});

/** Settings of an installation not made yet, whose pages are built already. */
async function makeSettings(name: string): Promise<Record<string, string>> {
  mkdirSync(join(folder, name), { mode: 0o711 });
  symlinkSync(join(folder, 'pages'), join(folder, name, 'pages'));
  return {
    VALV_DATA: join(folder, name),
    VALV_KEYS: join(folder, `${name}.keys`),
    VALV_PORT: String(await freePort()),
    VALV_DEMO: 'off',
    VALV_LOG: 'warn',
  };
}

const command = (words: string[], settings: Record<string, string>) => run('node', [valv, ...words], folder, settings);
const serve = (settings: Record<string, string>) => command(['serve'], settings);

/** Starts, waits until it is ready, works with it, and stops it as a supervisor does: by SIGTERM to the starter alone. */
async function whileServing<T>(settings: Record<string, string>, work: () => Promise<T> | T): Promise<T> {
  const service = start('node', [valv, 'serve'], folder, settings);
  await service.printed(/Valv is ready/);
  try {
    return await work();
  } finally {
    signal(service.processId, 'SIGTERM');
    expect(await service.ended, service.output).toBe(0);
  }
}

describe('settings', () => {
  test('that are wrong are named, all at once, and nothing is made', { timeout: patienceMs }, async () => {
    const { code, output } = await serve({
      ...env,
      VALV_PORT: 'many',
      VALV_LISTEN: '0.0.0.0',
      VALV_KEYS: join(folder, 'data/keys'),
      VALV_DTA: '/srv',
      VALV_DATABASE_URL: 'mysql://root:hunter2@db/valv',
    });
    expect(code).toBe(1);
    expect(output).toContain('The configuration is wrong:');
    for (const name of ['VALV_PORT in', 'VALV_LISTEN is', 'VALV_KEYS (', 'VALV_DTA in', 'VALV_DATABASE_URL in'])
      expect(output).toContain(`- ${name}`);
    expect(output).toContain('Did you mean VALV_DATA?');
    expect(output).not.toContain('hunter2');
    expect(readdirSync(join(folder, 'data'))).toEqual(['pages']);
    expect(existsSync(env['VALV_KEYS'] ?? '')).toBe(false);
  });

  test('a port that is taken is named; doctor names it too', { timeout: patienceMs }, async () => {
    const other = createServer().listen(Number(env['VALV_PORT']), '127.0.0.1');
    try {
      const { code, output } = await serve(env);
      expect(code).toBe(1);
      expect(output).toBe(
        `Cannot listen on port ${env['VALV_PORT']} on 127.0.0.1: it is taken. Set VALV_PORT to another port, or stop what listens there.\n`,
      );
      expect(existsSync(join(folder, 'data/postgres'))).toBe(false);
      const doctor = await command(['doctor'], env);
      expect(doctor.code).toBe(1);
      expect(doctor.output).toMatch(/^WRONG {3}port \d+ on 127\.0\.0\.1 is taken\n {9}Set VALV_PORT/m);
    } finally {
      other.close();
    }
  });

  test('an address that this machine does not have is named', { timeout: patienceMs }, async () => {
    const { code, output } = await serve({ ...env, VALV_LISTEN: '192.0.2.1', VALV_BEHIND_PROXY: 'on' });
    expect(code).toBe(1);
    expect(output).toContain('this machine has no such address. Set VALV_LISTEN to one it has.');
  });
});

test(
  'keys that are lost, wrong or of another installation are refused and never made anew; put back, everything works',
  { timeout: patienceMs },
  async () => {
    const keys = env['VALV_KEYS'] ?? '';
    const files = () => readdirSync(keys, { recursive: true }).sort();
    await whileServing(env, () => undefined);
    const before = files();

    renameSync(keys, `${keys}.away`);
    const lost = await serve(env);
    expect(lost.code).toBe(1);
    expect(lost.output).toContain(`The master key is missing: ${keys}/master.key does not exist`);
    expect(lost.output).toContain('Put back your copy of the keys folder');
    const doctor = await command(['doctor'], env);
    expect(doctor.code).toBe(1);
    expect(doctor.output).toContain(`WRONG   The master key is missing: ${keys}/master.key`);
    expect(existsSync(keys)).toBe(false);
    renameSync(`${keys}.away`, keys);

    const file = join(keys, 'master.key');
    const right = readFileSync(file);
    writeFileSync(file, `${Buffer.alloc(32, 7).toString('base64')}\n`);
    const wrong = await serve(env);
    expect(wrong.code).toBe(1);
    expect(wrong.output).toMatch(/master\.key holds another key \([0-9a-f]{16}\) than this keyring was made with/);
    writeFileSync(file, right);

    const other = join(folder, 'other.keys');
    await openKeyring({ folder: other, isCreateAllowed: true });
    const foreign = await serve({ ...env, VALV_KEYS: other });
    expect(foreign.code).toBe(1);
    expect(foreign.output).toContain('The database was made with other keys than those that VALV_KEYS names');

    await whileServing(env, () => undefined);
    expect(files()).toEqual(before);
  },
);

describe('a PostgreSQL of the operator’s own', () => {
  let postgres: OwnPostgres;
  let own: Record<string, string>;
  beforeAll(async () => {
    postgres = await startOwnPostgres(folder);
    own = { ...(await makeSettings('own')), VALV_DATABASE_URL: postgres.url };
  });
  afterAll(() => postgres?.stop());

  test('that cannot be used is said to be so, without its password', { timeout: patienceMs }, async () => {
    const { host, port, password } = postgres.superuser;
    const at = `${String(host)}:${String(port)}`;
    const wrong: [string, RegExp][] = [
      [`postgres://valv_owner:hunter2@${at}/valv`, /cannot be used: it refuses the password/],
      [postgres.url.replace(/valv$/, 'elsewhere'), /there is no database of that name/],
      [`postgres://valv_owner:hunter2@127.0.0.1:${await freePort()}/valv`, /nothing answers there/],
      ['postgres://valv_owner:hunter2@nowhere.invalid/valv', /no such host is known|could not be looked up/],
      [
        `postgres://postgres:${encodeURIComponent(String(password))}@${at}/valv`,
        /is a superuser, whom no row level security holds/,
      ],
    ];
    for (const [url, meaning] of wrong) {
      const { code, output } = await serve({ ...own, VALV_DATABASE_URL: url });
      expect(code, output).toBe(1);
      expect(output).toMatch(meaning);
      expect(output).not.toMatch(/hunter2|of%20the/);
      expect(output.trim().split('\n')).toHaveLength(1);
    }
    const doctor = await command(['doctor'], { ...own, VALV_DATABASE_URL: wrong[0]?.[0] ?? '' });
    expect(doctor.code).toBe(1);
    expect(doctor.output).toContain('WRONG   the database cannot be used');
    expect((await command(['doctor'], own)).output).toContain('PostgreSQL of VALV_DATABASE_URL, empty so far');
  });

  test(
    'that has an installation keeps its keys: lost ones are missed, not made anew',
    { timeout: patienceMs },
    async () => {
      rmSync(own['VALV_KEYS'] ?? '', { recursive: true, force: true });
      // The one that runs is no fault: the runbooks have the doctor asked beside it.
      const beside = await whileServing(own, () => command(['doctor'], own));
      expect(beside.code, beside.output).toBe(0);
      expect(beside.output).toMatch(/^ok {6}port \d+ on 127\.0\.0\.1 is taken by the Valv that runs$/m);
      const { output: alone } = await command(['doctor'], own);
      expect(alone).toContain('with an installation of Valv');
      expect(alone).toMatch(/^ok {6}port \d+ on 127\.0\.0\.1 is free$/m);
      const keys = own['VALV_KEYS'] ?? '';
      renameSync(keys, `${keys}.away`);
      const { code, output } = await serve(own);
      expect(code).toBe(1);
      expect(output).toContain(`The master key is missing: ${keys}/master.key does not exist`);
      expect(existsSync(keys)).toBe(false);
      renameSync(`${keys}.away`, keys);
      await whileServing(own, () => undefined);
    },
  );
});

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)(
  'below a folder that only root may read, the database goes to /var/lib/valv, and the start says so',
  { timeout: patienceMs },
  async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const settings = { ...(await makeSettings('closed/data')), VALV_KEYS: join(closed, 'keys') };
    const service = start('node', [valv, 'serve'], folder, settings);
    try {
      await service.printed(/Valv is ready/);
      const place = /The database lies in (\/var\/lib\/valv\/[0-9a-f]{16}), because (\S+),/.exec(service.output)?.[1];
      expect(place, service.output).toBeDefined();
      expect(service.output).toContain('Keep both folders together.');
      expect(existsSync(join(place ?? '', 'postgres/data/PG_VERSION'))).toBe(true);
    } finally {
      service.interrupt();
      await service.ended;
      const pointer = readFileSync(join(closed, 'data/database.location.json'), 'utf8');
      rmSync((JSON.parse(pointer) as { folder: string }).folder, { recursive: true, force: true });
    }
  },
);
