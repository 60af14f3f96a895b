import { connect, type Socket } from 'node:net';

export interface Measured {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  count: number;
}

/** Times as they were counted: sorted, then picked by rank. */
export function measure(timesMs: number[], wallMs: number): Measured {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return {
    perSecond: Math.round(timesMs.length / (wallMs / 1_000)),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    count: timesMs.length,
  };
}

export const show = ({ perSecond, p50Ms, p99Ms }: Measured) =>
  `${String(perSecond).padStart(7)}/s  p50 ${p50Ms.toFixed(2)} ms  p99 ${p99Ms.toFixed(2)} ms`;

export const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]?.toFixed(2) ?? 'not measured';

export interface HttpCall {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Calls over keep-alive sockets, one at a time on each, on bare TCP so that the client takes little of the machine. */
export async function loadHttp(
  port: number,
  connections: number,
  seconds: number,
  next: (connection: number) => HttpCall,
): Promise<Measured> {
  const timesMs: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      await new Promise((resolve) => socket.once('connect', resolve));
      while (performance.now() < endAt) {
        const sentAt = performance.now();
        await roundTrip(socket, next(index));
        timesMs.push(performance.now() - sentAt);
      }
      socket.destroy();
    }),
  );
  return measure(timesMs, performance.now() - startedAt);
}

function roundTrip(socket: Socket, { method, path, headers, body = '' }: HttpCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines = [
      `${method} ${path} HTTP/1.1`,
      'host: localhost',
      'x-valv-page: 1',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    if (body !== '') lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`);
    let received: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = received.subarray(0, end).toString('latin1');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? -1);
      const isWhole =
        length >= 0 ? received.length >= end + 4 + length : received.subarray(-5).toString('latin1') === '0\r\n\r\n';
      if (!isWhole) return;
      socket.off('data', onData);
      socket.off('error', reject);
      if (head.startsWith('HTTP/1.1 2')) resolve();
      else
        reject(
          new Error(
            `${head.split('\r\n', 1)[0]} for ${method} ${path}: ${received
              .subarray(end + 4)
              .toString()
              .slice(0, 300)}`,
          ),
        );
    };
    socket.on('data', onData);
    socket.once('error', reject);
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}
