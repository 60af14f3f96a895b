import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asNobody, openWorld, type TestMember, type TestOrganisation } from '#tests/world.ts';
import type { SystemRole } from '#gate/permissions.ts';
import { callerOf, createPerson, signIn, withoutTrace } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let organisation: TestOrganisation;
beforeAll(async () => {
  world = await openWorld();
  organisation = await world.createOrganisation();
});
afterAll(() => world.close());

const invite = async (role: SystemRole, by: TestMember = organisation.owner) => {
  const answer = await by.call('POST', `${organisation.path}/invitations`, {
    roleIds: [organisation.roles.get(role)],
    note: 'till styrelsen',
  });
  expect(answer.status).toBe(201);
  return { id: answer.json.invitation.id as string, token: answer.json.token as string };
};
const newAccount = () => ({
  userName: `nils.${randomUUIDv7().slice(-12)}`,
  displayName: 'Nils Ek',
  password: 'grön kastanj bakom månen',
});
const accept = (token: string, account?: object) => {
  world.clock.advance(60_000);
  return asNobody(world)('POST', '/invitations/acceptances', { token, ...(account && { account }) });
};

test('an invitation tells what it is to, and makes a new account a member who is signed in', async () => {
  const { token } = await invite('editor');
  const view = await asNobody(world)('POST', '/invitations/views', { token });
  expect(view).toMatchObject({
    status: 200,
    json: { organisation: { slug: organisation.slug }, roles: [{ code: 'editor', name: 'Redaktör' }] },
  });
  const account = newAccount();
  const answer = await accept(token, account);
  expect(answer).toMatchObject({
    status: 201,
    json: { account: { userName: account.userName }, organisations: [{ id: organisation.id }] },
  });
  const me = (await callerOf(world, answer)('GET', organisation.path)).json.me;
  expect(me.permissions).toContain('record.write');
  expect(me.permissions).not.toContain('member.read');
  expect((await signIn(world, organisation.slug, account.userName, account.password)).status).toBe(201);
});

test('the entries of a new membership are in its organisation’s journal, and say that the new account made them', async () => {
  const { token } = await invite('reader');
  const answer = await accept(token, newAccount());
  const entries = await world.sql(
    `select organisation_id, action, actor from journal_entries where kind = 'change' and request_id = $1 order by id`,
    [answer.headers.get('x-request-id')],
  );
  const actor = `account:${answer.json.account.id}`;
  const { installation } = world.installation.gate;
  expect(entries).toEqual([
    { organisation_id: installation, action: 'accounts.inserted', actor },
    { organisation_id: organisation.id, action: 'invitations.updated', actor },
    { organisation_id: organisation.id, action: 'memberships.inserted', actor },
    { organisation_id: organisation.id, action: 'membership_roles.inserted', actor },
  ]);
});

test('P23 one who is signed in joins with the account they have, under the name it has', async () => {
  const home = await world.createOrganisation();
  const person = await createPerson(world, [home]);
  const call = callerOf(world, await signIn(world, home.slug, person.userName, person.password));
  const { token } = await invite('reader');
  const answer = await call('POST', '/invitations/acceptances', { token });
  expect(answer.status).toBe(201);
  expect(answer.json.organisations).toHaveLength(2);
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect((await call('GET', organisation.path)).status).toBe(200);
  const [stored] = await world.sql(
    'select display_name from memberships where organisation_id = $1 and account_id = $2',
    [organisation.id, person.id],
  );
  expect(stored).toEqual({ display_name: 'Selma Berg' });
  const again = await call('POST', '/invitations/acceptances', { token: (await invite('owner')).token });
  expect(again).toMatchObject({ status: 409, json: { code: 'invitation.already_member' } });
});

test('without an account and without being signed in nobody joins', async () => {
  expect((await accept((await invite('reader')).token)).status).toBe(401);
});

