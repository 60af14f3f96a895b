import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { z } from 'zod';
import { Problem } from '#kernel/errors/problem.ts';
import { contract } from '#gate/contract.ts';
import { bind, bindStream } from '#gate/gate.ts';
import { createRouter } from '#gate/router.ts';
import { openWorld, type TestOrganisation } from '#tests/world.ts';

// P24 over calls that can end in every way there is; the contracts are this test's own, the gate is the real one.

let world: Awaited<ReturnType<typeof openWorld>>;
let router: Hono;
let organisation: TestOrganisation;

const ofOrganisation = '/organisations/{organisation}/tried';
const output = z.object({ ok: z.boolean() });
const read = contract({
  action: 'tried.read',
  method: 'GET',
  path: ofOrganisation,
  summary: 'reads',
  access: { permission: 'register.write' },
  output,
});
const write = contract({
  action: 'tried.written',
  method: 'POST',
  path: ofOrganisation,
  summary: 'writes a role, then ends as the body says',
  access: { permission: 'organisation.read' },
  body: z.strictObject({ name: z.string(), end: z.enum(['done', 'refused', 'thrown']) }),
  output,
});
const open = contract({
  action: 'tried.open',
  method: 'GET',
  path: '/tried',
  summary: 'open',
  access: { open: 'a test' },
  output,
  limits: { perMinute: 3 },
});
const stream = contract({
  action: 'tried.streamed',
  method: 'GET',
  path: `${ofOrganisation}/stream`,
  summary: 'two pages',
  access: { permission: 'organisation.read' },
  stream: 'text/csv',
});
const file = contract({
  action: 'tried.sent',
  method: 'POST',
  path: `${ofOrganisation}/files`,
  summary: 'takes a file',
  access: { permission: 'register.write' },
  file: ['text/csv'],
  output,
  limits: { bodyBytes: 5_000_000 },
});

const bindings = [
  bind(read, async (context) => {
    context.note({ rows: 7, query: ['city'] });
    return { ok: true };
  }),
  bind(write, async (context, { body }) => {
    await context.db
      .insertInto('roles')
      .values({ organisation_id: context.organisation, id: crypto.randomUUID(), name: body.name })
      .execute();
    if (body.end === 'refused') throw new Problem(409, 'conflict');
    if (body.end === 'thrown') throw new Error('a fault of ours');
    return { ok: true };
  }),
  bind(open, async () => ({ ok: true })),
  bind(file, async () => ({ ok: true })),
  bindStream(stream, async () => ({
    fileName: 'tried.csv',
    head: 'a\n',
    page: async (_context, cursor) => ({ text: 'x\n', rows: 1, cursor: cursor === undefined ? '2' : undefined }),
    tail: '',
  })),
];

beforeAll(async () => {
  world = await openWorld();
  router = createRouter(world.installation.gate, bindings, { language: 'sv', observe: () => {} });
  organisation = await world.createOrganisation();
});
afterAll(() => world.close());

interface Asked {
  headers?: Record<string, string>;
  body?: string;
}

