import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificate } from './certificate.ts';

/** What a receiver of webhooks got in one request. */
export interface Received {
  headers: Record<string, string>;
  body: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever came
  json: any;
}

export interface Receiver {
  readonly url: string;
  /** PEM of the certificate that whoever calls it has to trust. */
  readonly certificate: string;
  readonly received: Received[];
  /** How it answers from now on; 204 at first. */
  answer: (request: Received) => { status: number; text?: string; headers?: Record<string, string> } | 'silence';
  close(): Promise<void>;
}

/** A real HTTPS server that takes webhooks. */
export async function openReceiver(): Promise<Receiver> {
  const { key, cert } = createCertificate();
  const received: Received[] = [];
  const server: Server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const one = { headers: request.headers as Record<string, string>, body, json: JSON.parse(body) as unknown };
      received.push(one);
      const answer = receiver.answer(one);
      if (answer === 'silence') return;
      response.writeHead(answer.status, answer.headers);
      response.end(answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `https://localhost:${(server.address() as AddressInfo).port}/hook`,
    certificate: cert,
    received,
    answer: () => ({ status: 204 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

/** What a library of Standard Webhooks does at the receiver, written anew from its text: true when one signature is right. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(content)
    .digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((signature) => {
    const [version, text = ''] = signature.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
