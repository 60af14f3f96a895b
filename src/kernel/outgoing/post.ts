import type { LookupAddress } from 'node:dns';
import { lookup as resolveAll } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Why nothing came back. */
export type OutgoingFault =
  | 'name_unknown'
  | 'address_refused'
  | 'connection_refused'
  | 'connection_lost'
  | 'certificate'
  | 'too_slow'
  | 'stopped';

export class OutgoingFailure extends Error {
  override readonly name = 'OutgoingFailure';
  readonly fault: OutgoingFault;

  constructor(fault: OutgoingFault, cause?: unknown) {
    super(fault, { cause });
    this.fault = fault;
  }
}

interface OutgoingAnswer {
  status: number;
  /** The first bytes, as UTF-8. */
  text: string;
}

interface OutgoingOptions {
  headers: Record<string, string>;
  body: string;
  /** From the first look for the address to the last byte that is read. */
  timeoutMs: number;
  answerBytesMax: number;
  /** Also addresses of this machine and its network. */
  mayCallPrivate: boolean;
  /** Aborted when the process stops. */
  stopping: AbortSignal;
}

/**
 * Sends a POST to an address that a customer chose. The name is resolved once: every address it has must be one of the
 * internet, and the connection goes to these and no others, so a name that changes its mind (DNS rebinding) gains nothing.
 * Redirects are not followed, certificates are checked, and no more than the first bytes of an answer are read. Throws
 * OutgoingFailure.
 */
export async function post(url: URL, options: OutgoingOptions): Promise<OutgoingAnswer> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([timeout, options.stopping]);
  try {
    const addresses = await untilAborted(addressesOf(url, options.mayCallPrivate), signal);
    return await send(url, addresses, options, signal);
  } catch (error) {
    if (error instanceof OutgoingFailure) throw error;
    if (options.stopping.aborted) throw new OutgoingFailure('stopped', error);
    if (timeout.aborted) throw new OutgoingFailure('too_slow', error);
    throw new OutgoingFailure(faultOf(error), error);
  }
}

const hostOf = (url: URL) => url.hostname.replace(/^\[(.*)\]$/, '$1');

async function addressesOf(url: URL, mayCallPrivate: boolean): Promise<LookupAddress[]> {
  const host = hostOf(url);
  const version = isIP(host);
  const found = version === 0 ? await resolve(host) : [{ address: host, family: version }];
  if (!mayCallPrivate && !found.every(({ address }) => isPublicAddress(address)))
    throw new OutgoingFailure('address_refused');
  return found;
}

async function resolve(host: string): Promise<LookupAddress[]> {
  try {
    return await resolveAll(host, { all: true });
  } catch (error) {
    throw new OutgoingFailure('name_unknown', error);
  }
}

/** A resolver cannot be stopped; who waits for it can. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}

/** Gives what was found before, whatever the name says now. */
const pinned =
  (addresses: LookupAddress[]): LookupFunction =>
  (_host, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, addresses);
    else done(null, first?.address ?? '', first?.family);
  };

async function send(
  url: URL,
  addresses: LookupAddress[],
  { headers, body, answerBytesMax }: OutgoingOptions,
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  const request: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    lookup: pinned(addresses),
    agent: false,
    signal,
    maxHeaderSize: 16_384,
  };
  const sending = url.protocol === 'https:' ? requestHttps(url, request) : requestHttp(url, request);
  const { promise, resolve: answered, reject } = Promise.withResolvers<IncomingMessage>();
  sending.on('error', reject);
  sending.on('response', answered);
  sending.end(body);
  try {
    const response = await promise;
    return { status: response.statusCode ?? 0, text: await readStart(response, answerBytesMax) };
  } finally {
    // What is left of it is nobody's concern.
    sending.destroy();
  }
}

async function readStart(response: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= bytesMax) break;
  }
  return new TextDecoder('utf-8').decode(Buffer.concat(chunks).subarray(0, bytesMax));
}

function faultOf(error: unknown): OutgoingFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // With several addresses each was tried; they failed alike most likely.
  if (error instanceof AggregateError && error.errors.length > 0) return faultOf(error.errors[0]);
  if (/CERT|SIGNED|ISSUER|ERR_TLS|ERR_SSL|ALTNAME/.test(code)) return 'certificate';
  return code === 'ECONNREFUSED' ? 'connection_refused' : 'connection_lost';
}
