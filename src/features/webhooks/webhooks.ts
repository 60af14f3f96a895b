import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import { forbidden, invalid, notFound, Problem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import { may, type Context } from '#gate/context.ts';
import { readDefinitions } from '#features/registers/index.ts';
import { assertAddress } from './address.ts';
import type * as contract from './contract.ts';
import type { Webhook } from './contract.ts';
import { triedForMs } from './schedule.ts';
import { newSecret } from './signature.ts';

const webhooksMax = 50;
type Subscriptions = Webhook['subscriptions'];

const select = (context: Context) =>
  context.db
    .selectFrom('webhooks as w')
    .innerJoin('webhook_states as s', (join) =>
      join.onRef('s.organisation_id', '=', 'w.organisation_id').onRef('s.webhook_id', '=', 'w.id'),
    )
    .select([
      'w.id',
      'w.name',
      'w.url',
      'w.status',
      'w.former_until',
      'w.created_at',
      's.last_delivered_at',
      's.last_failed_at',
      's.failure_count',
    ])
    .where('w.organisation_id', '=', context.organisation);

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

async function present(context: Context, rows: readonly Row[]): Promise<Webhook[]> {
  const events = await context.db
    .selectFrom('webhook_events')
    .select(['webhook_id', 'register_id', sql<string[]>`array_agg(event order by event)`.as('events')])
    .where('organisation_id', '=', context.organisation)
    .where((eb) => eb('webhook_id', '=', eb.fn.any(eb.val(rows.map(({ id }) => id)))))
    .groupBy(['webhook_id', 'register_id'])
    .orderBy('register_id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    url: row.url,
    status: row.status as Webhook['status'],
    subscriptions: events
      .filter(({ webhook_id }) => webhook_id === row.id)
      .map((one) => ({ register: one.register_id, events: one.events as Subscriptions[number]['events'] })),
    formerSecretUntil: row.former_until && row.former_until > context.now ? row.former_until.toISOString() : null,
    createdAt: row.created_at.toISOString(),
    lastDeliveredAt: row.last_delivered_at?.toISOString() ?? null,
    lastFailedAt: row.last_failed_at?.toISOString() ?? null,
    failureCount: row.failure_count,
  }));
}

async function getWebhook(context: Context, id: string): Promise<Webhook> {
  const row = await select(context).where('w.id', '=', id).executeTakeFirst();
  const [webhook] = row ? await present(context, [row]) : [];
  if (!webhook) throw notFound();
  return webhook;
}

