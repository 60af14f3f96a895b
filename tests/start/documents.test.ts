import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { settings } from '#kernel/config/settings.ts';
import { commands } from '../../src/commands/index.ts';
import { readDocuments } from './documents.ts';

// The operator's pages speak of what there is. Their commands are run in start.test.ts, their SQL in refusals.test.ts.

const root = fileURLToPath(new URL('../../', import.meta.url));
const documents = readDocuments();

test('every command, setting and page that they name exists', () => {
  expect(documents.map(({ path }) => path)).toEqual([
    'docs/OPERATIONS.md',
    'docs/runbooks/cannot-sign-in.md',
    'docs/runbooks/database-away.md',
    'docs/runbooks/lost-keys.md',
  ]);
  const known = new Set<string>(Object.values(settings).map(({ name }) => name));
  for (const { path, text } of documents) {
    const named = [...text.matchAll(/\bnpx valv ([a-z-]+)/g)].map(([, command = '']) => command);
    expect(
      named.filter((command) => !(command in commands)),
      path,
    ).toEqual([]);
    const set = [...text.matchAll(/\bVALV_[A-Z_]+/g)].map(([name]) => name);
    expect(
      set.filter((name) => !known.has(name)),
      path,
    ).toEqual([]);
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => join(root, dirname(path), link));
    expect(
      links.filter((link) => !existsSync(link)),
      path,
    ).toEqual([]);
  }
});

test('docs/OPERATIONS.md explains every command', () => {
  const [operations] = documents;
  for (const command of Object.keys(commands)) expect(operations?.text).toContain(`\`npx valv ${command}`);
});
