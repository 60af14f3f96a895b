import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Id, Instant, PageSize, plainText } from '#gate/shapes.ts';

const all = '/organisations/{organisation}/webhooks';
const one = `${all}/{webhook}`;
const access = { permission: 'webhook.write' } as const;
const OneWebhook = z.object({ webhook: Id });
const OneDelivery = z.object({ webhook: Id, delivery: Id });

const RecordEvent = z.enum(['record.created', 'record.changed', 'record.trashed', 'record.restored']);

const Subscription = z.strictObject({ register: Id, events: z.array(RecordEvent).min(1).max(4) });

export const Webhook = z.object({
  id: Id,
  name: z.string(),
  url: z.string(),
  /** `given_up`: nothing came through for three days, or the receiver said that it is gone. */
  status: z.enum(['active', 'paused', 'given_up']),
  subscriptions: z.array(Subscription),
  /** Until then the former secret signs too; null when only the present one does. */
  formerSecretUntil: Instant.nullable(),
  createdAt: Instant,
  lastDeliveredAt: Instant.nullable(),
  lastFailedAt: Instant.nullable(),
  /** Failures since anything came through. */
  failureCount: z.number().int(),
});
export type Webhook = z.output<typeof Webhook>;

const settings = {
  name: plainText(100),
  /** https, without user or password. */
  url: z.string().trim().min(1).max(2_000),
  subscriptions: z.array(Subscription).min(1).max(200),
};

/** Shown this once. `whsec_` and 32 bytes as base64, as Standard Webhooks has it. */
const Secret = z.string();

export const listWebhooks = contract({
  action: 'webhook.listed',
  method: 'GET',
  path: all,
  summary: 'The organisation’s webhooks, newest first',
  access,
  output: z.object({ webhooks: z.array(Webhook) }),
});

export const createWebhook = contract({
  action: 'webhook.created',
  method: 'POST',
  path: all,
  summary: 'Makes a webhook; its secret is shown this once. Needs record.read too: it tells which records change',
  access,
  body: z.strictObject(settings),
  output: z.object({ webhook: Webhook, secret: Secret }),
  status: 201,
  errors: ['webhook.too_many'],
});

export const readWebhook = contract({
  action: 'webhook.read',
  method: 'GET',
  path: one,
  summary: 'One webhook, and how it fares',
  access,
  params: OneWebhook,
  target: 'webhook',
  output: Webhook,
  // A page reads it again by itself.
  isActivity: false,
});

export const changeWebhook = contract({
  action: 'webhook.changed',
  method: 'PATCH',
  path: one,
  summary: 'Changes name, address or events of a webhook. Needs record.read too',
  access,
  params: OneWebhook,
  target: 'webhook',
  body: z.strictObject(settings).partial(),
  output: Webhook,
});

export const removeWebhook = contract({
  action: 'webhook.removed',
  method: 'DELETE',
  path: one,
  summary: 'Removes a webhook, what waits for it and its log',
  access,
  params: OneWebhook,
  target: 'webhook',
  status: 204,
});

export const activateWebhook = contract({
  action: 'webhook.activation_set',
  method: 'PUT',
  path: `${one}/activation`,
  summary:
    'Pauses a webhook or sets it going. What waits is sent when it goes on; what happens while it does not is not told',
  access,
  params: OneWebhook,
  target: 'webhook',
  body: z.strictObject({ isActive: z.boolean() }),
  output: Webhook,
});

export const replaceSecret = contract({
  action: 'webhook.secret_replaced',
  method: 'POST',
  path: `${one}/secrets`,
  summary: 'A new secret, shown this once; the former one signs beside it for 24 hours, or for as long as is asked for',
  access,
  params: OneWebhook,
  target: 'webhook',
  body: z.strictObject({ overlapHours: z.number().int().min(0).max(168).default(24) }),
  output: z.object({ webhook: Webhook, secret: Secret }),
  status: 201,
});

export const Delivery = z.object({
  /** Also the header webhook-id, after `msg_`: the same in every attempt. */
  id: Id,
  event: z.enum([...RecordEvent.options, 'webhook.test']),
  register: Id.nullable(),
  record: Id.nullable(),
  version: z.number().int().nullable(),
  /** Keys of the fields that changed. */
  fields: z.array(z.string()),
  occurredAt: Instant,
  state: z.enum(['waiting', 'delivered', 'given_up']),
  /** When it is tried next; null when it is not. */
  dueAt: Instant.nullable(),
  attemptCount: z.number().int(),
  /** The latest of them, oldest first. */
  attempts: z.array(
    z.object({
      at: Instant,
      /** Null when no answer came. */
      status: z.number().int().nullable(),
      durationMs: z.number().int(),
      /** Why it counts as failed; null when it came through. */
      fault: z.string().nullable(),
    }),
  ),
  /** The first bytes of the latest answer. */
  answer: z.string().nullable(),
});
export type Delivery = z.output<typeof Delivery>;

export const listDeliveries = contract({
  action: 'webhook.deliveries_listed',
  method: 'GET',
  path: `${one}/deliveries`,
  summary: 'What a webhook was told, latest first, and how it went; kept for 30 days',
  access,
  params: OneWebhook,
  target: 'webhook',
  query: z.strictObject({ state: Delivery.shape.state.optional(), after: Id.optional(), limit: PageSize }),
  output: z.object({ deliveries: z.array(Delivery), next: Id.nullable() }),
  isActivity: false,
});

export const testWebhook = contract({
  action: 'webhook.tested',
  method: 'POST',
  path: `${one}/tests`,
  summary: 'Sends `webhook.test`, within seconds; the log tells how it went',
  access,
  params: OneWebhook,
  target: 'webhook',
  output: Delivery,
  status: 202,
  errors: ['webhook.not_active'],
});

export const redeliver = contract({
  action: 'webhook.redelivered',
  method: 'PUT',
  path: `${one}/deliveries/{delivery}/redelivery`,
  summary: 'Sends a delivery once more, within seconds, with the same webhook-id',
  access,
  params: OneDelivery,
  target: 'webhook',
  output: Delivery,
  errors: ['webhook.not_active'],
});
