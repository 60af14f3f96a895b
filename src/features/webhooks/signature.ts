import { createHmac, randomBytes } from 'node:crypto';

// Standard Webhooks 1.0.0 (standardwebhooks.com): what a receiver checks with a library of its own language.

const prefix = 'whsec_';

export const newSecret = () => prefix + randomBytes(32).toString('base64');

/** The headers of one attempt. With several secrets the receiver needs to know one of them. */
export function signedHeaders(id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const sign = (secret: string) =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice(prefix.length), 'base64'))
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': secrets.map(sign).join(' ') };
}
