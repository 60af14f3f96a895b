import { OutgoingFailure, post } from '#kernel/outgoing/post.ts';
import type { Gate, MachineActor } from '#gate/gate.ts';
import { noteBatch, takeBatch, type Batch, type Outcome } from './batch.ts';
import { signedHeaders } from './signature.ts';

// Events lie in webhook_deliveries since the transaction that changed the record. Here they leave: at least once, in the order
// in which they came about as long as the receiver takes them, one webhook at a time in all processes together.

const webhooksAtOnce = 8;
/** A batch is cut off after this, so that it ends within its lease. */
const batchMs = 60_000;
const attemptMs = 15_000;
const answerBytesMax = 1_000;

/** Webhooks that this process is at. */
export type UnderWay = Set<string>;

/** Sends what is due. Resolves when all of it that this run took up is sent; what others are at it leaves alone. */
export async function deliverDue(gate: Gate, underWay: UnderWay, stopping: AbortSignal): Promise<void> {
  const free = webhooksAtOnce - underWay.size;
  if (free <= 0) return;
  // By no organisation's right: a look for whose turn it is, which finds ids alone.
  const { rows } = await gate.pools.runtime.query<{ organisation_id: string; webhook_id: string }>({
    name: 'webhooks.due',
    text: 'select organisation_id, webhook_id from valv.list_due_webhooks($1, $2)',
    values: [gate.clock.now(), webhooksAtOnce * 2],
  });
  const mine = rows.filter(({ webhook_id }) => !underWay.has(webhook_id)).slice(0, webhooksAtOnce - underWay.size);
  const work = mine.map(async ({ organisation_id, webhook_id }) => {
    underWay.add(webhook_id);
    try {
      await deliver(gate, organisation_id, webhook_id, stopping);
    } finally {
      underWay.delete(webhook_id);
    }
  });
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function deliver(gate: Gate, organisation: string, webhook: string, stopping: AbortSignal): Promise<void> {
  const as = (action: string): MachineActor => ({ actor: 'job:webhook.deliver', organisation, action });
  for (;;) {
    const batch = await gate.runAs(as('webhook.deliveries_taken'), (context) => takeBatch(context, webhook));
    if (!batch) return;
    const outcomes = await sendBatch(gate, organisation, batch, stopping);
    await gate.runAs(as('webhook.deliveries_sent'), (context) => noteBatch(context, batch, outcomes));
    const isThrough = outcomes.length === batch.deliveries.length && outcomes.every(({ fault }) => fault === null);
    if (!isThrough || outcomes.length === 0 || stopping.aborted) return;
  }
}

/** One after the other, up to the first that fails: a receiver that is down is not asked twenty times. */
async function sendBatch(gate: Gate, organisation: string, batch: Batch, stopping: AbortSignal): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const startedAt = performance.now();
  for (const delivery of batch.deliveries) {
    if (stopping.aborted || performance.now() - startedAt > batchMs) break;
    const outcome = await attempt(gate, organisation, batch, delivery, stopping);
    // Nobody knows what became of it: it is sent again.
    if (outcome.fault === 'stopped') break;
    outcomes.push(outcome);
    if (outcome.fault !== null) break;
  }
  return outcomes;
}

async function attempt(
  gate: Gate,
  organisation: string,
  { url, secrets }: Batch,
  delivery: Outcome['delivery'],
  stopping: AbortSignal,
): Promise<Outcome> {
  const at = gate.clock.now();
  const body = bodyOf(gate, organisation, delivery);
  const startedAt = performance.now();
  const outcome = (rest: Pick<Outcome, 'status' | 'answer' | 'fault'>): Outcome => ({
    delivery,
    at,
    durationMs: Math.round(performance.now() - startedAt),
    ...rest,
  });
  try {
    const { status, text } = await post(url, {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Valv-Webhooks/1',
        ...signedHeaders(`msg_${delivery.id}`, at, body, secrets),
      },
      body,
      timeoutMs: attemptMs,
      answerBytesMax,
      mayCallPrivate: gate.mayCallPrivate,
      stopping,
    });
    const isTaken = status >= 200 && status < 300;
    const fault = isTaken ? null : status >= 300 && status < 400 ? 'redirect' : 'status';
    return outcome({ status, answer: printable(text), fault });
  } catch (error) {
    if (!(error instanceof OutgoingFailure)) throw error;
    return outcome({ status: null, answer: null, fault: error.fault });
  }
}

/** What the receiver gets: where to look, and never what stands there. */
function bodyOf(
  gate: Gate,
  organisation: string,
  { event, register, record, ...delivery }: Outcome['delivery'],
): string {
  const isTest = register === null || record === null;
  return JSON.stringify({
    type: event,
    timestamp: delivery.occurredAt.toISOString(),
    data: isTest
      ? { organisation }
      : {
          organisation,
          register,
          record,
          version: delivery.version,
          fields: delivery.fields,
          url: `${gate.url}/api/v1/organisations/${organisation}/registers/${register}/records/${record}`,
        },
  });
}

/** PostgreSQL holds no NUL, and nobody reads the other control characters. */
const printable = (text: string) =>
  // oxlint-disable-next-line no-control-regex -- they are what is taken away
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
