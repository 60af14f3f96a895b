import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let organisation: TestOrganisation;
let invitations: string;
let keys: string;
beforeAll(async () => {
  world = await openWorld();
  organisation = await world.createOrganisation();
  invitations = `${organisation.path}/invitations`;
  keys = `${organisation.path}/api-keys`;
});
afterAll(() => world.close());

const byKey = async (key: string, method: string, path: string, body?: object) => {
  const response = await world.router.request(`http://localhost/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.status;
};

test('an invitation shows its token once, and the list tells what became of each', async () => {
  const { call } = organisation.owner;
  const draft = { roleIds: [organisation.roles.get('reader')], note: 'till kassören', validDays: 2 };
  const made = await call('POST', invitations, draft);
  expect(made).toMatchObject({
    status: 201,
    json: { invitation: { note: 'till kassören', status: 'open', roleIds: draft.roleIds } },
  });
  expect(made.json.token).toMatch(/^valvinv_[\w-]{22}_[\w-]{43}$/);
  const revoked = (await call('POST', invitations, draft)).json.invitation.id;
  expect((await call('DELETE', `${invitations}/${revoked}`)).status).toBe(204);
  expect((await call('DELETE', `${invitations}/${revoked}`)).status).toBe(204);
  const accepted = (await call('POST', invitations, draft)).json;
  const joiner = await world.createAccount();
  expect((await joiner.call('POST', '/invitations/acceptances', { token: accepted.token })).status).toBe(201);
  expect(await call('DELETE', `${invitations}/${accepted.invitation.id}`)).toMatchObject({
    status: 409,
    json: { code: 'invitation.is_accepted' },
  });
  const listed = await call('GET', invitations);
  expect(listed.text).not.toContain(made.json.token);
  expect(listed.json.invitations.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
    [accepted.invitation.id, 'accepted'],
    [revoked, 'revoked'],
    [made.json.invitation.id, 'open'],
  ]);
  await world.sql(`update invitations set expires_at = $2 where id = $1`, [made.json.invitation.id, world.clock.now()]);
  expect((await call('GET', invitations)).json.invitations[2].status).toBe('expired');
  expect((await call('DELETE', `${invitations}/01890000-0000-7000-8000-000000000000`)).status).toBe(404);
});

test('a key shows its token once, does what it lists and nothing more, and is seen in use', async () => {
  const { call } = organisation.owner;
  const made = await call('POST', keys, {
    name: 'Hemsidan',
    permissions: ['organisation.read', 'member.read'],
    validDays: 30,
  });
  expect(made).toMatchObject({
    status: 201,
    json: {
      apiKey: { name: 'Hemsidan', membershipId: organisation.owner.membershipId, revokedAt: null, lastUsedAt: null },
    },
  });
  const { key, apiKey } = made.json;
  expect(await byKey(key, 'GET', `${organisation.path}/members`)).toBe(200);
  expect(await byKey(key, 'PATCH', organisation.path, { name: 'Kapat' })).toBe(403);
  const listed = await eventually(async () => {
    const answer = await call('GET', keys);
    const found = answer.json.apiKeys.find(({ id }: { id: string }) => id === apiKey.id);
    return found.lastUsedAt !== null && answer;
  });
  expect(listed.text).not.toContain(key);
});

test('nobody makes a key with a permission they lack, not even by a key', async () => {
  const member = await organisation.createMember(['organisation.read', 'api_key.write']);
  const draft = { name: 'för mycket', permissions: ['organisation.read', 'record.write'], validDays: 1 };
  expect(await member.call('POST', keys, draft)).toMatchObject({
    status: 403,
    json: { code: 'role.beyond_own', permissions: ['record.write'] },
  });
  const small = await organisation.owner.call('POST', keys, {
    name: 'liten',
    permissions: ['api_key.write'],
    validDays: 1,
  });
  expect(await byKey(small.json.key, 'POST', keys, draft)).toBe(403);
});

test('P21 a key that is revoked, or whose member loses the permission, is refused at its next call', async () => {
  const administrator = await organisation.createMember('administrator');
  const draft = { name: 'program', permissions: ['organisation.read', 'member.read'], validDays: 1 };
  const [one, two] = [
    (await administrator.call('POST', keys, draft)).json,
    (await administrator.call('POST', keys, draft)).json,
  ];
  expect(await byKey(one.key, 'GET', `${organisation.path}/members`)).toBe(200);
  expect((await organisation.owner.call('DELETE', `${keys}/${one.apiKey.id}`)).status).toBe(204);
  expect(await byKey(one.key, 'GET', `${organisation.path}/members`)).toBe(401);
  const path = `${organisation.path}/members/${administrator.membershipId}`;
  await organisation.owner.call('PATCH', path, { roleIds: [organisation.roles.get('reader')] });
  expect(await byKey(two.key, 'GET', `${organisation.path}/members`)).toBe(403);
  expect(await byKey(two.key, 'GET', organisation.path)).toBe(200);
});

test('a key ends on its day, and opens no other organisation', async () => {
  const other = await world.createOrganisation();
  const { key } = (
    await organisation.owner.call('POST', keys, { name: 'kort', permissions: ['organisation.read'], validDays: 1 })
  ).json;
  expect(await byKey(key, 'GET', other.path)).toBe(404);
  world.clock.advance(86_400_000 - 1);
  expect(await byKey(key, 'GET', organisation.path)).toBe(200);
  world.clock.advance(1);
  expect(await byKey(key, 'GET', organisation.path)).toBe(401);
});

test('another organisation’s key and invitation are like none', async () => {
  const [mine, other] = [await world.createOrganisation(), await world.createOrganisation()];
  const key = await other.createKey(['organisation.read']);
  const invited = (
    await other.owner.call('POST', `${other.path}/invitations`, { roleIds: [other.roles.get('reader')] })
  ).json;
  expect((await mine.owner.call('DELETE', `${mine.path}/api-keys/${key.id}`)).status).toBe(404);
  expect((await mine.owner.call('DELETE', `${mine.path}/invitations/${invited.invitation.id}`)).status).toBe(404);
  expect((await key.call('GET', other.path)).status).toBe(200);
});
