import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReceiver, type Receiver } from '#tests/receiver.ts';
import { OutgoingFailure, post } from './post.ts';

let receiver: Receiver;
let stranger: Receiver;
const trusted = getCACertificates('default');
beforeAll(async () => {
  receiver = await openReceiver();
  stranger = await openReceiver();
  setDefaultCACertificates([...trusted, receiver.certificate]);
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await receiver.close();
  await stranger.close();
});

const options = {
  headers: { 'content-type': 'application/json' },
  body: '{"text":"å"}',
  timeoutMs: 10_000,
  answerBytesMax: 10,
  mayCallPrivate: true,
  stopping: new AbortController().signal,
};
const faultOf = (url: string, more: Partial<typeof options> = {}) =>
  post(new URL(url), { ...options, ...more }).then(
    ({ status }) => `answered ${status}`,
    (error: unknown) => (error instanceof OutgoingFailure ? error.fault : error),
  );

test('sends by TLS and reads the first bytes of the answer, whatever comes after', async () => {
  receiver.answer = () => ({ status: 202, text: '0123456789'.repeat(1_000_000) });
  expect(await post(new URL(receiver.url), options)).toEqual({ status: 202, text: '0123456789' });
  expect(receiver.received.at(-1)?.json).toEqual({ text: 'å' });
});

test('calls nothing of its own network, however it is written or named', async () => {
  const before = receiver.received.length;
  const { port } = new URL(receiver.url);
  const names = [
    'localhost',
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ];
  for (const name of names)
    expect(await faultOf(`https://${name}:${port}/`, { mayCallPrivate: false }), name).toBe('address_refused');
  expect(receiver.received.length).toBe(before);
});

test('follows no redirect', async () => {
  const before = stranger.received.length;
  receiver.answer = () => ({ status: 307, headers: { location: stranger.url } });
  expect(await faultOf(receiver.url)).toBe('answered 307');
  expect(stranger.received.length).toBe(before);
});

test('trusts no certificate that nobody vouches for', async () => {
  const before = stranger.received.length;
  expect(await faultOf(stranger.url)).toBe('certificate');
  expect(stranger.received.length).toBe(before);
});

test('says why nothing came back', async () => {
  expect(await faultOf('https://there-is-no-such-name.invalid/')).toBe('name_unknown');
  expect(await faultOf('https://127.0.0.1:1/')).toBe('connection_refused');
  receiver.answer = () => 'silence';
  expect(await faultOf(receiver.url, { timeoutMs: 100 })).toBe('too_slow');
  const stop = new AbortController();
  receiver.answer = () => {
    stop.abort();
    return 'silence';
  };
  expect(await faultOf(receiver.url, { stopping: stop.signal })).toBe('stopped');
});
