import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import { notFound, Problem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type * as contract from './contract.ts';
import type { Delivery } from './contract.ts';
import { triedForMs } from './schedule.ts';
import { holdWebhook } from './webhooks.ts';

const columns = [
  'id',
  'event',
  'register_id',
  'record_id',
  'record_version',
  'fields',
  'occurred_at',
  'state',
  'due_at',
  'attempt_count',
  'attempts',
  'answer',
] as const;

const select = (context: Context, webhook: string) =>
  context.db
    .selectFrom('webhook_deliveries')
    .select(columns)
    .where('organisation_id', '=', context.organisation)
    .where('webhook_id', '=', webhook);

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const present = (row: Row): Delivery => ({
  id: row.id,
  event: row.event as Delivery['event'],
  register: row.register_id,
  record: row.record_id,
  version: row.record_version,
  fields: row.fields,
  occurredAt: row.occurred_at.toISOString(),
  state: row.state as Delivery['state'],
  dueAt: row.state === 'waiting' ? row.due_at.toISOString() : null,
  attemptCount: row.attempt_count,
  attempts: row.attempts as Delivery['attempts'],
  answer: row.answer,
});

/** The log of a webhook, latest first. */
export async function showDeliveries(
  context: Context,
  { params, query }: Input<typeof contract.listDeliveries>,
): Promise<Output<typeof contract.listDeliveries>> {
  await getStatus(context, params.webhook);
  let page = select(context, params.webhook)
    .orderBy('id', 'desc')
    .limit(query.limit + 1);
  if (query.after !== undefined) page = page.where('id', '<', query.after);
  if (query.state !== undefined) page = page.where('state', '=', query.state);
  const rows = await page.execute();
  const deliveries = rows.slice(0, query.limit).map(present);
  context.note({ rows: deliveries.length });
  return { deliveries, next: rows.length > query.limit ? (deliveries.at(-1)?.id ?? null) : null };
}

async function getStatus(context: Context, webhook: string): Promise<string> {
  const row = await context.db
    .selectFrom('webhooks')
    .select('status')
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', webhook)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row.status;
}

async function assertActive(context: Context, webhook: string): Promise<void> {
  const { status } = await holdWebhook(context, webhook);
  if (status !== 'active') throw new Problem(409, 'webhook.not_active');
}

/** Whoever asks for it by hand does not wait for the pause after failures. */
async function endPause({ db, organisation, now }: Context, webhook: string): Promise<void> {
  await db
    .updateTable('webhook_states')
    .set({ resume_at: sql<Date>`least(resume_at, ${now}::timestamptz)` })
    .where('organisation_id', '=', organisation)
    .where('webhook_id', '=', webhook)
    .execute();
}

export async function sendTest(context: Context, { params }: Input<typeof contract.testWebhook>): Promise<Delivery> {
  const { db, organisation, now } = context;
  await assertActive(context, params.webhook);
  const row = await db
    .insertInto('webhook_deliveries')
    .values({
      organisation_id: organisation,
      id: randomUUIDv7(),
      webhook_id: params.webhook,
      event: 'webhook.test',
      occurred_at: now,
      due_at: now,
      // Tried once: who tests wants to know at once.
      retry_until: now,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  await endPause(context, params.webhook);
  return present(row);
}

/** At once, and for three days anew. One that waits does so no longer. */
export async function sendAgain(context: Context, { params }: Input<typeof contract.redeliver>): Promise<Delivery> {
  const { db, organisation, now } = context;
  await assertActive(context, params.webhook);
  const row = await db
    .updateTable('webhook_deliveries')
    .set({ state: 'waiting', due_at: now, retry_until: new Date(now.getTime() + triedForMs) })
    .where('organisation_id', '=', organisation)
    .where('webhook_id', '=', params.webhook)
    .where('id', '=', params.delivery)
    .returning(columns)
    .executeTakeFirst();
  if (!row) throw notFound();
  await endPause(context, params.webhook);
  return present(row);
}