/** 404 unless the organisation has it; holds it until the call ends, so that two changes do not cross. */
export async function holdWebhook(context: Context, id: string): Promise<{ status: string }> {
  const row = await context.db
    .selectFrom('webhooks')
    .select('status')
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', id)
    // What is announced meanwhile refers to it, and must not wait.
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

export async function showWebhooks(context: Context): Promise<Output<typeof contract.listWebhooks>> {
  const webhooks = await present(context, await select(context).orderBy('w.id', 'desc').limit(webhooksMax).execute());
  context.note({ rows: webhooks.length });
  return { webhooks };
}

export const showWebhook = (context: Context, { params }: Input<typeof contract.readWebhook>): Promise<Webhook> =>
  getWebhook(context, params.webhook);

export async function addWebhook(
  context: Context,
  { body }: Input<typeof contract.createWebhook>,
): Promise<Output<typeof contract.createWebhook>> {
  const { db, organisation, now } = context;
  if (!may(context, 'record.read')) throw forbidden('record.read');
  assertAddress(context, body.url);
  await assertRegisters(context, body.subscriptions);
  const { count } = await db
    .selectFrom('webhooks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', organisation)
    .executeTakeFirstOrThrow();
  if (count >= webhooksMax) throw new Problem(409, 'webhook.too_many', { values: { webhooksMax } });
  const id = randomUUIDv7();
  const secret = newSecret();
  await db
    .insertInto('webhooks')
    .values({
      organisation_id: organisation,
      id,
      name: body.name,
      url: body.url,
      secret: (await context.keys()).seal({ table: 'webhooks', column: 'secret', row: id }, secret),
      created_at: now,
    })
    .execute();
  await db
    .insertInto('webhook_states')
    .values({ organisation_id: organisation, webhook_id: id, resume_at: now })
    .execute();
  await setSubscriptions(context, id, body.subscriptions);
  context.note({ target: id });
  return { webhook: await getWebhook(context, id), secret };
}

/** A new address begins without the failures of the old one. */
export async function editWebhook(
  context: Context,
  { params, body }: Input<typeof contract.changeWebhook>,
): Promise<Webhook> {
  const { db, organisation, now } = context;
  const { status } = await holdWebhook(context, params.webhook);
  if (!may(context, 'record.read')) throw forbidden('record.read');
  const { subscriptions, ...rest } = body;
  if (rest.url !== undefined) assertAddress(context, rest.url);
  const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  if (Object.keys(set).length > 0)
    await db
      .updateTable('webhooks')
      .set(set)
      .where('organisation_id', '=', organisation)
      .where('id', '=', params.webhook)
      .execute();
  if (subscriptions) {
    await assertRegisters(context, subscriptions);
    await setSubscriptions(context, params.webhook, subscriptions);
  }
  if (rest.url !== undefined && status === 'active') await resume(context, params.webhook, now);
  return getWebhook(context, params.webhook);
}

export async function dropWebhook(context: Context, { params }: Input<typeof contract.removeWebhook>): Promise<void> {
  const removed = await context.db
    .deleteFrom('webhooks')
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', params.webhook)
    .executeTakeFirst();
  if (removed.numDeletedRows === 0n) throw notFound();
}

/** Set going, what waits is tried for three days anew. Once more is no fault. */
export async function setActive(
  context: Context,
  { params, body }: Input<typeof contract.activateWebhook>,
): Promise<Webhook> {
  const { db, organisation, now } = context;
  const { webhook } = params;
  const { status } = await holdWebhook(context, webhook);
  if ((status === 'active') !== body.isActive) {
    await setStatus(context, webhook, body.isActive ? 'active' : 'paused');
    if (body.isActive)
      await db
        .updateTable('webhook_deliveries')
        .set({ due_at: now, retry_until: new Date(now.getTime() + triedForMs) })
        .where('organisation_id', '=', organisation)
        .where('webhook_id', '=', webhook)
        .where('state', '=', 'waiting')
        .execute();
  }
  return getWebhook(context, webhook);
}

/** Status and the pause that goes with it: what is not active is never due. */
export async function setStatus(context: Context, webhook: string, status: Webhook['status']): Promise<void> {
  await context.db
    .updateTable('webhooks')
    .set({ status })
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', webhook)
    .execute();
  await resume(context, webhook, status === 'active' ? context.now : 'infinity');
}

async function resume(context: Context, webhook: string, at: Date | 'infinity'): Promise<void> {
  await context.db
    .updateTable('webhook_states')
    .set({ resume_at: sql<Date>`${at}::timestamptz`, ...(at !== 'infinity' && { failure_count: 0 }) })
    .where('organisation_id', '=', context.organisation)
    .where('webhook_id', '=', webhook)
    .execute();
}

/** Only the last two secrets ever sign: replaced once more, the first one is gone whatever its overlap was. */
export async function renewSecret(
  context: Context,
  { params, body }: Input<typeof contract.replaceSecret>,
): Promise<Output<typeof contract.replaceSecret>> {
  const { db, organisation, now } = context;
  const id = params.webhook;
  await holdWebhook(context, id);
  const { secret: present } = await db
    .selectFrom('webhooks')
    .select('secret')
    .where('organisation_id', '=', organisation)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const keys = await context.keys();
  const secret = newSecret();
  const former = keys.open({ table: 'webhooks', column: 'secret', row: id }, present);
  const hasOverlap = body.overlapHours > 0;
  await db
    .updateTable('webhooks')
    .set({
      secret: keys.seal({ table: 'webhooks', column: 'secret', row: id }, secret),
      former_secret: hasOverlap ? keys.seal({ table: 'webhooks', column: 'former_secret', row: id }, former) : null,
      former_until: hasOverlap ? new Date(now.getTime() + body.overlapHours * 3_600_000) : null,
    })
    .where('organisation_id', '=', organisation)
    .where('id', '=', id)
    .execute();
  return { webhook: await getWebhook(context, id), secret };
}

async function assertRegisters(context: Context, subscriptions: Subscriptions): Promise<void> {
  const known = new Set((await readDefinitions(context)).map(({ definition }) => definition.register));
  const faults = subscriptions.flatMap(({ register }, index) =>
    known.has(register) ? [] : [{ path: `body.subscriptions.${index}.register`, code: 'field.webhook_register' }],
  );
  if (faults.length > 0) throw invalid(faults);
}

/** Only the difference is written: what stays is no change in the journal. */
async function setSubscriptions(context: Context, webhook: string, subscriptions: Subscriptions): Promise<void> {
  const { organisation: organisation_id, db } = context;
  const wanted = new Set(
    subscriptions.flatMap(({ register, events }) => events.map((event) => `${register} ${event}`)),
  );
  const rows = await db
    .selectFrom('webhook_events')
    .select(['id', 'register_id', 'event'])
    .where('organisation_id', '=', organisation_id)
    .where('webhook_id', '=', webhook)
    .execute();
  const gone = rows.filter(({ register_id, event }) => !wanted.has(`${register_id} ${event}`));
  for (const { register_id, event } of rows) wanted.delete(`${register_id} ${event}`);
  if (gone.length > 0)
    await db
      .deleteFrom('webhook_events')
      .where('organisation_id', '=', organisation_id)
      .where(
        'id',
        'in',
        gone.map(({ id }) => id),
      )
      .execute();
  const added = [...wanted].map((pair) => pair.split(' ') as [string, string]);
  if (added.length > 0)
    await db
      .insertInto('webhook_events')
      .values(
        added.map(([register_id, event]) => ({
          organisation_id,
          id: randomUUIDv7(),
          webhook_id: webhook,
          register_id,
          event,
        })),
      )
      .execute();
}
