import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, signal, until } from '../durability/service.ts';
import { readDocuments } from './documents.ts';
import { copyTree, endAll, makeFolder, run, start, type Program } from './program.ts';

// One installation, from `npm start` in a fresh tree through everything its operator does to it, told in order.

const home = makeFolder();
const patienceMs = 180_000;
let tree: string;
let env: Record<string, string>;
let url: string;
let service: Program;
let cookie: string;
let organisation: string;

beforeAll(async () => {
  tree = copyTree(home.folder);
  const port = await freePort();
  url = `http://localhost:${port}`;
  env = {
    HOME: home.folder,
    npm_config_cache: join(home.folder, 'npm'),
    npm_config_update_notifier: 'false',
    VALV_PORT: String(port),
    VALV_DEMO: 'lindangen',
    // LANG is not set, and this locale is on no machine.
    LC_ALL: 'xx_XX',
  };
});
afterAll(async () => {
  await endAll();
  home.remove();
});

const npmStart = () => start('npm', ['start'], tree, env);
const npx = (...words: string[]) => run('npx', ['--offline', 'valv', ...words], tree, env);
/** The same without npm, which takes two seconds of its own. */
const valv = (...words: string[]) => run('node', ['bin/valv.js', ...words], tree, env);

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = { cookie }) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'x-valv-page': '1', ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever came back
  const json: any = text === '' ? undefined : JSON.parse(text);
  return { status: answer.status, json, text, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

const signInWith = async (output: string) => {
  const token = /\/sign-in-link#(\S+)/.exec(output)?.[1];
  return call('POST', '/sign-in-links/uses', { token }, {});
};

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ host: join(tree, 'data/postgres/run'), user: 'valv_superuser', database: 'valv' });
  await client.connect();
  try {
    await client.query('set search_path = valv');
    return (await client.query(statement)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** The process that `npm start` is about, at the end of its chain of starters. */
async function servingProcess(): Promise<number> {
  const lock = JSON.parse(readFileSync(join(tree, 'data/valv.lock'), 'utf8')) as { processId: number };
  return lock.processId;
}

test(
  'npm start: ready, and it says where it is, where the keys and data are, and how to sign in',
  { timeout: patienceMs },
  async () => {
    service = npmStart();
    expect(await service.printed(/Valv is ready: (\S+)/)).toBe(url);
    await service.printed(/serve\.ready/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const { output } = service;
    for (const path of ['/o/drift', '/o/lindangen', '/policy']) expect(output).toContain(`${url}${path}\n`);
    expect(output).toContain(`The data are in ${tree}/data.`);
    expect(output).toContain(`The keys are in ${tree}/keys. Copy that folder now`);
    expect(output).toMatch(/Sign in for the first time as operator.*\n {2}http\S+\/sign-in-link#\S{40,}\n/);
    expect(output).toContain('npx valv sign-in-link operator');
    expect(output).not.toMatch(/"level":"(warn|error|fatal)"/);
    const page = await fetch(`${url}/o/drift`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root">');
    for (const file of ['master.key', 'keyring.json']) expect(existsSync(join(tree, 'keys', file))).toBe(true);
  },
);

test('the link signs the operator in, once', async () => {
  const signedIn = await signInWith(service.output);
  expect(signedIn.status, signedIn.text).toBe(201);
  ({ cookie } = signedIn);
  const session = await call('GET', '/session');
  expect(session.json.account.userName).toBe('operator');
  expect((await signInWith(service.output)).status).toBe(401);
  const installation = session.json.organisations.find(
    ({ isInstallation }: { isInstallation: boolean }) => isInstallation,
  );
  const draft = { name: 'Björkens skola', slug: 'bjorken', language: 'sv' };
  const made = await call('POST', `/organisations/${installation.id}/hosted-organisations`, draft);
  expect(made.status, made.text).toBe(201);
  organisation = made.json.organisation.id;
});

test('a second npm start with the same data says that one is running, and which', { timeout: patienceMs }, async () => {
  for (const port of [env['VALV_PORT'] ?? '', String(await freePort())]) {
    const { code, output } = await run('npm', ['start'], tree, { ...env, VALV_PORT: port });
    expect(code, output).toBe(1);
    expect(output).toContain(`Valv already runs with the data folder ${tree}/data (process ${await servingProcess()})`);
  }
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
});

test('npx valv lists the commands; an unknown one is refused', { timeout: patienceMs }, async () => {
  const list = await npx();
  expect(list.code, list.output).toBe(0);
  for (const command of ['serve', 'sign-in-link', 'demo', 'migrate', 'promises', 'doctor'])
    expect(list.output).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  const unknown = await valv('backwards');
  expect(unknown.code).toBe(1);
  expect(unknown.output).toContain('There is no command backwards.');
});

test('beside the service: a sign-in link, doctor, migrate, promises', { timeout: patienceMs }, async () => {
  const link = await npx('sign-in-link', 'operator');
  expect(link.code, link.output).toBe(0);
  expect(link.output).toMatch(/Signs in once as operator, until \d{4}-/);
  expect((await signInWith(link.output)).status).toBe(201);
  const nobody = await valv('sign-in-link', 'nobody');
  expect(nobody.code).toBe(1);
  expect(nobody.output).toContain('There is no active account called nobody.');

  const doctor = await valv('doctor');
  expect(doctor.code, doctor.output).toBe(0);
  expect(doctor.output).toContain(`Valv runs with this data folder (process ${await servingProcess()})`);
  const migrate = await valv('migrate');
  expect(migrate.code).toBe(0);
  expect(migrate.output).toContain('The database is up to date.');

  const json = await valv('promises', '--json');
  expect(json.code, json.output).toBe(0);
  const promises = JSON.parse(json.output.slice(json.output.indexOf('['))) as {
    id: string;
    state: string;
    lastProof: unknown;
  }[];
  expect(promises).toHaveLength(78);
  // The start proves what it can by itself, in the background.
  const proved = await until('proofs', async () => {
    const [row] = await sql(
      `select count(distinct promise)::int as count from promise_proofs where outcome = 'passed'`,
    );
    return Number(row?.['count']) >= 5 ? row : undefined;
  });
  expect(proved).toBeTruthy();
  const table = await valv('promises');
  expect(table.output).toMatch(/^P24 {2}kept /m);
  expect(table.output).toMatch(/^\d+ kept, |, \d+ kept/m);
});

test('the commands of the operator’s pages do what they say', { timeout: patienceMs }, async () => {
  const lines = new Set(readDocuments().flatMap(({ commands }) => commands));
  const run = [...lines].filter((line) => line.startsWith('npx valv ') || line.startsWith('curl '));
  expect(run).toEqual(
    expect.arrayContaining(['npx valv doctor', 'npx valv sign-in-link operator', 'npx valv promises']),
  );
  for (const line of run) {
    if (line.startsWith('curl ')) {
      const answer = await fetch(line.replace(/^curl -s http:\/\/localhost:8080/, url));
      expect(await answer.json(), line).toEqual({ status: 'ready' });
    } else {
      const { code, output } = await valv(...line.replace('npx valv ', '').split(' '));
      expect(code, `${line}\n${output}`).toBe(0);
    }
  }
});

test(
  'demo remove takes the demonstration with its records, journal, keys and people, and nothing else',
  { timeout: patienceMs },
  async () => {
    await service.printed(/Demonstration: ready/);
    const [demonstration] = await sql('select organisation_id as id from organisations where is_demonstration');
    const id = String(demonstration?.['id']);
    const holding = async (of: string) => {
      const tables = await sql(
        `select table_name as name from information_schema.columns where table_schema = 'valv' and column_name = 'organisation_id' order by 1`,
      );
      const counts: Record<string, unknown> = {};
      for (const { name } of tables)
        counts[String(name)] = (
          await sql(`select count(*)::int as count from ${String(name)} where organisation_id = '${of}'`)
        )[0]?.['count'];
      return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
    };
    const keyFiles = () => readdirSync(join(tree, 'keys/organisations'));
    const before = await holding(id);
    expect(before).toMatchObject({ organisations: 1, registers: 4 });
    expect(before['records']).toBeGreaterThan(3_000);
    expect(keyFiles().filter((file) => file.includes(id))).toHaveLength(1);
    const others = await holding(organisation);
    expect(Object.keys(others).length).toBeGreaterThan(3);

    const removed = await npx('demo', 'remove');
    expect(removed.code, removed.output).toBe(0);
    expect(removed.output).toContain('Removed 1 demonstration organisation');
    expect(await holding(id)).toEqual({});
    expect(
      keyFiles()
        .map((file) => readFileSync(join(tree, 'keys/organisations', file), 'utf8'))
        .filter((text) => text.includes(id) && text.includes('v1.')),
    ).toEqual([]);
    expect(await sql(`select user_name from accounts where user_name like 'demo.%'`)).toEqual([]);
    expect(await holding(organisation)).toEqual(others);
    expect((await call('GET', '/session')).status).toBe(200);
    expect((await call('GET', '/addresses/lindangen')).status).toBe(404);
    const again = await valv('demo', 'remove');
    expect(again.output).toContain('There is no demonstration.');
    expect((await valv('demo')).code).toBe(1);
  },
);

test('Ctrl-C stops it, its PostgreSQL too', { timeout: patienceMs }, async () => {
  const server = Number.parseInt(readFileSync(join(tree, 'data/postgres/data/postmaster.pid'), 'utf8'), 10);
  service.interrupt();
  await service.ended;
  expect(service.output).toContain('serve.stopped');
  expect(existsSync(`/proc/${server}`)).toBe(false);
  expect(existsSync(join(tree, 'data/valv.lock'))).toBe(false);
});

test('started again: the same data, no second link, no demonstration', { timeout: patienceMs }, async () => {
  service = npmStart();
  await service.printed(/serve\.ready/);
  expect(service.output).not.toContain('/sign-in-link#');
  expect(service.output).toContain(`The keys are in ${tree}/keys; keep a copy`);
  expect((await call('GET', '/session')).json.account.userName).toBe('operator');
  expect((await call('GET', '/addresses/bjorken')).status).toBe(200);
  expect((await call('GET', '/addresses/lindangen')).status).toBe(404);
  expect(await sql('select count(*)::int as count from organisations where is_demonstration')).toEqual([{ count: 0 }]);
});

test('the starter killed with -9: the service ends by itself, in order', { timeout: patienceMs }, async () => {
  const serving = await servingProcess();
  const stat = readFileSync(`/proc/${serving}/stat`, 'latin1');
  const starter = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  expect(starter).not.toBe(service.processId);
  signal(starter, 'SIGKILL');
  await until('the end of the service', async () => (existsSync(`/proc/${serving}`) ? undefined : true), 30_000);
  await service.ended;
  expect(service.output).toContain('serve.stopped');
  expect(existsSync(join(tree, 'data/valv.lock'))).toBe(false);
});

test('with nothing running, commands start a PostgreSQL for the while', { timeout: patienceMs }, async () => {
  const link = await valv('sign-in-link', 'operator');
  expect(link.code, link.output).toBe(0);
  expect(link.output).toContain(`${url}/sign-in-link#`);
  expect((await valv('doctor')).code).toBe(0);
  expect(existsSync(join(tree, 'data/valv.lock'))).toBe(false);
  expect(existsSync(join(tree, 'data/postgres/data/postmaster.pid'))).toBe(false);
});

test('a copy of the stopped folders starts elsewhere with everything in it', { timeout: patienceMs }, async () => {
  mkdirSync(join(home.folder, 'copy'), { mode: 0o711 });
  const copied = await run('cp', ['-a', 'data', 'keys', join(home.folder, 'copy')], tree, {});
  expect(copied.code, copied.output).toBe(0);
  service = start('node', ['bin/valv.js', 'serve'], tree, {
    ...env,
    VALV_DATA: join(home.folder, 'copy/data'),
    VALV_KEYS: join(home.folder, 'copy/keys'),
  });
  await service.printed(/serve\.ready/);
  expect((await call('GET', '/session')).json.account.userName).toBe('operator');
  expect((await call('GET', '/addresses/bjorken')).status).toBe(200);
  service.interrupt();
  await service.ended;
});
