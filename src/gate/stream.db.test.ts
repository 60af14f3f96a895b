import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually, openWorld, type TestAccount, type TestOrganisation } from '#tests/world.ts';
import type { Context } from './context.ts';
import { contract } from './contract.ts';
import { bindStream } from './gate.ts';
import { createRouter } from './router.ts';

// A stream of a contract of this test's own, a page at a time, with whatever happens between two pages.

let world: Awaited<ReturnType<typeof openWorld>>;
let router: Hono;
let org: TestOrganisation;
/** What happens while page `number` is made. */
let duringPage: (number: number, context: Context) => Promise<void> = async () => {};

const pagesMax = 5;
const streamed = contract({
  action: 'tried.streamed',
  method: 'GET',
  path: '/organisations/{organisation}/tried',
  summary: 'five pages of two rows',
  access: { permission: 'organisation.read' },
  stream: 'text/csv',
});
const bindings = [
  bindStream(streamed, async () => ({
    fileName: 'provat åäö".csv',
    head: 'head\n',
    async page(context, cursor) {
      const number = Number(cursor ?? 1);
      await duringPage(number, context);
      return { text: `page ${number}\n`, rows: 2, cursor: number < pagesMax ? String(number + 1) : undefined };
    },
    tail: 'tail\n',
  })),
];

beforeAll(async () => {
  world = await openWorld();
  router = createRouter(world.installation.gate, bindings, { language: 'en', observe: () => {} });
  org = await world.createOrganisation();
});
beforeEach(() => {
  duringPage = async () => {};
});
afterAll(() => world.close());

async function open(as: TestAccount = org.owner) {
  const response = await router.request(`http://localhost/api/v1${org.path}/tried`, { headers: as.headers });
  const request = response.headers.get('x-request-id') ?? '';
  const reader = response.body?.getReader();
  if (!reader) throw new Error('no body');
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  const readAll = async () => {
    let text = '';
    for (let part = await read(); part !== ''; part = await read()) text += part;
    return text;
  };
  return { response, request, reader, read, readAll };
}

async function entriesOf(request: string) {
  const rows = await world.sql(
    `select leaf from journal_entries where request_id = $1 and kind = 'access' order by id`,
    [request],
  );
  return rows.map(({ leaf }) => {
    const { action, outcome, rows: count, code } = JSON.parse(String(leaf)) as Record<string, unknown>;
    return { action, outcome, rows: count, code };
  });
}
const started = { action: 'tried.streamed.started', outcome: 'started', rows: undefined, code: undefined };
const ended = { action: 'tried.streamed.ended', outcome: 'ended', rows: 10, code: undefined };
const endedOf = (request: string) => eventually(async () => (await entriesOf(request))[1]);

test('is a file that no browser opens and no cache keeps', async () => {
  const { response, readAll } = await open();
  expect(await readAll()).toBe('head\npage 1\npage 2\npage 3\npage 4\npage 5\ntail\n');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''provat%20%C3%A5%C3%A4%C3%B6%22.csv`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
});

test('P24 has its entry before its first page is made, and the one with its count after the last', async () => {
  let before: unknown;
  duringPage = async (number, context) => {
    if (number === 1) before = await entriesOf(context.request);
  };
  const { request, readAll } = await open();
  await readAll();
  expect(before).toEqual([started]);
  expect(await entriesOf(request)).toEqual([started, ended]);
});

test('holds no transaction between two pages', async () => {
  const { read, readAll } = await open();
  await read();
  const openTransactions = () =>
    world.sql(
      `select 1 from pg_stat_activity where datname = current_database() and usename = 'valv_runtime' and state like 'idle in transaction%'`,
    );
  await eventually(async () => (await openTransactions()).length === 0);
  expect(await openTransactions()).toEqual([]);
  await readAll();
});

test('each page is made in the organisation, with row level security', async () => {
  await world.createOrganisation('other');
  const seen = new Set<string>();
  duringPage = async (_, context) => {
    for (const row of await context.db.selectFrom('organisations').select('organisation_id').execute())
      seen.add(row.organisation_id);
  };
  await (await open()).readAll();
  expect([...seen]).toEqual([org.id]);
});

test('P24 when the one who asked goes away it ends, and its entry says how far it came', async () => {
  const { reader, read, request } = await open();
  await read();
  await reader.cancel();
  const end = await endedOf(request);
  expect(end).toMatchObject({ action: 'tried.streamed.ended', outcome: 'failed', code: 'cancelled' });
  expect(Number(end.rows)).toBeGreaterThan(0);
  expect(Number(end.rows)).toBeLessThan(10);
});

const revocations: [what: string, sql: string, code: string][] = [
  ['a session that is ended', `update sessions set ended_at = now() where account_id = $1`, 'nobody'],
  ['an account that is disabled', `update accounts set status = 'disabled' where id = $1`, 'nobody'],
  ['a membership that is suspended', `update memberships set status = 'suspended' where account_id = $1`, 'not_found'],
  [
    'a role that is taken away',
    `delete from membership_roles where membership_id = (select id from memberships where account_id = $1)`,
    'forbidden',
  ],
];

test.each(revocations)('P21 %s ends it in the middle: no further page is made', async (_, sql, code) => {
  const member = await org.createMember('reader');
  let made = 0;
  duringPage = async (number) => {
    made = number;
    if (number === 2) await world.sql(sql, [member.id]);
  };
  const { request, readAll } = await open(member);
  // It breaks off rather than ends: half a file must not look whole.
  await expect(readAll()).rejects.toThrow(code);
  expect(made).toBe(2);
  expect(await entriesOf(request)).toEqual([
    started,
    { action: 'tried.streamed.ended', outcome: 'failed', rows: 4, code },
  ]);
});

test('a page that fails breaks it off, with an entry and a line in the log that tells nothing of the data', async () => {
  duringPage = async (number) => {
    if (number === 3) throw new Error('kanarie i felet');
  };
  const lines = world.logLines.length;
  const { request, readAll } = await open();
  await expect(readAll()).rejects.toThrow('internal');
  expect((await entriesOf(request))[1]).toMatchObject({ outcome: 'failed', code: 'internal', rows: 4 });
  const log = world.logLines.slice(lines).join('\n');
  expect(log).toContain('stream.failed');
  expect(log).toContain(request);
  expect(log).not.toContain('kanarie');
});

test('P24 without the journal it does not begin', async () => {
  await world.sql('revoke insert on journal_entries from valv_journal');
  try {
    const response = await router.request(`http://localhost/api/v1${org.path}/tried`, { headers: org.owner.headers });
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('head');
  } finally {
    await world.sql('grant insert on journal_entries to valv_journal');
  }
});

test('who may not is refused before it begins, with one entry', async () => {
  const response = await router.request(`http://localhost/api/v1${org.path}/tried`);
  expect(response.status).toBe(401);
  expect(await entriesOf(response.headers.get('x-request-id') ?? '')).toMatchObject([
    { action: 'tried.streamed', outcome: 'refused' },
  ]);
});
