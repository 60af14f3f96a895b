import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createConfigurationFiles } from '#kernel/config/documentation.ts';
import { listSchema, listTypes } from '#kernel/database/catalogue.ts';
import { startEmbedded } from '#kernel/database/embedded/index.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { openApi } from '#gate/openapi.ts';
import { bindings } from '#features/index.ts';
import { listEndpoints } from './endpoints.ts';

// `npm run schema` writes every generated file of the repository anew; `--check` only says which are stale. They are
// committed, so that a change of a table, an endpoint or a setting is a diff that can be read.

const root = fileURLToPath(new URL('../', import.meta.url));

async function readDatabase(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'valv-schema-'));
  await chmod(folder, 0o711);
  const server = await startEmbedded({
    dataFolder: join(folder, 'data'),
    log: () => {},
    settings: { fsync: 'off', full_page_writes: 'off' },
  });
  const owner = new pg.Client({ host: server.socketFolder, port: server.port, user: 'valv_owner', database: 'valv' });
  try {
    await owner.connect();
    await migrate(owner, (role) => `throwaway ${role}`);
    return { 'database/schema.sql': await listSchema(owner), 'database/types.ts': await listTypes(owner) };
  } finally {
    await owner.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function formatted(path: string, text: string): string {
  const oxfmt = join(root, 'node_modules/.bin/oxfmt');
  const { status, stdout, stderr } = spawnSync(process.execPath, [oxfmt, '--stdin-filepath', path], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`oxfmt refused ${path}: ${stderr}`);
  return stdout;
}

const contracts = bindings.map(({ contract }) => contract);
const generated: Record<string, string> = {
  ...(await readDatabase()),
  'docs/openapi.json': JSON.stringify(openApi(contracts)),
  'docs/endpoints.txt': listEndpoints(contracts),
  ...createConfigurationFiles(),
};
const stale: string[] = [];
for (const [path, text] of Object.entries(generated)) {
  const wanted = /\.(ts|json)$/.test(path) ? formatted(path, text) : text;
  let present: string | undefined;
  try {
    present = readFileSync(join(root, path), 'utf8');
  } catch {
    present = undefined;
  }
  if (present === wanted) continue;
  stale.push(path);
  if (!process.argv.includes('--check')) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), wanted);
  }
}
if (!process.argv.includes('--check')) {
  console.log(stale.length === 0 ? 'Everything was up to date.' : `Written: ${stale.join(', ')}`);
} else if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run: npm run schema`);
  process.exitCode = 1;
}
