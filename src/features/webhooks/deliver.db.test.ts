import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isSigned } from '#tests/receiver.ts';
import { takeBatch } from './batch.ts';
import { deliverDue } from './deliver.ts';
import { jobs } from './jobs.ts';
import { openStage, type Stage } from './testing.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.receiver.received.length = 0;
  stage.receiver.answer = () => ({ status: 204 });
  await stage.world.sql('delete from webhooks');
});

const minute = 60_000;
const day = 24 * 60 * minute;
const told = () => stage.receiver.received.map(({ json }) => json.type);
const read = async (path: string) => (await stage.call('GET', path)).json;
const log = async (path: string) => (await read(`${path}/deliveries`)).deliveries;

test('what happens to a record is told in its order, signed, without a word of what stands in it', async () => {
  const { secret, path } = await stage.createWebhook();
  const { call } = stage;
  const record = await stage.createRecord({ email: 'alma.ek@example.org' });
  const one = `${stage.register}/${record.id}`;
  await call('PATCH', one, { version: 1, data: { family_name: 'Alm', email: null } });
  await call('PUT', `${one}/trashing`);
  await call('DELETE', `${one}/trashing`);
  await stage.deliverAfter(minute);

  expect(told()).toEqual(['record.created', 'record.changed', 'record.trashed', 'record.restored']);
  const { organisation, ...rest } = stage.receiver.received[1]?.json.data ?? {};
  expect([organisation, rest]).toEqual([
    stage.org.id,
    {
      register: stage.registerId,
      record: record.id,
      version: 2,
      fields: ['email', 'family_name'],
      url: `http://localhost/api/v1${one}`,
    },
  ]);
  expect(stage.receiver.received.map(({ json }) => json.data.version)).toEqual([1, 2, 3, 4]);
  expect(JSON.stringify(stage.receiver.received)).not.toMatch(/alma|Ek"|Alm"/i);
  for (const one of stage.receiver.received) {
    expect(isSigned(one, secret)).toBe(true);
    expect(isSigned({ ...one, body: one.body.replace('record', 'Record') }, secret)).toBe(false);
    expect(one.headers['webhook-id']).toMatch(/^msg_[0-9a-f-]{36}$/);
    expect(one.headers['webhook-timestamp']).toBe(String(Math.floor(stage.world.clock.now().getTime() / 1000)));
    expect(one.headers['content-type']).toBe('application/json');
  }
  expect(new Set(stage.receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
  expect((await log(path))[0]).toMatchObject({
    event: 'record.restored',
    record: record.id,
    state: 'delivered',
    attemptCount: 1,
    attempts: [{ status: 204, fault: null }],
  });
  // Once is once.
  await stage.deliverAfter(day);
  expect(stage.receiver.received.length).toBe(4);
  // The journal has the machine's work; what went out is in the log.
  const entries = await stage.world.sql(
    `select distinct action from journal_entries where actor = 'job:webhook.deliver' order by action`,
  );
  expect(entries.map(({ action }) => action)).toEqual(['webhook.deliveries_sent', 'webhook.deliveries_taken']);
});

test('many at once are told one by one; what was rolled back, or was not asked for, is not told', async () => {
  await stage.createWebhook({ subscriptions: [{ register: stage.registerId, events: ['record.changed'] }] });
  const records = [await stage.createRecord(), await stage.createRecord(), await stage.createRecord()];
  // The second is stale, and the batch is whole or not at all.
  const edits = records.map(({ id }, index) => ({
    record: id,
    version: index === 1 ? 9 : 1,
    data: { kind: 'youth' },
  }));
  const batches = stage.register.replace(/records$/, 'batches');
  await stage.call('POST', `${batches}/edits`, { records: edits, isWhole: true });
  await stage.deliverAfter(minute);
  expect(told()).toEqual([]);

  const right = edits.map((edit) => ({ ...edit, version: 1 }));
  const done = await stage.call('POST', `${batches}/edits`, { records: right, isWhole: true });
  expect(done.status).toBeLessThan(300);
  await stage.deliverAfter(minute);
  expect(stage.receiver.received.map(({ json }) => json.data.record).sort()).toEqual(
    records.map(({ id }) => id).sort(),
  );
  expect(stage.receiver.received.map(({ json }) => json.data.fields)).toEqual([['kind'], ['kind'], ['kind']]);
});

test('what fails is tried again after growing pauses with the same id, and what waits behind it follows', async () => {
  const { path } = await stage.createWebhook();
  await stage.createRecord();
  await stage.createRecord();
  stage.receiver.answer = () => ({ status: 500, text: 'Trasig\u0000 just nu' });
  await stage.deliverAfter(minute);
  // A receiver that is down is asked once, not once for each that waits.
  expect(stage.receiver.received.length).toBe(1);
  expect(await read(path)).toMatchObject({ status: 'active', failureCount: 1 });
  const [, first] = await log(path);
  expect(first).toMatchObject({
    state: 'waiting',
    attemptCount: 1,
    attempts: [{ status: 500, fault: 'status' }],
    answer: 'Trasig just nu',
  });
  await stage.deliverAfter(100);
  expect(stage.receiver.received.length).toBe(1);
  await stage.deliverAfter(10 * minute);
  expect(stage.receiver.received.length).toBe(2);
  stage.receiver.answer = () => ({ status: 200 });
  await stage.deliverAfter(10 * minute);
  const ids = stage.receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids).toEqual([ids[0], ids[0], ids[0], ids[3]]);
  expect(await read(path)).toMatchObject({ status: 'active', failureCount: 0 });
  expect((await log(path)).map(({ state }: { state: string }) => state)).toEqual(['delivered', 'delivered']);
});

test('after three days without a word the webhook is given up, says so, and goes on when it is set going', async () => {
  const { path } = await stage.createWebhook();
  await stage.createRecord();
  stage.receiver.answer = () => ({ status: 302, headers: { location: 'https://example.org' } });
  for (let hour = 0; hour <= 73; hour += 1) await stage.deliverAfter(60 * minute);
  expect(await read(path)).toMatchObject({ status: 'given_up' });
  const [given] = await log(path);
  expect(given).toMatchObject({ state: 'given_up', dueAt: null });
  expect(given.attemptCount).toBeGreaterThan(12);
  expect(given.attempts.at(-1)).toMatchObject({ status: 302, fault: 'redirect' });
  const entries = await read(`${stage.org.path}/journal?kind=change&limit=5`);
  expect(JSON.stringify(entries)).toContain('webhooks.updated');

  // Not told while it does not go; tests and redeliveries say why not.
  await stage.createRecord();
  const refused = await stage.call('POST', `${path}/tests`);
  expect([refused.status, refused.json.code]).toEqual([409, 'webhook.not_active']);
  stage.receiver.received.length = 0;
  stage.receiver.answer = () => ({ status: 200 });
  await stage.call('PUT', `${path}/activation`, { isActive: true });
  await stage.createRecord();
  await stage.call('PUT', `${path}/deliveries/${given.id}/redelivery`);
  await stage.deliverAfter(minute);
  expect(stage.receiver.received.map(({ headers }) => headers['webhook-id'])[0]).toBe(`msg_${given.id}`);
  expect(stage.receiver.received.length).toBe(2);
});

test('a receiver that says it is gone is not called again', async () => {
  const { path } = await stage.createWebhook();
  stage.receiver.answer = () => ({ status: 410 });
  await stage.createRecord();
  await stage.deliverAfter(minute);
  expect(await read(path)).toMatchObject({ status: 'given_up' });
  await stage.deliverAfter(day);
  expect(stage.receiver.received.length).toBe(1);
});

test('paused, nothing is sent; what waited is sent when it goes on, what happened meanwhile is not', async () => {
  const { path } = await stage.createWebhook();
  const before = await stage.createRecord();
  await stage.call('PUT', `${path}/activation`, { isActive: false });
  await stage.createRecord();
  await stage.deliverAfter(minute);
  expect(told()).toEqual([]);
  await stage.call('PUT', `${path}/activation`, { isActive: true });
  await stage.deliverAfter(minute);
  expect(stage.receiver.received.map(({ json }) => json.data.record)).toEqual([before.id]);
});

test('a process that dies between sending and noting leaves it to the next, which sends it again', async () => {
  const { id, path } = await stage.createWebhook();
  await stage.createRecord();
  stage.world.clock.advance(minute);
  const { gate } = stage.world.installation;
  const as = { actor: 'job:webhook.deliver', organisation: stage.org.id, action: 'webhook.deliveries_taken' };
  const taken = await gate.runAs(as, (context) => takeBatch(context, id));
  expect(taken?.deliveries.length).toBe(1);
  // Another one keeps off as long as the first may be at it.
  await stage.deliverAfter(minute);
  expect(told()).toEqual([]);
  await stage.deliverAfter(2 * minute);
  expect(told()).toEqual(['record.created']);
  expect((await log(path))[0]).toMatchObject({ state: 'delivered', attemptCount: 1 });
});

test('two processes at work send each once, and a stop leaves what was under way to be sent again', async () => {
  await stage.createWebhook();
  await stage.createWebhook();
  for (let count = 0; count < 25; count += 1) await stage.createRecord();
  stage.world.clock.advance(minute);
  const { gate } = stage.world.installation;
  const going = new AbortController().signal;
  await Promise.all([deliverDue(gate, new Set(), going), deliverDue(gate, new Set(), going)]);
  expect(new Set(stage.receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(50);
  expect(stage.receiver.received.length).toBe(50);

  await stage.createRecord();
  stage.world.clock.advance(minute);
  const stop = new AbortController();
  stage.receiver.answer = () => {
    stop.abort();
    return 'silence';
  };
  await deliverDue(gate, new Set(), stop.signal);
  stage.receiver.answer = () => ({ status: 204 });
  stage.receiver.received.length = 0;
  await stage.deliverAfter(minute);
  expect(stage.receiver.received.length).toBe(2);
});

test('nothing of this network is called, whatever was allowed when the webhook was made', async () => {
  const { path } = await stage.createWebhook();
  await stage.createRecord();
  stage.world.clock.advance(minute);
  const gate = { ...stage.world.installation.gate, mayCallPrivate: false };
  await deliverDue(gate, new Set(), new AbortController().signal);
  expect(stage.receiver.received).toEqual([]);
  expect((await log(path))[0].attempts).toMatchObject([{ status: null, fault: 'address_refused' }]);
});

test('the log goes back thirty days', async () => {
  await stage.createWebhook();
  await stage.createRecord();
  await stage.deliverAfter(minute);
  await stage.world.sql('update webhook_deliveries set occurred_at = $1', [stage.world.clock.now()]);
  const remove = jobs(stage.world.installation.gate).find(({ name }) => name === 'webhook.remove_old');
  stage.world.clock.advance(29 * day);
  await remove?.run({}, new AbortController().signal);
  expect((await stage.world.sql('select from webhook_deliveries')).length).toBe(1);
  stage.world.clock.advance(2 * day);
  await remove?.run({}, new AbortController().signal);
  expect(await stage.world.sql('select from webhook_deliveries')).toEqual([]);
});