async function send(path: string, { headers = {}, body }: Asked): Promise<Response> {
  return router.request(`http://localhost/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-valv-page': '1', 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });
}

async function ask(path: string, asked: Asked = {}) {
  const answer = await send(path, asked);
  await answer.text();
  return { status: answer.status, request: answer.headers.get('x-request-id') ?? '' };
}

interface AccessLeaf {
  action: string;
  actor: string;
  outcome: string;
  status: number;
  code?: string;
  organisation: string;
  rows?: number;
  query?: string[];
  door: string;
}

async function accessEntries(request: string): Promise<AccessLeaf[]> {
  const rows = await world.sql(
    `select leaf from journal_entries where request_id = $1 and kind = 'access' order by id`,
    [request],
  );
  return rows.map(({ leaf }) => JSON.parse(String(leaf)) as AccessLeaf);
}

test('P24 every call has exactly one access entry, however it ends, and it is durable when the answer comes', async () => {
  const { owner } = organisation;
  const reader = await organisation.createMember('reader');
  const stranger = await world.createAccount('stranger');
  const key = await organisation.createKey(['register.write']);
  const path = `/organisations/${organisation.id}/tried`;
  const bodyOf = (end: string, name: string = crypto.randomUUID()) => JSON.stringify({ name, end });
  const [{ count: before } = { count: 0 }] = await world.sql(
    `select count(*)::int as count from journal_entries where kind = 'access'`,
  );

  const { installation } = world.installation.gate;
  const expected: [Promise<{ status: number; request: string }>, Partial<AccessLeaf>][] = [
    [
      ask(path, owner),
      { status: 200, outcome: 'done', actor: `account:${owner.id}`, rows: 7, query: ['city'], door: 'page' },
    ],
    [ask(path, key), { status: 200, outcome: 'done', actor: `key:${key.id}`, door: 'api' }],
    [
      ask(path),
      { status: 401, outcome: 'refused', code: 'nobody', actor: 'nobody', organisation: installation, door: 'open' },
    ],
    [
      ask(path, { headers: { cookie: `__Host-valv=${'a'.repeat(43)}` } }),
      { status: 401, actor: 'nobody', organisation: installation },
    ],
    [
      ask(path, reader),
      {
        status: 403,
        outcome: 'refused',
        code: 'forbidden',
        actor: `account:${reader.id}`,
        organisation: organisation.id,
      },
    ],
    [ask(path, stranger), { status: 404, outcome: 'refused', code: 'not_found', organisation: installation }],
    [ask('/organisations/not-an-id/tried', owner), { status: 404, outcome: 'refused' }],
    [
      ask(path, { ...owner, body: '{"end":"done"}' }),
      { status: 422, outcome: 'refused', code: 'input.invalid', organisation: organisation.id },
    ],
    [ask(path, { ...owner, body: 'not json' }), { status: 422, outcome: 'refused' }],
    [ask(path, { ...owner, body: bodyOf('done') }), { status: 200, outcome: 'done', action: 'tried.written' }],
    [
      ask(path, { ...owner, body: bodyOf('refused', 'refused role') }),
      { status: 409, outcome: 'refused', code: 'conflict' },
    ],
    [
      ask(path, { ...owner, body: bodyOf('thrown', 'thrown role') }),
      { status: 500, outcome: 'failed', code: 'internal' },
    ],
    [
      ask(path, { ...owner, body: bodyOf('done'), headers: { ...owner.headers, 'content-type': 'text/plain' } }),
      { status: 415, outcome: 'refused' },
    ],
    [ask(path, { ...owner, body: 'x'.repeat(100_001) }), { status: 413, outcome: 'refused' }],
    [
      ask(path, { headers: { ...owner.headers, 'sec-fetch-site': 'cross-site' } }),
      { status: 403, outcome: 'refused', code: 'other_site' },
    ],
    ...[1, 2, 3].map((): [ReturnType<typeof ask>, Partial<AccessLeaf>] => [
      ask('/tried'),
      { status: 200, outcome: 'done', actor: 'nobody' },
    ]),
    [ask('/tried'), { status: 429, outcome: 'refused', code: 'too_many_calls' }],
  ];

  const seen = new Set<number>();
  for (const [asked, leaf] of expected) {
    const { status, request } = await asked;
    const entries = await accessEntries(request);
    expect(entries, `${leaf.status} ${leaf.code ?? ''}`).toHaveLength(1);
    expect(entries[0]).toMatchObject(leaf);
    expect(status).toBe(leaf.status);
    seen.add(status);
  }
  expect([...seen].sort()).toEqual([200, 401, 403, 404, 409, 413, 415, 422, 429, 500]);
  const [{ count: after } = { count: 0 }] = await world.sql(
    `select count(*)::int as count from journal_entries where kind = 'access'`,
  );
  expect(Number(after) - Number(before)).toBe(expected.length);

  // The refused and the thrown left their entries and nothing else.
  const roles = await world.sql(`select name from roles where organisation_id = $1 and name like '% role'`, [
    organisation.id,
  ]);
  expect(roles).toEqual([]);
});

test('P24 a large body is not read of those who may not send it, and each such call has its one entry', async () => {
  const path = `http://localhost/api/v1/organisations/${organisation.id}/tried/files`;
  const sendFile = async (headers: Record<string, string>, size: number, announced?: number) => {
    let bytesRead = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const chunk = new Uint8Array(Math.min(100_000, size - bytesRead));
          if (chunk.length === 0) return controller.close();
          bytesRead += chunk.length;
          controller.enqueue(chunk);
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await router.request(path, {
      method: 'POST',
      headers: {
        'x-valv-page': '1',
        'content-type': 'text/csv',
        ...(announced !== undefined && { 'content-length': String(announced) }),
        ...headers,
      },
      body,
      duplex: 'half',
    } as RequestInit);
    await answer.text();
    const entries = await accessEntries(answer.headers.get('x-request-id') ?? '');
    return { status: answer.status, bytesRead, entries: entries.map(({ status }) => status) };
  };
  const reader = await organisation.createMember('reader');
  const stranger = await world.createAccount('stranger');
  for (const announced of [undefined, 4_000_000]) {
    const of = (status: number, bytesRead: number) => ({ status, bytesRead, entries: [status] });
    expect(await sendFile({}, 4_000_000, announced)).toEqual(of(401, 0));
    expect(await sendFile(reader.headers, 4_000_000, announced)).toEqual(of(403, 0));
    expect(await sendFile(stranger.headers, 4_000_000, announced)).toEqual(of(404, 0));
    expect(await sendFile(organisation.owner.headers, 4_000_000, announced)).toEqual(of(200, 4_000_000));
  }
  expect(await sendFile(organisation.owner.headers, 5_000_001)).toMatchObject({ status: 413, entries: [413] });
});