test('an invitation is accepted once, also when many do it at the same moment, and the others leave no account behind', async () => {
  const { token } = await invite('reader');
  const accounts = Array.from({ length: 4 }, newAccount);
  const answers = await Promise.all(accounts.map((account) => accept(token, account)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404, 404, 404]);
  const made = await world.sql('select user_name from accounts where user_name = any ($1)', [
    accounts.map(({ userName }) => userName),
  ]);
  expect(made).toHaveLength(1);
});

test('used, revoked, too old, unknown, of a closed organisation: an invitation is refused in the same words', async () => {
  const [used, revoked] = [await invite('reader'), await invite('reader')];
  await accept(used.token, newAccount());
  await organisation.owner.call('DELETE', `${organisation.path}/invitations/${revoked.id}`);
  const closed = await world.createOrganisation();
  const ofClosed = await closed.owner.call('POST', `${closed.path}/invitations`, {
    roleIds: [closed.roles.get('reader')],
  });
  await world.sql(`update organisations set status = 'closed' where organisation_id = $1`, [closed.id]);
  const tokens = [
    used.token,
    revoked.token,
    ofClosed.json.token,
    `${used.token.slice(0, -1)}${used.token.endsWith('A') ? 'B' : 'A'}`,
    'x'.repeat(50),
  ];
  const old = await invite('reader');
  const answers = [];
  for (const token of tokens)
    answers.push(await accept(token, newAccount()), await asNobody(world)('POST', '/invitations/views', { token }));
  await world.sql(
    `update sessions set last_seen_at = last_seen_at + interval '30 days', expires_at = expires_at + interval '30 days'`,
  );
  world.clock.advance(7 * 86_400_000);
  answers.push(await accept(old.token, newAccount()));
  expect(answers.map(({ status, json }) => [status, json.code])).toEqual(
    answers.map(() => [404, 'invitation.refused']),
  );
  expect(answers).toHaveLength(11);
  expect(new Set(answers.map(withoutTrace)).size).toBe(1);
});

test('a name or e-mail that is taken is refused at its field, and the invitation can still be used', async () => {
  const person = await createPerson(world);
  const { token } = await invite('reader');
  const name = await accept(token, { ...newAccount(), userName: person.userName });
  expect(name).toMatchObject({
    status: 409,
    json: { code: 'account.user_name_taken', fields: [{ path: 'body.account.userName' }] },
  });
  const email = await accept(token, { ...newAccount(), email: person.email });
  expect(email).toMatchObject({
    status: 409,
    json: { code: 'account.email_taken', fields: [{ path: 'body.account.email' }] },
  });
  const common = await accept(token, { ...newAccount(), password: 'passwordpassword' });
  expect(common).toMatchObject({ status: 422, json: { fields: [{ path: 'body.account.password' }] } });
  const withAt = await accept(token, { ...newAccount(), userName: 'nils@example.org' });
  expect(withAt).toMatchObject({
    status: 422,
    json: { fields: [{ path: 'body.account.userName', code: 'field.user_name' }] },
  });
  expect((await accept(token, newAccount())).status).toBe(201);
});

test('P21 an invitation gives no more than its maker may when it is accepted: removed, suspended or demoted, none', async () => {
  const makers = [
    await organisation.createMember('administrator'),
    await organisation.createMember('administrator'),
    await organisation.createMember('administrator'),
  ];
  const tokens = [];
  for (const maker of makers) tokens.push((await invite('administrator', maker)).token);
  const [removed, suspended, demoted] = makers.map(
    ({ membershipId }) => `${organisation.path}/members/${membershipId}`,
  );
  await organisation.owner.call('DELETE', removed ?? '');
  await organisation.owner.call('PATCH', suspended ?? '', { status: 'suspended' });
  await organisation.owner.call('PATCH', demoted ?? '', { roleIds: [organisation.roles.get('reader')] });
  for (const token of tokens) expect((await accept(token, newAccount())).json.code).toBe('invitation.refused');
});
