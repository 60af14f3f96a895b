import { afterAll, beforeAll, expect, test } from 'vitest';
import { asNobody, openWorld } from '#tests/world.ts';
import { createFirstOperator, createSignInLinkFor } from './index.ts';
import { jobs } from './jobs.ts';
import { callerOf, createPerson, withoutTrace } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const use = (token: string) => asNobody(world)('POST', '/sign-in-links/uses', { token });

test('the first start makes one operator, who gets in by a link and opens organisations; later starts make none', async () => {
  const { gate } = world.installation;
  const made = await Promise.all([createFirstOperator(gate), createFirstOperator(gate)]);
  expect(made.filter((operator) => operator !== undefined)).toMatchObject([{ userName: 'operator' }]);
  expect(await createFirstOperator(gate)).toBeUndefined();
  const { token } = await createSignInLinkFor(gate, 'operator');
  const answer = await use(token);
  expect(answer.json).toMatchObject({
    account: { userName: 'operator', hasPassword: false },
    organisations: [{ isInstallation: true }],
  });
  const call = callerOf(world, answer);
  expect((await call('GET', `/organisations/${gate.installation}/hosted-organisations`)).status).toBe(200);
});

test('a link that the machine made is in the installation’s journal, for whom', async () => {
  const person = await createPerson(world);
  await createSignInLinkFor(world.installation.gate, person.email.toUpperCase());
  const entries = await world.sql(
    `select leaf::jsonb as leaf from journal_entries where action = 'sign_in_link.created' and target_id = $1`,
    [person.id],
  );
  expect(entries).toMatchObject([{ leaf: { actor: 'command:sign-in-link', door: 'command', outcome: 'done' } }]);
});

test('no link is made for an account that is not there or is disabled', async () => {
  const { gate } = world.installation;
  const person = await createPerson(world);
  await world.sql(`update accounts set status = 'disabled' where id = $1`, [person.id]);
  for (const who of [person.id, person.userName, 'ingen.alls', 'ingen@example.org']) {
    await expect(createSignInLinkFor(gate, who)).rejects.toMatchObject({ status: 404 });
  }
});

test('a link signs in once, also when two use it at the same moment', async () => {
  const person = await createPerson(world);
  const { token } = await createSignInLinkFor(world.installation.gate, person.id);
  const answers = await Promise.all(Array.from({ length: 4 }, () => use(token)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401, 401]);
});

test('used, too old, unknown and of a disabled account: a link is refused in the same words', async () => {
  const { gate } = world.installation;
  const [one, two, disabled] = [await createPerson(world), await createPerson(world), await createPerson(world)];
  const used = await createSignInLinkFor(gate, one.id);
  await use(used.token);
  const ofDisabled = await createSignInLinkFor(gate, disabled.id);
  await world.sql(`update accounts set status = 'disabled' where id = $1`, [disabled.id]);
  const answers = [await use(used.token), await use(ofDisabled.token), await use('x'.repeat(43))];
  const old = await createSignInLinkFor(gate, two.id, 10);
  world.clock.advance(10 * 60_000);
  answers.push(await use(old.token));
  expect(answers.map(({ status, json }) => [status, json.code])).toEqual(answers.map(() => [401, 'link.refused']));
  expect(new Set(answers.map(withoutTrace)).size).toBe(1);
});

test('sessions and links that ended a month ago are removed, others stay', async () => {
  const { gate } = world.installation;
  const person = await createPerson(world);
  const old = await use((await createSignInLinkFor(gate, person.id)).token);
  await callerOf(world, old)('DELETE', '/session');
  world.clock.advance(31 * 86_400_000);
  const fresh = await use((await createSignInLinkFor(gate, person.id)).token);
  world.clock.advance(86_400_000);
  await jobs(gate)[0]?.run({}, new AbortController().signal);
  const left = await world.sql('select id from sessions where account_id = $1', [person.id]);
  expect(left).toEqual([{ id: fresh.json.session.id }]);
  expect(await world.sql('select 1 from sign_in_links where account_id = $1', [person.id])).toHaveLength(1);
});
