import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Problem } from '#kernel/errors/problem.ts';
import { openWorld, type TestAccount, type TestOrganisation } from '#tests/world.ts';
import { contract } from './contract.ts';
import { bind } from './gate.ts';
import { createRouter } from './router.ts';

// Idempotency-Key over a contract of this test's own, whose effect is a role and whose answer differs each time it is made.

let world: Awaited<ReturnType<typeof openWorld>>;
let router: Hono;
let org: TestOrganisation;
let isRefused = false;
let works = 0;

const make = contract({
  action: 'tried.made',
  method: 'POST',
  path: '/organisations/{organisation}/tried',
  summary: 'makes a role',
  access: { permission: 'organisation.read' },
  query: z.strictObject({ tag: z.string().optional(), letters: z.coerce.number().optional() }),
  body: z.strictObject({ name: z.string() }),
  output: z.object({ id: z.string(), work: z.number(), long: z.string() }),
  status: 201,
});
const bindings = [
  bind(make, async (context, { query, body }) => {
    works += 1;
    const id = crypto.randomUUID();
    await context.db
      .insertInto('roles')
      .values({ organisation_id: context.organisation, id, name: body.name })
      .execute();
    if (isRefused) throw new Problem(409, 'conflict');
    // Pairs of surrogates: an answer cut between their halves could not be kept.
    return { id, work: works, long: `${'x'.repeat(works % 2)}${'\u{10400}'.repeat(query.letters ?? 0)}` };
  }),
];

beforeAll(async () => {
  world = await openWorld();
  router = createRouter(world.installation.gate, bindings, { language: 'en', observe: () => {} });
  org = await world.createOrganisation();
});
afterAll(() => world.close());

async function post(key: string | undefined, body: object, as: TestAccount = org.owner, query = '', at = org) {
  const response = await router.request(`http://localhost/api/v1${at.path}/tried${query}`, {
    method: 'POST',
    headers: {
      ...as.headers,
      'x-valv-page': '1',
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text), request: response.headers.get('x-request-id') ?? '' };
}
const rolesCalled = async (name: string) =>
  (await world.sql(`select organisation_id from roles where name = $1`, [name])).length;
const newKey = () => crypto.randomUUID();

test('the same key and body is done once and answered the same, and each call has its entry', async () => {
  const key = newKey();
  const answers = [];
  for (let time = 0; time < 3; time += 1) answers.push(await post(key, { name: 'once' }));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect(await rolesCalled('once')).toBe(1);
  const entries = await world.sql(
    `select 1 from journal_entries where kind = 'access' and request_id = any ($1::uuid[])`,
    [answers.map(({ request }) => request)],
  );
  expect(entries).toHaveLength(3);
});

test('an answer of many megabytes is kept whole, wherever it is cut', async () => {
  for (const letters of [499_900, 499_901, 1_300_000]) {
    const key = newKey();
    const [first, again] = [
      await post(key, { name: `long ${letters}` }, org.owner, `?letters=${letters}`),
      await post(key, { name: `long ${letters}` }, org.owner, `?letters=${letters}`),
    ];
    expect(first.status).toBe(201);
    expect(first.text.length).toBeGreaterThan(letters * 2);
    expect(again.text === first.text).toBe(true);
  }
});

test('without a key each call is a call of its own', async () => {
  const [first, second] = [await post(undefined, { name: 'a' }), await post(undefined, { name: 'b' })];
  expect(second.json.id).not.toBe(first.json.id);
});

test('the same key with another body, another query or at another place is refused, and nothing is done', async () => {
  const key = newKey();
  await post(key, { name: 'first' });
  for (const again of [await post(key, { name: 'second' }), await post(key, { name: 'first' }, org.owner, '?tag=x')]) {
    expect(again).toMatchObject({ status: 409, json: { code: 'idempotency.other_body' } });
  }
  expect(await rolesCalled('second')).toBe(0);
  expect(await rolesCalled('first')).toBe(1);
});

test('of many at once one does it and all are answered by it', async () => {
  const key = newKey();
  const answers = await Promise.all(Array.from({ length: 6 }, () => post(key, { name: 'at once' })));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect(await rolesCalled('at once')).toBe(1);
});

test('a call that is refused leaves its key free, also for who waits for it', async () => {
  const key = newKey();
  isRefused = true;
  expect((await post(key, { name: 'free' })).status).toBe(409);
  isRefused = false;
  expect((await post(key, { name: 'free again' })).status).toBe(201);
  expect(await rolesCalled('free')).toBe(0);
});

test('the same key of somebody else, of a key of one’s own, or in another organisation is another', async () => {
  const key = newKey();
  const other = await org.createMember('owner');
  const apiKey = await org.createKey(['organisation.read']);
  const elsewhere = await world.createOrganisation();
  const answers = [
    await post(key, { name: 'mine' }),
    await post(key, { name: 'theirs' }, other),
    await post(key, { name: 'the key’s' }, apiKey),
    await post(key, { name: 'elsewhere' }, elsewhere.owner, '', elsewhere),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(4);
});

test('who may no longer call is not answered by a key either', async () => {
  const member = await org.createMember('reader');
  const key = newKey();
  expect((await post(key, { name: 'while a member' }, member)).status).toBe(201);
  await world.sql(`delete from membership_roles where membership_id = $1`, [member.membershipId]);
  expect((await post(key, { name: 'while a member' }, member)).status).toBe(403);
});

test('a key that is none is refused with its path', async () => {
  for (const key of ['short', 'x'.repeat(201), 'with space', 'åäöåäöåä', "'; drop --"]) {
    expect((await post(key, { name: 'never' })).json).toMatchObject({
      status: 422,
      fields: [{ path: 'header.idempotency-key', code: 'field.idempotency_key' }],
    });
  }
  expect((await post('x'.repeat(200), { name: 'long key' })).status).toBe(201);
  expect(await rolesCalled('never')).toBe(0);
});

test('the answer is kept sealed, and the body as a hash', async () => {
  const key = newKey();
  const { json } = await post(key, { name: 'sealed away' });
  const [row] = await world.sql(`select t::text as line, answer from idempotent_answers t where key = $1`, [key]);
  expect(row?.['answer']).toMatch(/^v1\./);
  expect(row?.['line']).not.toContain(json.id);
  expect(row?.['line']).not.toContain('sealed away');
});

test('after 24 hours the key is free again, and what it answered is gone', async () => {
  const [key, old] = [newKey(), newKey()];
  const { json: first } = await post(key, { name: 'yesterday' });
  await post(old, { name: 'also yesterday' });
  await world.sql(
    `update idempotent_answers set created_at = created_at - interval '24 hours 1 second' where key = any ($1)`,
    [[key, old]],
  );
  const { status, json } = await post(key, { name: 'today' });
  expect(status).toBe(201);
  expect(json.id).not.toBe(first.id);
  expect(await world.sql(`select 1 from idempotent_answers where key = $1`, [old])).toEqual([]);
});