test('P24 as many entries as calls when hundreds come at once', async () => {
  const { owner } = organisation;
  const path = `/organisations/${organisation.id}/tried`;
  const answers = await Promise.all(Array.from({ length: 300 }, (_, index) => ask(path, index % 3 === 0 ? {} : owner)));
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  expect([count(200), count(401)]).toEqual([200, 100]);
  const rows = await world.sql(
    `select request_id, count(*)::int as count from journal_entries where request_id = any ($1::uuid[]) group by request_id`,
    [answers.map(({ request }) => request)],
  );
  expect(rows).toHaveLength(300);
  expect(rows.filter(({ count }) => count !== 1)).toEqual([]);
});

test('P24 a stream has an entry when it starts and one with its count when it has ended', async () => {
  const { request } = await ask(`/organisations/${organisation.id}/tried/stream`, organisation.owner);
  const entries = await accessEntries(request);
  expect(entries.map(({ action, outcome, rows }) => ({ action, outcome, rows }))).toEqual([
    { action: 'tried.streamed.started', outcome: 'started', rows: undefined },
    { action: 'tried.streamed.ended', outcome: 'ended', rows: 2 },
  ]);
});

test('P24 a job and a command have their entries too, also when they fail', async () => {
  const { gate } = world.installation;
  const as = { organisation: organisation.id, action: 'tried.run' };
  await gate.runAs({ ...as, actor: 'job:tried' }, async () => {});
  await expect(gate.runAs({ ...as, actor: 'command:tried' }, () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  const rows = await world.sql(`select leaf from journal_entries where action = 'tried.run' order by id`);
  expect(rows.map(({ leaf }) => JSON.parse(String(leaf)))).toMatchObject([
    { actor: 'job:tried', door: 'job', outcome: 'done' },
    { actor: 'command:tried', door: 'command', outcome: 'failed' },
  ]);
});

test('P24 without the journal nothing is answered and nothing is changed', async () => {
  const { owner } = organisation;
  const path = `/organisations/${organisation.id}/tried`;
  const body = JSON.stringify({ name: 'never made', end: 'done' });
  await world.sql('revoke insert on journal_entries from valv_journal');
  try {
    for (const asked of [owner, { ...owner, body }, {}]) {
      const answer = await send(path, asked);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        code: 'journal.unavailable',
        title: expect.stringContaining('Journalen'),
      });
      expect(answer.headers.get('retry-after')).toBe('5');
    }
  } finally {
    await world.sql('grant insert on journal_entries to valv_journal');
  }
  expect(await world.sql(`select 1 from roles where name = 'never made'`)).toEqual([]);
  expect((await ask(path, owner)).status).toBe(200);
});
