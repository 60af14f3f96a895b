import { writeFileSync } from 'node:fs';
import type { PoolClient } from 'pg';
import { createLogger } from '#kernel/logging/logger.ts';
import { createRouter } from '#gate/router.ts';
import { bindings } from '#features/index.ts';
import { openBeside } from '../src/commands/open.ts';
import { populate } from './population.ts';
import { openStage, type Stage } from './stage.ts';

// How PostgreSQL carries out the ten hottest calls in a register of a million, as it was seen doing it (auto_explain), written
// into docs/plans.txt. A plan that reads a whole table, or far more rows than a page needs, ends the bench with an error.

const count = Number(process.env['BENCH_RECORDS'] ?? 1_000_000);
const target = new URL('../docs/plans.txt', import.meta.url);
/** What counting and sorting a list may touch (`list-plan.ts`), and some air. */
const rowsMax = 12_000;
const tables = /(Seq Scan on (?:records|record_keys|record_terms|journal_\w+|sessions|memberships)\b.*)/;

/** Statements of every connection opened from now on are told to it with their plans, as notices. */
async function explainAll(root: Stage['root']): Promise<void> {
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_level': 'notice',
  };
  await root.query("load 'auto_explain'");
  for (const [name, value] of Object.entries(settings)) await root.query(`alter system set ${name} = '${value}'`);
  await root.query('select pg_reload_conf()');
}

interface Plan {
  statement: string;
  plan: string;
}

/** A function called or a setting made, with no table in sight: what a function does is told by its own statements. */
const isBareResult = (plan: string) =>
  plan
    .replace(/^Query Parameters:.*\n/, '')
    .trim()
    .split('\n').length === 1;

/** Costs and times differ from machine to machine, ids from run to run; the way and the rows do not. */
function readPlan(message: string): Plan | undefined {
  const [, statement, plan] = /Query Text: ([\s\S]*?)\n((?:Query Parameters|\S.*\(cost=)[\s\S]*)/.exec(message) ?? [];
  if (statement === undefined || plan === undefined || statement.trim() === '' || isBareResult(plan)) return undefined;
  return {
    statement: statement.replaceAll(/\s+/g, ' ').trim(),
    plan: plan
      .replace(/^Query Parameters:.*\n/, '')
      .replaceAll(/ *\(cost=[^)]*\)/g, '')
      .replaceAll(/^ *Index Searches: 1\n/gm, '')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
      .replaceAll(/\\x[0-9a-f]{20,}/g, '…')
      .trimEnd(),
  };
}

function faultsOf({ plan }: Plan): string[] {
  const scans = plan.split('\n').flatMap((line) => tables.exec(line)?.[1] ?? []);
  const many = [...plan.matchAll(/actual rows=([\d.]+) loops=(\d+)/g)]
    .map(([, rows, loops]) => Number(rows) * Number(loops))
    .filter((rows) => rows > rowsMax);
  return [...scans, ...many.map((rows) => `${rows} rows in one step`)];
}

export async function benchPlans(): Promise<void> {
  const stage = await openStage(1);
  try {
    const organisation = await stage.createOrganisation('bench');
    await populate(stage.root, [organisation], count);
    const { rows } = await stage.root.query<{ id: string }>('select id from records order by id offset 5000 limit 1');
    await explainAll(stage.root);
    const opened = await openBeside(stage.configuration, createLogger({ level: 'error' }));
    const told: Plan[] = [];
    for (const pool of Object.values(opened.installation.database.pools))
      pool.on('connect', (client: PoolClient) =>
        client.on('notice', ({ message = '' }) => {
          const plan = readPlan(message);
          if (plan && !told.some(({ statement }) => statement === plan.statement)) told.push(plan);
        }),
      );
    const router = createRouter(opened.installation.gate, bindings, { language: 'en', observe: () => {} });
    const register = `/organisations/${organisation.id}/registers/${organisation.register}`;
    const record = `${register}/records/${rows[0]?.id}`;
    const call = async (method: string, path: string, body?: object) => {
      const answer = await router.request(`http://localhost/api/v1${encodeURI(path)}`, {
        method,
        headers: {
          cookie: organisation.cookies[0] ?? '',
          'x-valv-page': '1',
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      await opened.installation.gate.journal.settle();
      return JSON.parse(text) as { next?: string };
    };
    const list = (query: string) => () => call('GET', `${register}/records?limit=50${query}`);
    const calls: Record<string, () => Promise<unknown>> = {
      'any call: entered, and its entry': () => call('GET', '/session'),
      'a record read': () => call('GET', record),
      'a list, newest first': list(''),
      'a list, sorted': list('&sort=family_name'),
      'a list, filtered and sorted': list('&filter=membership:eq:adult&sort=family_name'),
      'a list, searched and sorted': list('&search=anna umeå&sort=family_name'),
      'a count': () => call('GET', `${register}/count?filter=membership:eq:adult`),
      'a record made': () =>
        call('POST', `${register}/records`, {
          data: { given_name: 'Anna', family_name: 'Berg', membership: 'adult', email: 'made@example.org' },
        }),
      'a record changed': () => call('PATCH', record, { version: 1, data: { phone: '+46701740605' } }),
      'a record’s history': () => call('GET', `${record}/history`),
    };
    const sections: string[] = [];
    const faults: string[] = [];
    const shown = new Set<string>();
    for (const [name, work] of Object.entries(calls)) {
      told.length = 0;
      await work();
      const plans = told.filter(({ statement }) => !shown.has(statement));
      for (const { statement } of plans) shown.add(statement);
      if (plans.length === 0) throw new Error(`nothing was seen of ${name}`);
      faults.push(...plans.flatMap(faultsOf).map((fault) => `${name}: ${fault}`));
      sections.push([`## ${name}`, ...plans.map(({ statement, plan }) => `${statement}\n\n${plan}`)].join('\n\n'));
    }
    await opened.close();
    const head = `# Plans of the ten hottest calls in a register of ${count.toLocaleString('en')} records\n\nnpm run bench -- plans`;
    writeFileSync(target, `${[head, ...sections].join('\n\n')}\n`);
    console.log(`${shown.size} statements of ${sections.length} calls written to docs/plans.txt`);
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await stage.close();
  }
}
