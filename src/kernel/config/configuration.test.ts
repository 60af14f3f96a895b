import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, expectTypeOf, test } from 'vitest';
import { ConfigurationError, readConfiguration } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { createConfigurationFiles } from './documentation.ts';
import { settings, settingsByField } from './settings.ts';

type Env = Record<string, string | undefined>;
const noFile = () => undefined;
const read = (env: Env, file?: string) => readConfiguration(env, () => file);

function problemsOf(env: Env, readFile: (path: string) => string | undefined = noFile): string[] {
  try {
    readConfiguration(env, readFile);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'valv-config-')));
afterAll(() => rmSync(folder, { recursive: true }));

describe('reading', () => {
  test('nothing has to be set', () => {
    expect(read({ PATH: '/bin', HOME: '/root' })).toEqual({
      port: 8080,
      listen: '127.0.0.1',
      isBehindProxy: false,
      url: 'http://localhost:8080',
      dataFolder: resolve('data'),
      keysFolder: resolve('keys'),
      databaseUrl: undefined,
      databaseUser: undefined,
      poolSize: 10,
      hasWorkers: true,
      callsPerMinute: 6000,
      mayCallPrivate: false,
      demonstrations: ['lindangen', 'almvik', 'kvarnasen', 'nordanvik', 'hedvik'],
      logLevel: 'info',
      timeZone: 'Europe/Stockholm',
      language: 'sv',
    });
    expectTypeOf<Configuration['demonstrations']>().toEqualTypeOf<readonly string[]>();
    expectTypeOf<Configuration['databaseUrl']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Configuration['language']>().toEqualTypeOf<'sv' | 'en'>();
  });

  test('the environment goes before the file, and an empty variable counts as not set', () => {
    const file = "VALV_PORT=1001\nVALV_POOL=20\n# VALV_LOG=debug\nVALV_LANGUAGE='en' # comment\n";
    const configuration = read({ VALV_PORT: '1002', VALV_POOL: '' }, file);
    expect(configuration).toMatchObject({ port: 1002, poolSize: 20, language: 'en', logLevel: 'info' });
    expect(configuration.url).toBe('http://localhost:1002');
  });

  test('the file is ./valv.env, which may be absent, or the named one, which may not', () => {
    const asked: string[] = [];
    const record = (path: string) => void asked.push(path);
    readConfiguration({}, record);
    expect(asked).toEqual(['./valv.env']);
    expect(problemsOf({ VALV_CONFIG: '/etc/valv.env' })).toEqual([
      expect.stringContaining('"/etc/valv.env": there is no such file'),
    ]);
    expect(() => readConfiguration({ VALV_CONFIG: folder })).toThrow('cannot be read (EISDIR)');
  });

  test('a database of its own turns the demonstration off, unless it is asked for', () => {
    const VALV_DATABASE_URL = 'postgres://valv:s3cret@db:5432/valv';
    expect(read({ VALV_DATABASE_URL })).toMatchObject({ demonstrations: [], databaseUrl: VALV_DATABASE_URL });
    expect(read({ VALV_DATABASE_URL, VALV_DEMO: 'on' }).demonstrations).toHaveLength(5);
    expect(read({ VALV_DEMO: 'off' }).demonstrations).toEqual([]);
    expect(read({ VALV_DEMO: 'hedvik, lindangen' }).demonstrations).toEqual(['lindangen', 'hedvik']);
  });

  test('the result cannot be changed', () => {
    expect(Object.isFrozen(read({}))).toBe(true);
  });
});

