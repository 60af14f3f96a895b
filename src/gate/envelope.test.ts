import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Problem } from '#kernel/errors/problem.ts';
import { contract, type Contract } from './contract.ts';
import { assertOwnPage, readBody, Shield } from './envelope.ts';

const write = contract({
  action: 'tried.written',
  method: 'POST',
  path: '/tried',
  summary: 'writes',
  access: { open: 'a test' },
  body: z.unknown(),
  limits: { bodyBytes: 10 },
});
const upload = contract({
  action: 'tried.staged',
  method: 'POST',
  path: '/tried/files',
  summary: 'takes a file',
  access: { open: 'a test' },
  file: ['text/csv', 'text/plain'],
});
const read = contract({
  action: 'tried.read',
  method: 'GET',
  path: '/tried',
  summary: 'reads',
  access: { open: 'a test' },
  limits: { perMinute: 2 },
});

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'passes';
  } catch (error) {
    return (error as Problem).code;
  }
}

describe('a body', () => {
  type Body = string | Uint8Array<ArrayBuffer> | ReadableStream;
  const request = (body: Body, headers: Record<string, string> = {}) =>
    new Request('http://localhost/', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      duplex: 'half',
    } as RequestInit);
  const outcome = (body: Body, headers?: Record<string, string>, of: Contract = write) =>
    readBody(of, request(body, headers)).catch((error: Problem) => `${error.status} ${error.code}`);

  test('is read up to its limit to the byte, and refused one byte beyond', async () => {
    expect(await outcome('1234567890')).toBe('1234567890');
    expect(await outcome('12345678901')).toBe('413 body_too_large');
    // Bytes, not letters.
    expect(await outcome('åååå')).toBe('åååå');
    expect(await outcome('åååååå')).toBe('413 body_too_large');
  });

  test('without a declared limit is taken up to 100 kB', async () => {
    const anyLimit: Contract = { ...write, limits: {} };
    expect(await outcome('x'.repeat(100_000), {}, anyLimit)).toHaveLength(100_000);
    expect(await outcome('x'.repeat(100_001), {}, anyLimit)).toBe('413 body_too_large');
  });

  test('is refused by its announced length before a byte is read, and by its real one when it lies', async () => {
    let pulled = 0;
    const endless = () =>
      new ReadableStream(
        {
          pull(controller) {
            pulled += 1;
            controller.enqueue(new TextEncoder().encode('12345678'));
          },
        },
        { highWaterMark: 0 },
      );
    expect(await outcome(endless(), { 'content-length': '11' })).toBe('413 body_too_large');
    expect(pulled).toBe(0);
    for (const length of ['0', '-1', 'nonsense', '3']) {
      pulled = 0;
      expect(await outcome(endless(), { 'content-length': length })).toBe('413 body_too_large');
      expect(pulled).toBe(2);
    }
  });

  test('is of a type that the contract takes, whatever its case and parameters', async () => {
    for (const type of [
      'application/json',
      'Application/JSON',
      'application/json; charset=utf-8',
      ' application/json ;x=y',
    ])
      expect(await outcome('{}', { 'content-type': type }), type).toBe('{}');
    for (const type of [
      'text/plain',
      'application/jsonp',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
    ])
      expect(await outcome('{}', { 'content-type': type }), type).toBe('415 body_type');
    expect(await outcome('a;b', { 'content-type': 'text/csv' }, upload)).toEqual(Buffer.from('a;b'));
    expect(await outcome('a;b', { 'content-type': 'text/plain' }, upload)).toEqual(Buffer.from('a;b'));
    expect(await outcome('{}', {}, upload)).toBe('415 body_type');
  });

  test('is UTF-8 and nothing else', async () => {
    expect(await outcome(new Uint8Array([0xc3, 0xa5]))).toBe('å');
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]])
      expect(await outcome(new Uint8Array(bytes))).toBe('422 input.invalid');
  });

  test('is not even looked at where the contract takes none', async () => {
    const { body: _, ...without } = write;
    expect(await outcome('x'.repeat(1_000), { 'content-type': 'text/html' }, without)).toBe('');
  });
});

