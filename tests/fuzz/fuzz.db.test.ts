import fc from 'fast-check';
import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOfOrganisation, type Contract } from '#gate/contract.ts';
import { createRouter } from '#gate/router.ts';
import { bindings } from '#features/index.ts';
import { undeclared } from '#tests/matrix/declared.ts';
import { allBut, createEstate, newSession, type Estate } from '#tests/matrix/estate.ts';
import { exampleOf } from '#tests/matrix/examples.ts';
import { sendRaw, type Answered, type RawCall } from '#tests/matrix/send.ts';
import { createWatch, differences, leaked, type Watch } from '#tests/matrix/watch.ts';
import { openWorld } from '#tests/world.ts';
import { canary } from './hostile.ts';
import { callsOf } from './inputs.ts';

// Whatever is sent to an endpoint: it answers, with what it declares and a refusal that a program and a person can read,
// leaves exactly one access entry, tells the log nothing of it, and does nothing to anybody else.

const isDrill = process.env['VALV_DRILL'] === '1';
const seed = Number(process.env['VALV_FUZZ_SEED'] ?? (isDrill ? Date.now() % 2 ** 31 : 20_261_122));
const runs = isDrill ? 1_500 : 60;
/** What hashes a password takes a core for a while. */
const costlyRuns = isDrill ? 200 : 20;
const hangMs = 20_000;

const contracts = bindings.map(({ contract }) => contract);
const operations = contracts.map((contract) => [contract.action, contract] as const);

let world: Awaited<ReturnType<typeof openWorld>>;
let router: Hono;
let watch: Watch;
let estate: Estate;
let bystander: Estate;
/** Whether the call that was made last was one of a contract, rather than a path that none has. */
let wasCall = false;
const statuses = new Map<number, number>();

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  router = createRouter(world.installation.gate, bindings, {
    language: 'sv',
    observe: () => {
      wasCall = true;
    },
  });
  bystander = await createEstate(world, 'b', '19900102-2384', '070-1740606');
  estate = await createEstate(world, 'a', '19900101-2385', '070-1740605');
  watch = await createWatch(world);
  console.log(`Fuzzed with seed ${seed}, ${runs} calls of each endpoint; again with VALV_FUZZ_SEED=${seed}.`);
});
afterAll(() => world.close());

/** Who may call it: a person with everything, or a key; both are tried. */
async function callersOf(contract: Contract): Promise<(() => Promise<Record<string, string>>)[]> {
  if (exampleOf(contract).as === 'nobody') return [async () => ({})];
  const owner = await estate.organisation.createMember('owner');
  // What ends a session must not end the trial.
  if (!isOfOrganisation(contract)) return [async () => (await newSession(world, owner.id)).headers];
  const key = await estate.organisation.createKey(allBut('installation.operate'));
  return [async () => owner.headers, async () => key.headers];
}

/** What is wrong with a refusal, for whoever has to make something of it. */
function unreadable({ status, headers, text, request }: Answered): string[] {
  const type = Object.fromEntries(headers)['content-type'] ?? '';
  if (!type.startsWith('application/problem+json')) return [`a ${status} of type ${type}`];
  const problem = JSON.parse(text) as {
    type: string;
    title: string;
    status: number;
    code: string;
    request: string;
    fields?: { path: string; code: string; message: string }[];
  };
  const faults: string[] = [];
  if (problem.status !== status) faults.push('another status than its own');
  if (!/^[a-z_]+(\.[a-z_]+)*$/.test(problem.code)) faults.push('a code that is none');
  if (problem.type !== `urn:valv:problem:${problem.code}`) faults.push('a type that is not of its code');
  if (problem.request !== request || !/^[0-9a-f-]{36}$/.test(request)) faults.push('without its trace id');
  if (problem.title === '' || problem.title.startsWith('problem.')) faults.push(`no words: ${problem.title}`);
  if (status === 422 && !problem.fields?.length) faults.push('a 422 that names no field');
  for (const { path, code, message } of problem.fields ?? []) {
    if (path === '') faults.push('a field without a path');
    if (!/^field(\.\w+)+$/.test(code)) faults.push(`a field's code: ${code}`);
    if (message === '' || message.startsWith('field.')) faults.push(`a field without words: ${message}`);
  }
  return faults;
}

async function answerOf(call: RawCall): Promise<Answered> {
  const hang = Promise.withResolvers<never>();
  const timer = setTimeout(() => hang.reject(new Error(`no answer within ${hangMs} ms`)), hangMs);
  try {
    return await Promise.race([sendRaw(router, call), hang.promise]);
  } finally {
    clearTimeout(timer);
  }
}

test.each(operations)('%s', { timeout: isDrill ? 600_000 : 60_000 }, async (_, contract) => {
  const callers = await callersOf(contract);
  const before = await watch.stored(bystander.things.organisation);
  const asked = new Map<string, boolean>();
  const property = fc.asyncProperty(callsOf(contract, estate.things), fc.nat(), async (call, who) => {
    const credential = await callers[who % callers.length]?.();
    const lines = world.logLines.length;
    wasCall = false;
    const answer = await answerOf({ ...call, headers: { ...call.headers, ...credential } });
    asked.set(answer.request, wasCall);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const isRefusal = answer.status >= 400;
    const log = world.logLines.slice(lines);
    const faults = [
      ...(answer.status >= 500 || answer.text === '(broken off)' ? [`${answer.status} ${log.join('\n')}`] : []),
      ...(isRefusal ? unreadable(answer) : []),
      ...(wasCall ? undeclared(contract, answer) : []),
      ...leaked(bystander.canaries, answer, log),
      ...log.filter((line) => line.includes(canary)),
    ];
    expect(faults).toEqual([]);
  });
  const numRuns = contract.limits?.isCostly ? costlyRuns : runs;
  await fc.assert(property, { seed, numRuns });

  expect(differences(before, await watch.stored(bystander.things.organisation))).toEqual([]);
  const journals = await watch.journals([...asked.keys()]);
  const wrong = [...journals].filter(([request, entries]) => entries.length !== (asked.get(request) ? 1 : 0));
  expect(wrong).toEqual([]);
  expect(asked.size).toBeGreaterThanOrEqual(numRuns);
});

test('what was sent was of all kinds', () => {
  console.log(
    `Fuzzed: ${[...statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status} × ${count}`)
      .join(', ')}.`,
  );
  for (const status of [200, 201, 204, 401, 403, 404, 409, 413, 415, 422])
    expect(statuses.get(status), String(status)).toBeGreaterThan(0);
});