describe('refusing', () => {
  test.each([
    ['VALV_PORT', ['-1', '65536', '80a', '8080.0', '1e3', ' 80', '0x50'], ['0', '65535']],
    [
      'VALV_LISTEN',
      ['0.0.0.0', '::', '192.168.1.2', 'example.se', '[::1]', '127.0.0.1:80', '::ffff:10.0.0.1'],
      ['127.8.9.1', '::1', 'localhost', '::ffff:127.0.0.1'],
    ],
    ['VALV_BEHIND_PROXY', ['true', 'ON', '1'], ['on', 'off']],
    [
      'VALV_URL',
      [
        'http://valv.example.se',
        'http://127.0.0.1.example.se',
        'ftp://localhost',
        'valv.example.se',
        'https://a.se/path',
        'https://a.se?x=1',
        'https://u:p@a.se',
        'http://192.168.0.1',
      ],
      [
        'https://valv.example.se',
        'https://a.se:8443/',
        'http://localhost:3000',
        'http://127.0.0.1',
        'http://[::1]:80',
        'http://demo.localhost',
      ],
    ],
    [
      'VALV_DATABASE_URL',
      ['mysql://u:p@h/d', 'http://h/d', 'db', 'postgres:db', 'postgres://u:p#x@h/d', 'postgres://u:1#x@h/d'],
      ['postgres://u:p@h/d', 'postgresql://h/d'],
    ],
    ['VALV_DATABASE_USER', ['root', '0', 'a b', '-x'], ['valv', 'postgres']],
    ['VALV_POOL', ['1', '101', 'ten'], ['2', '100']],
    ['VALV_WORKERS', ['yes'], ['on', 'off']],
    ['VALV_DEMO', ['no', 'lindangen,', 'on,off'], ['on', 'off', 'lindangen', 'lindangen,hedvik']],
    ['VALV_LOG', ['trace', 'INFO'], ['fatal', 'error', 'warn', 'info', 'debug']],
    [
      'VALV_TIME_ZONE',
      ['Europe/Stokholm', '+01:00', 'CEST+1', '../x'],
      ['Europe/Stockholm', 'UTC', 'America/New_York'],
    ],
    ['VALV_LANGUAGE', ['no', 'sv-SE'], ['sv', 'en']],
  ])('%s takes only what it documents', (name, wrong, right) => {
    for (const value of wrong) {
      const problems = problemsOf({ [name]: value });
      expect([value, problems]).toEqual([value, [expect.stringMatching(new RegExp(`^${name} `))]]);
    }
    for (const value of right) expect([value, problemsOf({ [name]: value })]).toEqual([value, []]);
  });

  test('a message names the variable, its source, what was wrong and what is allowed', () => {
    expect(problemsOf({}, () => 'VALV_PORT=eighty')).toEqual([
      'VALV_PORT in ./valv.env is "eighty": it is not allowed. Allowed: a whole number from 0 to 65535.',
    ]);
    expect(problemsOf({ VALV_URL: 'http://valv.example.se' })[0]).toContain(
      'in the environment is "http://valv.example.se": https is required unless the host is this machine.',
    );
  });

  test('every fault is told at once, and the message holds them all', () => {
    const env = {
      VALV_PORT: 'x',
      VALV_POOL: '1',
      VALV_DATABASE_URL: 'mysql://x',
      VALV_PROT: '1',
      VALV_LISTEN: '0.0.0.0',
      VALV_KEYS: 'data',
    };
    const problems = problemsOf(env, () => 'VALV_LOG=loud\nVALV_PORT 80\n');
    expect(problems).toHaveLength(8);
    expect(() => read(env)).toThrow(/VALV_PORT[^]*VALV_POOL[^]*VALV_KEYS/);
  });

  test('an address that other machines reach needs a proxy with TLS in front, and the message says so', () => {
    expect(problemsOf({ VALV_LISTEN: '0.0.0.0' })[0]).toMatch(/no TLS[^]*VALV_BEHIND_PROXY=on/);
    expect(read({ VALV_LISTEN: '0.0.0.0', VALV_BEHIND_PROXY: 'on' })).toMatchObject({
      listen: '0.0.0.0',
      isBehindProxy: true,
    });
  });

  test('an unknown name is an error that suggests the nearest', () => {
    expect(problemsOf({ VALV_PROT: '80' })).toEqual([
      'VALV_PROT in the environment is no setting. Did you mean VALV_PORT?',
    ]);
    expect(problemsOf({ VALV_TIMEZONE: 'UTC' })[0]).toContain('VALV_TIME_ZONE');
    expect(problemsOf({}, () => 'DATABASE_URL=postgres://u:s3cret@h/d')).toEqual([
      'DATABASE_URL in ./valv.env is no setting. Did you mean VALV_DATABASE_URL?',
    ]);
    expect(problemsOf({}, () => 'VALV_CONFIG=other.env')[0]).toContain('from the environment only');
  });

  test('a line of the file that is no NAME=value is named by its number, not repeated', () => {
    const problems = problemsOf({}, () => '# comment\n\nVALV_DATABASE_URL postgres://u:s3cret@h/d\n');
    expect(problems).toEqual(['./valv.env, line 3, is no NAME=value.']);
  });

  test('no message repeats a password, whichever variable it was pasted into', () => {
    const secret = 's3cret';
    for (const value of [
      `mysql://u:${secret}@h/d`,
      `postgres://u:${secret}#x@h`,
      `u:${secret}@h`,
      `https://h/?password=${secret}`,
      `x://u:a//${secret}?b@h`,
      `x://u:${secret}//b@h`,
    ]) {
      for (const [, setting] of settingsByField) {
        const problems = problemsOf(
          { [setting.name]: value, VALV_PROT: value },
          () => `VALV_PRT=${value}\n${value.replace('=', '')}`,
        );
        expect(problems.length).toBeGreaterThan(1);
        expect(problems.join('\n')).not.toContain(secret);
      }
    }
  });
});

