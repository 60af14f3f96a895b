import { afterAll, beforeAll, expect, test } from 'vitest';
import { asNobody, openWorld, type TestOrganisation } from '#tests/world.ts';
import { createSignInLinkFor } from './index.ts';
import { callerOf, createPerson, signIn, withoutTrace, type Person } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let organisation: TestOrganisation;
beforeAll(async () => {
  world = await openWorld();
  organisation = await world.createOrganisation();
});
afterAll(() => world.close());

const browserOf = async (person: Person) => {
  const answer = await signIn(world, organisation.slug, person.userName, person.password);
  expect(answer.status).toBe(201);
  return { call: callerOf(world, answer), sessionId: answer.json.session.id as string };
};

const byLink = async (person: Person) => {
  world.clock.advance(60_000);
  const { token } = await createSignInLinkFor(world.installation.gate, person.userName);
  const answer = await asNobody(world)('POST', '/sign-in-links/uses', { token });
  return { call: callerOf(world, answer), sessionId: answer.json.session.id as string };
};

test('signing out ends the session on the server, and takes the cookie back', async () => {
  const { call } = await browserOf(await createPerson(world, [organisation]));
  const answer = await call('DELETE', '/session');
  expect(answer.status).toBe(204);
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-valv=; .*Max-Age=0$/);
  expect((await call('GET', '/session')).status).toBe(401);
});

test('one sees one’s own open sessions and ends one of them; somebody else’s is like none at all', async () => {
  const person = await createPerson(world, [organisation]);
  const [one, two, ended, stranger] = [
    await browserOf(person),
    await browserOf(person),
    await browserOf(person),
    await browserOf(await createPerson(world, [organisation])),
  ];
  await ended.call('DELETE', '/session');
  const { sessions } = (await one.call('GET', '/sessions')).json;
  expect(sessions.map(({ id, isThis }: { id: string; isThis: boolean }) => [id, isThis])).toEqual([
    [two.sessionId, false],
    [one.sessionId, true],
  ]);
  const answers = [
    await one.call('DELETE', `/sessions/${stranger.sessionId}`),
    await one.call('DELETE', `/sessions/${ended.sessionId}`),
    await one.call('DELETE', '/sessions/01890000-0000-7000-8000-000000000000'),
    await one.call('DELETE', '/sessions/nonsense'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(new Set(answers.map(withoutTrace)).size).toBe(1);
  expect((await stranger.call('GET', '/session')).status).toBe(200);
  expect((await one.call('DELETE', `/sessions/${two.sessionId}`)).status).toBe(204);
  expect((await two.call('GET', '/session')).status).toBe(401);
  expect((await one.call('GET', '/session')).status).toBe(200);
});

test('a new password needs the current one, ends all other sessions and every copy of this one, and is the one that signs in', async () => {
  const person = await createPerson(world, [organisation]);
  const [here, elsewhere] = [await browserOf(person), await browserOf(person)];
  const password = 'nattens tysta lokomotiv';
  const wrong = await here.call('PUT', '/account/password', { current: 'inte det rätta ordet', password });
  expect(wrong).toMatchObject({
    status: 422,
    json: { code: 'password.current_wrong', fields: [{ path: 'body.current' }] },
  });
  const missing = await here.call('PUT', '/account/password', { password });
  expect(missing).toMatchObject({ status: 403, json: { code: 'password.sign_in_again' } });
  expect((await elsewhere.call('GET', '/session')).status).toBe(200);
  const changed = await here.call('PUT', '/account/password', { current: person.password, password });
  expect(changed.status).toBe(204);
  expect((await elsewhere.call('GET', '/session')).status).toBe(401);
  // The cookie as it was before, in the hands of whoever had copied it.
  expect((await here.call('GET', '/session')).status).toBe(401);
  expect(changed.headers.get('set-cookie')).toMatch(/^__Host-valv=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  const still = await callerOf(world, changed)('GET', '/session');
  expect(still).toMatchObject({ status: 200, json: { session: { id: here.sessionId } } });
  expect((await signIn(world, organisation.slug, person.userName, person.password)).status).toBe(401);
  expect((await signIn(world, organisation.slug, person.userName, password)).status).toBe(201);
});

test('a session just opened by link sets a password without the old one, but not a quarter of an hour later', async () => {
  const person = await createPerson(world, [organisation]);
  const { call } = await byLink(person);
  world.clock.advance(15 * 60_000 - 1_000);
  const changed = await call('PUT', '/account/password', { password: 'nattens tysta lokomotiv' });
  expect(changed.status).toBe(204);
  world.clock.advance(1_000);
  const late = await callerOf(world, changed)('PUT', '/account/password', { password: 'morgonens gula spårvagn' });
  expect(late).toMatchObject({ status: 403, json: { code: 'password.sign_in_again' } });
});

test('a new password that is short, common or holds the user name is refused where it stands', async () => {
  const person = await createPerson(world, [organisation]);
  const { call } = await browserOf(person);
  for (const password of ['för kort', 'passwordpassword1', `hej ${person.userName} på dig`]) {
    const answer = await call('PUT', '/account/password', { current: person.password, password });
    expect(answer).toMatchObject({ status: 422, json: { fields: [{ path: 'body.password' }] } });
  }
  expect((await signIn(world, organisation.slug, person.userName, person.password)).status).toBe(201);
});

test('one changes one’s own name, e-mail and language; an e-mail that is taken is refused at its field', async () => {
  const [person, other] = [await createPerson(world, [organisation]), await createPerson(world)];
  const { call } = await browserOf(person);
  const changed = await call('PATCH', '/account', {
    displayName: 'Selma Ek',
    email: 'Selma.Ek@Example.org',
    language: 'en',
  });
  expect(changed).toMatchObject({
    status: 200,
    json: { displayName: 'Selma Ek', email: 'selma.ek@example.org', language: 'en' },
  });
  const taken = await call('PATCH', '/account', { email: other.email, displayName: 'Någon Annan' });
  expect(taken).toMatchObject({
    status: 409,
    json: { code: 'account.email_taken', fields: [{ path: 'body.email', code: 'field.email_taken' }] },
  });
  expect((await call('GET', '/session')).json.account).toMatchObject({
    displayName: 'Selma Ek',
    email: 'selma.ek@example.org',
  });
  const [membership] = await world.sql('select display_name from memberships where account_id = $1', [person.id]);
  expect(membership).toEqual({ display_name: 'Selma Berg' });
});

test('a key is no way to the account of its member', async () => {
  const key = await organisation.createKey(['organisation.read']);
  expect((await key.call('GET', organisation.path)).status).toBe(200);
  for (const [method, path] of [
    ['GET', '/session'],
    ['GET', '/sessions'],
    ['PATCH', '/account'],
  ] as const) {
    const { status } = await key.call(method, path, method === 'GET' ? undefined : {});
    expect({ path, status }).toEqual({ path, status: 401 });
  }
});

test('the organisations one sees are the open ones where one’s membership is active', async () => {
  const [open, closed, left] = [
    await world.createOrganisation(),
    await world.createOrganisation(),
    await world.createOrganisation(),
  ];
  const person = await createPerson(world, [organisation, open, closed, left]);
  const { call } = await browserOf(person);
  await world.sql(`update organisations set status = 'closed' where organisation_id = $1`, [closed.id]);
  await world.sql(`update memberships set status = 'suspended' where organisation_id = $1 and account_id = $2`, [
    left.id,
    person.id,
  ]);
  const ids = (await call('GET', '/session')).json.organisations.map(({ id }: { id: string }) => id);
  expect(ids.toSorted()).toEqual([organisation.id, open.id].toSorted());
});
