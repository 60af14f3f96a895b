import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

// The directions of the house (architecture.md, "Layout"): web and features -> gate -> kernel.

const root = fileURLToPath(new URL('../', import.meta.url));
const isGenerated = (file: string) => file === 'database/types.ts' || file === 'database/schema.sql';
const list = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .filter((file) => !file.includes('node_modules'))
    .sort();

interface Import {
  from: string;
  /** A file of ours, or a package. */
  to: string;
  isType: boolean;
}

const files = list('src/**/*.{ts,tsx}');
/** Text without comments; good enough for imports and names, which is all it is for. */
const codeOf = new Map(
  files.map((file) => [
    file,
    readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, ''),
  ]),
);
const isTest = (file: string) =>
  /\.(test|drill|spec)\.tsx?$/.test(file) || /\/testing[./]|embedded\/(throwaway|valv-process)/.test(file);

function readImports(file: string): Import[] {
  const text = codeOf.get(file) ?? '';
  const clauses = text.matchAll(
    /(?:^|;|\n)\s*(?:import|export)\s+(type\s)?(?:[\w$\s{},*]+?\sfrom\s*)?['"]([^'"]+)['"]/g,
  );
  const calls = text.matchAll(/\b()import\(\s*['"]([^'"]+)['"]/g);
  return [...clauses, ...calls].map(([, type, name = '']) => {
    const isOurs = name.startsWith('.') || name.startsWith('#');
    const path = name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : `src/${name.slice(1)}`;
    const to = isOurs ? path.replace(/^src\/tests\//, 'tests/') : name.replace(/^((?:@[^/]+\/)?[^/]+).*/, '$1');
    return { from: file, to, isType: type !== undefined };
  });
}

const imports = files.flatMap(readImports);
const ours = imports.filter(({ to }) => existsSync(join(root, to)));
const featureOf = (file: string) => /^src\/features\/([^/]+)\//.exec(file)?.[1];
const isWeb = (file: string) => /^src\/(web|features\/[^/]+\/web)\//.test(file);
const isIn = (part: string) => (file: string) => file.startsWith(`src/${part}/`) && !isWeb(file);
const [isKernel, isGate, isFeature] = [isIn('kernel'), isIn('gate'), isIn('features')];
const isServer = (file: string) => file.startsWith('src/') && !isWeb(file);
const shown = (wrong: readonly Import[]) => wrong.map(({ from, to }) => `${from} -> ${to}`);
// The rows of the database as types are the kernel's, wherever they are named.
const production = ours.filter(
  ({ from, to, isType }) => !isTest(from) && !(isType && to === 'database/types.ts' && isServer(from)),
);

test('every module was seen', () => {
  const features = readdirSync(join(root, 'src/features'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(imports.length).toBeGreaterThan(files.length * 2);
  for (const { name } of features)
    expect(
      files.filter((file) => featureOf(file) === name),
      name,
    ).not.toEqual([]);
  for (const part of ['kernel', 'gate', 'web'])
    expect(files.filter((file) => file.startsWith(`src/${part}/`)).length).toBeGreaterThan(8);
  const lost = imports.filter(({ to }) => /^(src|tests|database|\.\.)\//.test(to) && !existsSync(join(root, to)));
  expect(shown(lost)).toEqual([]);
});

describe('directions', () => {
  test('the kernel imports the kernel alone', () => {
    const wrong = production.filter(({ from, to }) => isKernel(from) && !isKernel(to));
    expect(shown(wrong)).toEqual([]);
  });

  test('the kernel names nothing of the domain', () => {
    const nouns = /^(register|membership|member|invitation|attachment|person|consent|template)s?$/i;
    const wrong = files
      .filter((file) => isKernel(file) && !isTest(file))
      .flatMap((file) => {
        const code = (codeOf.get(file) ?? '').replaceAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g, '');
        const words = code.match(/[A-Za-z_$][\w$]*/g) ?? [];
        return words
          .filter((word) => word.split(/(?=[A-Z])|_/).some((part) => nouns.test(part)))
          .map((word) => `${file}: ${word}`);
      });
    expect(wrong).toEqual([]);
  });

  test('the gate imports gate and kernel alone', () => {
    expect(shown(production.filter(({ from, to }) => isGate(from) && !isGate(to) && !isKernel(to)))).toEqual([]);
  });

  test('features import gate, kernel, themselves, and each other through index.ts', () => {
    const isAllowed = (from: string, to: string) =>
      isGate(to) ||
      isKernel(to) ||
      // Ready registers are data, for whoever makes one.
      to.startsWith('templates/') ||
      (isFeature(to) && featureOf(from) === featureOf(to)) ||
      /^src\/features\/[^/]+\/index\.ts$/.test(to);
    const wrong = production.filter(
      ({ from, to }) => isFeature(from) && featureOf(from) !== undefined && !isAllowed(from, to),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('features depend on each other without cycles', () => {
    const needs = new Map<string, Set<string>>();
    for (const { from, to } of production) {
      const [one, other] = [featureOf(from), featureOf(to)];
      if (!isFeature(from) || one === undefined || other === undefined || one === other) continue;
      needs.set(one, (needs.get(one) ?? new Set()).add(other));
    }
    const walk = (name: string, way: string[]): string[] =>
      way.includes(name)
        ? [[...way, name].join(' -> ')]
        : [...(needs.get(name) ?? [])].flatMap((next) => walk(next, [...way, name]));
    expect([...needs.keys()].flatMap((name) => walk(name, []))).toEqual([]);
  });

  test('pages import no server code: contracts as types, nothing else', () => {
    const isContract = (to: string) =>
      /^src\/(features\/[^/]+\/((?:[a-z]+-)?contract|index)|gate\/(contract|permissions))\.ts$/.test(to);
    const wrong = production.filter(
      ({ from, to, isType }) => isWeb(from) && isServer(to) && !(isType && isContract(to)),
    );
    expect(shown(wrong)).toEqual([]);
    const back = production.filter(({ from, to }) => isServer(from) && isWeb(to));
    expect(shown(back)).toEqual([]);
  });
});

describe('one place for each thing', () => {
  const drivers = {
    pg: 'database',
    'pg-boss': 'jobs',
    pino: 'logging',
    '@aws-sdk/client-s3': 'locations',
    nodemailer: 'mail',
  };

  test.each(Object.entries(drivers))('the driver %s is imported in kernel/%s alone', (driver, room) => {
    // The gate holds connections that the kernel gave it, and so may name the types of pg.
    const mayName = ({ from, isType }: Import) => driver === 'pg' && isType && (isGate(from) || isKernel(from));
    const users = imports.filter((one) => one.to === driver && !isTest(one.from) && !mayName(one));
    expect(shown(users.filter(({ from }) => !from.startsWith(`src/kernel/${room}/`)))).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
    expect(users.length > 0).toBe(driver in dependencies);
  });

  test('process.env is read by kernel/config alone', () => {
    const readers = files.filter((file) => !isTest(file) && /\bprocess\s*\.\s*env\b/.test(codeOf.get(file) ?? ''));
    const known = [
      'src/main.ts', // hands it to kernel/config
      'src/doors/pages.ts', // PATH, for the build of the pages
      'src/gate/turns.ts', // UV_THREADPOOL_SIZE, which is Node's own
    ];
    expect(readers.filter((file) => !known.includes(file) && !file.startsWith('src/kernel/config/'))).toEqual([]);
  });

  test('nothing is called by what it is not', () => {
    const all = list('{src,tests,scripts,e2e,bench}/**/*');
    const bags = all.filter((file) => /(^|\/)(utils?|helpers?|lib|common|misc|shared)(\.[a-z.]+)?$/.test(file));
    expect(bags).toEqual([]);
  });

  test('no file is longer than 400 lines', () => {
    const written = list('{src,tests,scripts,e2e,bench,database,bin}/**/*.{ts,tsx,js,sql,css}').filter(
      (file) => !isGenerated(file),
    );
    expect(written.length).toBeGreaterThan(100);
    const lines = (file: string) => readFileSync(join(root, file), 'utf8').split('\n').length - 1;
    expect(written.filter((file) => lines(file) > 400).map((file) => `${file}: ${lines(file)} lines`)).toEqual([]);
  });
});
