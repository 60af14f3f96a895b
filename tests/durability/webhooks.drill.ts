import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSigned, openReceiver, type Receiver } from '../receiver.ts';
import { seeded } from './load.ts';
import { createOrganisation, type Organisation } from './organisation.ts';
import { makeHome, pause, prepareService, until, type Service } from './service.ts';

// Records are written while the service is killed again and again. What was acknowledged is told, at least once; what is told
// has happened.

const isDrill = process.env['VALV_DRILL'] === '1';
const kills = isDrill ? 20 : 2;
const writersAtOnce = 4;
const seed = Number(process.env['VALV_SEED'] ?? Math.floor(Math.random() * 1e9));
const random = seeded(seed);

let home: Awaited<ReturnType<typeof makeHome>>;
let service: Service;
let receiver: Receiver;
let organisation: Organisation;
let secret = '';

beforeAll(async () => {
  home = await makeHome();
  receiver = await openReceiver();
  const authority = join(home.folder, 'authority.pem');
  await writeFile(authority, receiver.certificate, { mode: 0o644 });
  service = await prepareService(home.folder, 'webhooks', {
    VALV_LOG: 'error',
    VALV_WEBHOOKS_PRIVATE: 'on',
    NODE_EXTRA_CA_CERTS: authority,
  });
  await service.start();
  organisation = await createOrganisation(service, 'webhooks');
  const made = await post(`/api/v1/organisations/${organisation.id}/webhooks`, {
    name: 'Drill',
    url: receiver.url,
    subscriptions: [{ register: organisation.register, events: ['record.created'] }],
  });
  ({ secret } = (await made.json()) as { secret: string });
});
afterAll(async () => {
  await service?.end();
  await receiver?.close();
  home?.remove();
});

const post = (path: string, body: object) =>
  fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: { ...organisation.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Writes until the service is gone; gives the ids of what was acknowledged. */
async function write(isOver: () => boolean): Promise<string[]> {
  const acknowledged: string[] = [];
  while (!isOver()) {
    const data = { given_name: 'Alma', family_name: 'Ek' };
    const answer = await post(`${organisation.path}/records`, { data }).catch(() => undefined);
    const text = await answer?.text().catch(() => undefined);
    if (answer?.status === 201 && text) acknowledged.push((JSON.parse(text) as { id: string }).id);
  }
  return acknowledged;
}

test(`every acknowledged change is told, and nothing that did not happen, across ${kills} kills`, async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < kills; round += 1) {
    let isOver = false;
    const writers = Array.from({ length: writersAtOnce }, () => write(() => isOver));
    await pause(1_500 + random() * 1_500);
    await service.kill();
    isOver = true;
    acknowledged.push(...(await Promise.all(writers)).flat());
    await service.start();
    // The two minutes that a dead process keeps its webhook from the next one pass.
    await service.asSuperuser((client) => client.query(`update webhook_states set leased_until = '-infinity'`));
  }
  expect(acknowledged.length, `seed ${seed}`).toBeGreaterThan(10);
  const told = () => new Set(receiver.received.map(({ json }) => json.data.record as string));
  await until(
    'everything acknowledged is told',
    async () => (acknowledged.every((id) => told().has(id)) ? true : undefined),
    60_000,
  );
  const { rows } = await service.asSuperuser((client) => client.query<{ id: string }>('select id from records'));
  const there = new Set(rows.map(({ id }) => id));
  expect(
    [...told()].filter((id) => !there.has(id)),
    `seed ${seed}`,
  ).toEqual([]);
  expect(receiver.received.filter((one) => !isSigned(one, secret))).toEqual([]);
});
