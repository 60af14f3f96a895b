import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Delivery } from './contract.ts';
import { pauseOfDelivery, pauseOfWebhook } from './schedule.ts';
import { setStatus } from './webhooks.ts';

// The two transactions around what is sent: deliveries are taken up, and what came of them is noted. Between them no
// connection is held.

/** Longer than a batch takes (batchMs and one time limit more); a process that dies lets the next one in after it. */
const leaseMs = 2 * 60_000;
const batchMax = 20;
const attemptsKept = 10;

interface TakenDelivery {
  id: string;
  event: string;
  register: string | null;
  record: string | null;
  version: number | null;
  fields: string[];
  occurredAt: Date;
  retryUntil: Date;
  attemptCount: number;
  attempts: Delivery['attempts'];
}

export interface Batch {
  webhook: string;
  url: URL;
  /** The present one, and the former while it still signs. */
  secrets: string[];
  failureCount: number;
  deliveries: TakenDelivery[];
}

/** What came of one attempt. */
export interface Outcome {
  delivery: TakenDelivery;
  at: Date;
  durationMs: number;
  status: number | null;
  answer: string | null;
  /** Null when it came through. */
  fault: string | null;
}

/**
 * Takes up to twenty deliveries that are due, in the order in which they came about, and the webhook for this process alone.
 * Undefined when there is nothing to send, or another process is at it.
 */
export async function takeBatch(context: Context, webhook: string): Promise<Batch | undefined> {
  const { db, organisation, now } = context;
  const state = await db
    .updateTable('webhook_states')
    .set({ leased_until: new Date(now.getTime() + leaseMs) })
    .where('organisation_id', '=', organisation)
    .where('webhook_id', '=', webhook)
    .where('resume_at', '<=', now)
    .where('leased_until', '<=', now)
    .returning('failure_count')
    .executeTakeFirst();
  if (!state) return undefined;
  const row = await db
    .selectFrom('webhooks')
    .select(['url', 'secret', 'former_secret', 'former_until'])
    .where('organisation_id', '=', organisation)
    .where('id', '=', webhook)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('organisation_id', '=', organisation)
    .where('webhook_id', '=', webhook)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('id')
    .limit(batchMax)
    .execute();
  context.note({ rows: rows.length });
  const keys = await context.keys();
  const secrets = [keys.open({ table: 'webhooks', column: 'secret', row: webhook }, row.secret)];
  if (row.former_secret !== null && row.former_until !== null && row.former_until > now)
    secrets.push(keys.open({ table: 'webhooks', column: 'former_secret', row: webhook }, row.former_secret));
  return {
    webhook,
    url: new URL(row.url),
    secrets,
    failureCount: state.failure_count,
    deliveries: rows.map((one) => ({
      id: one.id,
      event: one.event,
      register: one.register_id,
      record: one.record_id,
      version: one.record_version,
      fields: one.fields,
      occurredAt: one.occurred_at,
      retryUntil: one.retry_until,
      attemptCount: one.attempt_count,
      attempts: one.attempts as Delivery['attempts'],
    })),
  };
}

/** Notes what came of a batch and gives the webhook back. What of the batch was not sent stays due. */
export async function noteBatch(context: Context, batch: Batch, outcomes: readonly Outcome[]): Promise<void> {
  const { db, organisation, now } = context;
  context.note({ rows: outcomes.length });
  const held = await db
    .selectFrom('webhooks')
    .select('status')
    .where('organisation_id', '=', organisation)
    .where('id', '=', batch.webhook)
    .forNoKeyUpdate()
    .executeTakeFirst();
  // Removed meanwhile, and everything of it with it.
  if (!held) return;
  for (const outcome of outcomes) await noteOutcome(context, outcome);
  const came = outcomes.filter(({ fault }) => fault === null);
  const failed = outcomes.find(({ fault }) => fault !== null);
  const failures = failed ? (came.length > 0 ? 1 : batch.failureCount + 1) : 0;
  const resumeAt = failed ? new Date(now.getTime() + pauseOfWebhook(failures, Math.random())) : now;
  const state = await db
    .updateTable('webhook_states')
    .set({
      leased_until: sql<Date>`'-infinity'::timestamptz`,
      // Paused meanwhile, it stays so.
      resume_at: sql<Date>`case when resume_at = 'infinity' then resume_at else ${resumeAt}::timestamptz end`,
      ...(outcomes.length > 0 && { failure_count: failures }),
      ...(came.length > 0 && { last_delivered_at: now }),
      ...(failed && { last_failed_at: now }),
    })
    .where('organisation_id', '=', organisation)
    .where('webhook_id', '=', batch.webhook)
    .returning('last_delivered_at')
    .executeTakeFirstOrThrow();
  const isOver = failed && (isGone(failed) || (isGivenUp(failed) && failed.delivery.event !== 'webhook.test'));
  const hasLived = failed && state.last_delivered_at !== null && state.last_delivered_at > failed.delivery.occurredAt;
  if (isOver && held.status === 'active' && (isGone(failed) || !hasLived))
    await setStatus(context, batch.webhook, 'given_up');
}

/** The receiver says that it wants nothing more, ever (Standard Webhooks). */
const isGone = ({ status }: Outcome) => status === 410;
const isGivenUp = (outcome: Outcome) => isGone(outcome) || outcome.at >= outcome.delivery.retryUntil;

async function noteOutcome({ db, organisation }: Context, outcome: Outcome): Promise<void> {
  const { delivery, at, status, durationMs, fault, answer } = outcome;
  const nextAt = at.getTime() + pauseOfDelivery(delivery.attemptCount + 1, Math.random());
  const attempt = { at: at.toISOString(), status, durationMs, fault };
  const state = fault === null ? 'delivered' : isGivenUp(outcome) ? 'given_up' : 'waiting';
  await db
    .updateTable('webhook_deliveries')
    .set({
      state,
      attempt_count: delivery.attemptCount + 1,
      attempts: JSON.stringify([...delivery.attempts, attempt].slice(-attemptsKept)),
      answer,
      // The last attempt is when its time is out.
      ...(state === 'waiting' && { due_at: new Date(Math.min(nextAt, delivery.retryUntil.getTime())) }),
    })
    .where('organisation_id', '=', organisation)
    .where('id', '=', delivery.id)
    .execute();
}
