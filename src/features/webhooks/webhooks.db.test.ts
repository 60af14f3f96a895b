import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSigned } from '#tests/receiver.ts';
import { openWorld } from '#tests/world.ts';
import { openStage, type Stage } from './testing.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const minute = 60_000;

test('a secret is shown once and is nowhere in clear; replaced, both sign until the overlap ends', async () => {
  const { id, path, secret } = await stage.createWebhook();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const { call } = stage;
  for (const at of [path, `${stage.org.path}/webhooks`]) expect((await call('GET', at)).text).not.toContain(secret);
  const renewed = await call('POST', `${path}/secrets`, { overlapHours: 1 });
  expect(renewed.status).toBe(201);
  const fresh = renewed.json.secret as string;
  expect(renewed.json.webhook.formerSecretUntil).not.toBeNull();

  await stage.createRecord();
  await stage.deliverAfter(minute);
  const both = stage.receiver.received.at(-1);
  expect(both?.headers['webhook-signature']?.split(' ').length).toBe(2);
  expect(both && [isSigned(both, secret), isSigned(both, fresh)]).toEqual([true, true]);
  await stage.createRecord();
  await stage.deliverAfter(61 * minute);
  const later = stage.receiver.received.at(-1);
  expect(later && [isSigned(later, secret), isSigned(later, fresh)]).toEqual([false, true]);
  expect((await call('GET', path)).json.formerSecretUntil).toBeNull();

  const stored = await stage.world.sql(
    `select (select string_agg(w::text, '') from webhooks w) || (select string_agg(v.payload, '') from journal_values v) as text`,
  );
  for (const one of [secret, fresh]) expect(stored[0]?.['text']).not.toContain(one.slice(6));
  const row = await stage.world.sql(`select secret, former_secret from webhooks where id = $1`, [id]);
  expect(row[0]?.['secret']).toMatch(/^v1\./);
});

test('a test is sent once, and the log tells of it', async () => {
  const { path } = await stage.createWebhook();
  const { call } = stage;
  expect((await call('POST', `${path}/tests`)).status).toBe(202);
  stage.receiver.received.length = 0;
  stage.receiver.answer = () => ({ status: 400 });
  await stage.deliverAfter(minute);
  await stage.deliverAfter(60 * minute);
  expect(stage.receiver.received.map(({ json }) => json)).toMatchObject([
    { type: 'webhook.test', data: { organisation: stage.org.id } },
  ]);
  stage.receiver.answer = () => ({ status: 204 });
  const [test] = (await call('GET', `${path}/deliveries?state=given_up`)).json.deliveries;
  expect(test).toMatchObject({ event: 'webhook.test', attemptCount: 1 });
  // A test that fails ends nothing.
  expect((await call('GET', path)).json.status).toBe('active');
});

test('what cannot be called is refused with its path and words of what is wrong', async () => {
  const { call } = stage;
  const make = async (url: string, body: object = {}) => {
    const subscriptions = [{ register: stage.registerId, events: ['record.created'] }];
    const answer = await call('POST', `${stage.org.path}/webhooks`, { name: 'A', url, subscriptions, ...body });
    return answer.status === 201
      ? 'made'
      : answer.json.fields?.map((one: { path: string; code: string }) => `${one.path} ${one.code}`);
  };
  expect(await make('http://example.org/hook')).toEqual(['body.url field.webhook_not_https']);
  expect(await make('ftp://example.org/hook')).toEqual(['body.url field.webhook_not_https']);
  expect(await make('example')).toEqual(['body.url field.webhook_url']);
  expect(await make('https://user:pass@example.org/')).toEqual(['body.url field.webhook_url']);
  expect(await make('http://localhost:8080/hook')).toBe('made');
  const unknown = '00000000-0000-7000-8000-000000000000';
  expect(
    await make('https://example.org/', { subscriptions: [{ register: unknown, events: ['record.created'] }] }),
  ).toEqual(['body.subscriptions.0.register field.webhook_register']);
  expect(await make('https://example.org/', { subscriptions: [] })).not.toBe('made');
});

test('without the setting no address of this network is taken', async () => {
  const world = await openWorld();
  try {
    const org = await world.createOrganisation();
    for (const url of [
      'https://localhost/',
      'https://10.0.0.1/',
      'https://[::1]/',
      'https://169.254.169.254/',
      'https://2130706433/',
    ]) {
      const answer = await org.owner.call('POST', `${org.path}/webhooks`, {
        name: 'A',
        url,
        subscriptions: [{ register: '00000000-0000-7000-8000-000000000000', events: ['record.created'] }],
      });
      expect(answer.json.fields?.[0], url).toMatchObject({ path: 'body.url', code: 'field.webhook_private' });
    }
    const local = await org.owner.call('POST', `${org.path}/webhooks`, {
      name: 'A',
      url: 'http://localhost/',
      subscriptions: [{ register: '00000000-0000-7000-8000-000000000000', events: ['record.created'] }],
    });
    expect(local.json.fields?.[0]).toMatchObject({ code: 'field.webhook_not_https' });
  } finally {
    await world.close();
  }
});

test('changing keeps what is not named; only who may read records makes one that tells of them', async () => {
  const { id, path } = await stage.createWebhook();
  const { call } = stage;
  const changed = await call('PATCH', path, {
    name: 'Bokföring',
    subscriptions: [{ register: stage.registerId, events: ['record.trashed'] }],
  });
  expect(changed.json).toMatchObject({
    id,
    name: 'Bokföring',
    url: stage.receiver.url,
    subscriptions: [{ register: stage.registerId, events: ['record.trashed'] }],
  });
  const member = await stage.org.createMember(['webhook.write', 'register.read']);
  const refused = await member.call('PATCH', path, { name: 'C' });
  expect([refused.status, refused.json.permission]).toEqual([403, 'record.read']);
  const made = await member.call('POST', `${stage.org.path}/webhooks`, {
    name: 'A',
    url: stage.receiver.url,
    subscriptions: [{ register: stage.registerId, events: ['record.trashed'] }],
  });
  expect([made.status, made.json.permission]).toEqual([403, 'record.read']);
  expect((await call('DELETE', path)).status).toBe(204);
  expect((await call('GET', path)).status).toBe(404);
});

test('nobody inside an organisation sees whose webhooks are due', async () => {
  await stage.world.sql('begin', [], 'valv_runtime');
  await stage.world.sql(`select set_config('valv.organisation', $1, true)`, [stage.org.id], 'valv_runtime');
  await expect(stage.world.sql('select * from list_due_webhooks(now(), 10)', [], 'valv_runtime')).rejects.toThrow(
    /nobody inside an organisation/,
  );
  await stage.world.sql('rollback', [], 'valv_runtime');
});
