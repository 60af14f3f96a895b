import { afterAll, beforeAll, expect, test } from 'vitest';
import { asNobody, openWorld, type TestAccount, type TestOrganisation } from '#tests/world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let key: TestAccount;
beforeAll(async () => {
  world = await openWorld({ callsPerMinute: 5 });
  org = await world.createOrganisation();
  key = await org.createKey(['register.read', 'record.write']);
});
afterAll(() => world.close());

test('every answer tells the caller its quota; beyond it stands 429 with when to try again, in both languages', async () => {
  const registers = `${org.path}/registers`;
  // The first call of a key counts as its address's: only then is it known to be one.
  const first = await key.call('GET', registers);
  expect(first.headers.get('ratelimit-policy')).toBe('"address";q=5;w=60');
  const second = await key.call('GET', registers);
  expect(second.headers.get('ratelimit-policy')).toBe('"key";q=5;w=60');
  expect(second.headers.get('ratelimit')).toBe('"key";r=4;t=12');
  // A refusal is an answer too.
  const missing = await key.call('GET', `${registers}/00000000-0000-7000-8000-000000000000`);
  expect([missing.status, missing.headers.get('ratelimit')]).toEqual([404, '"key";r=3;t=24']);
  for (let call = 0; call < 3; call += 1) await key.call('GET', registers);

  // Refused before the body is looked at: it is no JSON.
  const refused = await key.call('POST', `${registers}/00000000-0000-7000-8000-000000000000/records`, 'no json');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('12');
  expect(refused.headers.get('ratelimit')).toBe('"key";r=0;t=60');
  expect(refused.json).toMatchObject({ code: 'rate_exceeded', 'violated-policies': ['key'] });
  expect(refused.json.title).toContain('5 i minuten');
  const english = await key.call('GET', registers, undefined, { 'accept-language': 'en' });
  expect(english.json.title).toContain('5 calls a minute');

  // One caller's haste is nobody else's: a member at the same address has a quota of their own.
  expect((await org.owner.call('GET', registers)).status).toBe(200);
  expect((await org.owner.call('GET', registers)).headers.get('ratelimit')).toBe('"session";r=4;t=12');

  world.clock.advance(12_000);
  expect((await key.call('GET', registers)).status).toBe(200);
});

test('a call beyond the quota has its entry in the journal, and the log names no caller', async () => {
  world.clock.advance(3_600_000);
  const nobody = asNobody(world);
  const answers: number[] = [];
  for (let call = 0; call < 7; call += 1) answers.push((await nobody('GET', '/session')).status);
  expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429]);
  const entries = await world.sql(
    `select leaf::jsonb ->> 'code' as code from journal_entries where leaf::jsonb ->> 'status' = '429' and actor = 'nobody'`,
  );
  expect(entries.filter(({ code }) => code === 'rate_exceeded').length).toBeGreaterThanOrEqual(2);
  expect(world.logLines.join('')).not.toContain('rate_exceeded');
});