describe('a page of another site', () => {
  const outcome = (of: Contract, headers: Record<string, string>) =>
    codeOf(() => assertOwnPage(of, new Headers(headers)));

  test('is refused by the browser’s own word, for reads too', () => {
    for (const site of ['cross-site', 'same-site', 'anything']) {
      expect(outcome(read, { 'sec-fetch-site': site })).toBe('other_site');
      expect(outcome(write, { 'sec-fetch-site': site, 'x-valv-page': '1', authorization: 'Bearer x' })).toBe(
        'other_site',
      );
    }
    for (const site of ['same-origin', 'none']) {
      expect(outcome(read, { 'sec-fetch-site': site })).toBe('passes');
      expect(outcome(write, { 'sec-fetch-site': site, 'x-valv-page': '1' })).toBe('passes');
    }
  });

  test('cannot write: a form sends no header of ours, and a key is no cookie', () => {
    expect(outcome(write, {})).toBe('page_header_missing');
    expect(outcome(write, { 'sec-fetch-site': 'same-origin' })).toBe('page_header_missing');
    expect(outcome(write, { 'x-valv-page': '1' })).toBe('passes');
    expect(outcome(write, { authorization: 'Bearer x' })).toBe('passes');
    expect(outcome(read, {})).toBe('passes');
  });
});

describe('the shield', () => {
  const minute = 60_000;
  const start = 28_000_000 * minute;
  /** How many of `calls` calls pass. */
  const passed = (shield: Shield, address: string, calls: number, now: number, of: Contract = read) =>
    Array.from({ length: calls }, () => codeOf(() => shield.pass(of, address, now))).filter((code) => code === 'passes')
      .length;

  test('lets through what the contract says in a minute of the clock, and as much in the next', () => {
    const shield = new Shield();
    expect(passed(shield, '10.0.0.1', 5, start)).toBe(2);
    expect(passed(shield, '10.0.0.1', 1, start + minute - 1)).toBe(0);
    expect(passed(shield, '10.0.0.1', 5, start + minute)).toBe(2);
  });

  test('says for how many seconds to wait', () => {
    const shield = new Shield();
    const waits = (now: number) => {
      passed(shield, 'a', 2, now);
      try {
        shield.pass(read, 'a', now);
        return undefined;
      } catch (error) {
        const { status, code, retryAfterSeconds } = error as Problem;
        return { status, code, retryAfterSeconds };
      }
    };
    expect(waits(start)).toEqual({ status: 429, code: 'too_many_calls', retryAfterSeconds: 60 });
    expect(waits(start + 59_500)).toMatchObject({ retryAfterSeconds: 1 });
  });

  test('counts each endpoint and each address by itself, and nothing without a limit', () => {
    const shield = new Shield();
    expect(passed(shield, '10.0.0.1', 3, start)).toBe(2);
    expect(passed(shield, '10.0.0.2', 3, start)).toBe(2);
    expect(passed(shield, '10.0.0.1', 3, start, { ...read, action: 'tried.counted' })).toBe(2);
    expect(passed(shield, '10.0.0.1', 100, start, write)).toBe(100);
  });

  test('counts a whole /64 as one, and an IPv4 address the same however it is written', () => {
    const shield = new Shield();
    expect(passed(shield, '2001:db8:1:2::1', 1, start) + passed(shield, '2001:db8:1:2:ffff::9', 2, start)).toBe(2);
    expect(passed(shield, '2001:db8:1:3::1', 3, start)).toBe(2);
    expect(passed(shield, '10.1.1.1', 1, start) + passed(shield, '::ffff:10.1.1.1', 2, start)).toBe(2);
  });
});