describe('the folder of the keys', () => {
  mkdirSync(join(folder, 'data', 'deep'), { recursive: true });
  mkdirSync(join(folder, 'keys'));
  symlinkSync(join(folder, 'data', 'deep'), join(folder, 'linked-keys'));
  symlinkSync('data/not-yet', join(folder, 'dangling-keys'));
  symlinkSync(folder, join(folder, 'self'));
  symlinkSync('loop', join(folder, 'loop'));
  const at = (name: string) => join(folder, name);

  test.each([
    ['the same', 'data', 'data'],
    ['below', 'data', 'data/keys'],
    ['below with dots in its name', 'data', 'data/..keys'],
    ['below by a roundabout path', 'data', 'keys/../data/x'],
    ['below by a link', 'data', 'linked-keys'],
    ['below by a link into a link', 'self/data', 'linked-keys/new/er'],
    ['below by a link whose target is not there yet', 'data', 'dangling-keys'],
    ['around', 'keys/data', 'keys'],
  ])('is refused when it is %s', (_, data, keys) => {
    const problems = problemsOf({ VALV_DATA: at(data), VALV_KEYS: at(keys) });
    expect(problems).toEqual([expect.stringMatching(/^VALV_KEYS .*VALV_DATA/)]);
  });

  test.each([
    ['beside', 'data', 'keys'],
    ['beside with a name that begins alike', 'data', 'data-keys'],
    ['beside and not there yet', 'new/data', 'new/keys'],
    ['beside with dots in its name', 'data', '..keys'],
    ['a link to itself', 'data', 'loop'],
  ])('is taken when it is %s', (_, data, keys) => {
    expect(problemsOf({ VALV_DATA: at(data), VALV_KEYS: at(keys) })).toEqual([]);
  });
});

describe('the documentation', () => {
  test.each(Object.entries(createConfigurationFiles()))(
    '%s is the schema (else: node bin/node.js src/kernel/config/documentation.ts)',
    (path, text) => {
      expect(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')).toBe(text);
    },
  );

  test('the example is right with every line in use, and names every setting', () => {
    const example = createConfigurationFiles()['valv.example.env'] ?? '';
    const inUse = example.replaceAll(/^#(VALV_)/gm, '$1');
    const configuration = read({}, inUse);
    expect(configuration.databaseUrl).toBe(settings.databaseUrl.example);
    expect(configuration.url).toBe(settings.url.example);
    expect(inUse.match(/^VALV_\w+=/gm)).toHaveLength(settingsByField.length);
    expect(read({}, example)).toEqual(read({}));
  });
});
