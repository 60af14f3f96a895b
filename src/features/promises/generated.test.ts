import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { probes, probesByFeature } from '../index.ts';
import { promises } from './catalogue.ts';
import { renderPromisesDocument, type PromiseDocumentRow } from './document.ts';
import { enforced } from './enforced.ts';

// docs/PROMISES.md follows from the catalogue, the probes and the titles of all tests. A new test or probe makes it stale:
// `node bin/node.js node_modules/vitest/vitest.mjs run src/features/promises -u` writes it anew.

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Title {
  promise: string;
  title: string;
  file: string;
}

/** Titles that begin with the number of a promise, in the order of files and lines. */
const titles: Title[] = globSync('{src,tests,e2e}/**/*.{test,drill,spec}.{ts,tsx}', { cwd: root })
  .sort()
  .flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\(\s*(['"`])(P\d\d) ((?:(?!\1)[^\n\\]|\\.)+)\1\s*,/g)].map(
      ([, , promise = '', words = '']) => ({ promise, title: `${promise} ${words.replaceAll('\\', '')}`, file }),
    ),
  );

const featureOf = (file: string) =>
  /^src\/(?:features|kernel)\/([^/]+)\//.exec(file)?.[1] ?? /^src\/(\w+)\//.exec(file)?.[1];

function rowOf(promise: (typeof promises)[number]): PromiseDocumentRow {
  const tests = titles.filter((title) => title.promise === promise.id);
  const prover = Object.entries(probesByFeature).find(([, own]) =>
    own.some((probe) => probe.promise === promise.id),
  )?.[0];
  const feature = prover ?? tests.map(({ file }) => featureOf(file)).find((name) => name !== undefined);
  const [first] = tests;
  const files = [...new Set(tests.map(({ file }) => file))];
  return {
    promise,
    ...(feature !== undefined && { feature }),
    ...(first && { test: `${first.title} (${files.join(', ')})` }),
    state: prover !== undefined ? 'kept' : enforced.has(promise.id) ? 'configured' : 'not_yet',
  };
}

test('docs/PROMISES.md tells the promises, tests and probes of this very version', async () => {
  expect(titles.length).toBeGreaterThan(20);
  await expect(renderPromisesDocument(promises.map(rowOf))).toMatchFileSnapshot(join(root, 'docs/PROMISES.md'));
});

test('a promise that is called kept or configured has a test that bears its number', () => {
  const called = [...probes.map((probe) => probe.promise as string), ...enforced.keys()];
  expect(called.filter((promise) => !titles.some((title) => title.promise === promise))).toEqual([]);
});

test('tests and probes name promises that exist, and no promise has two probes', () => {
  const known = new Set<string>(promises.map(({ id }) => id));
  const named = [...titles.map(({ promise }) => promise), ...probes.map(({ promise }) => promise)];
  expect(named.filter((promise) => !known.has(promise))).toEqual([]);
  expect(new Set(probes.map(({ promise }) => promise)).size).toBe(probes.length);
});
