import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type TestOrganisation } from '#tests/world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let organisation: TestOrganisation;
let roles: string;
beforeAll(async () => {
  world = await openWorld();
  organisation = await world.createOrganisation();
  roles = `${organisation.path}/roles`;
});
afterAll(() => world.close());

let counter = 0;
const createRole = async (permissions: string[]) => {
  counter += 1;
  const answer = await organisation.owner.call('POST', roles, { name: `Roll ${counter}`, permissions });
  expect(answer.status).toBe(201);
  return answer.json as { id: string; name: string };
};

test('every organisation has the program’s roles, with how many have them, and may add its own', async () => {
  const fresh = await world.createOrganisation();
  await fresh.owner.call('POST', `${fresh.path}/roles`, {
    name: 'Kassör',
    permissions: ['record.read', 'record.read', 'record.write'],
  });
  const listed = (await fresh.owner.call('GET', `${fresh.path}/roles`)).json.roles;
  expect(listed.map(({ code, name }: { code: string | null; name: string }) => code ?? name)).toEqual([
    'administrator',
    'auditor',
    'editor',
    'owner',
    'privacy_officer',
    'reader',
    'Kassör',
  ]);
  expect(listed.find(({ code }: { code: string }) => code === 'owner').memberCount).toBe(1);
  expect(listed.at(-1)).toMatchObject({ code: null, permissions: ['record.read', 'record.write'], memberCount: 0 });
});

test('nobody makes or changes a role with a permission they lack, and is told which', async () => {
  const administrator = await organisation.createMember('administrator');
  const draft = { name: 'Utökad', permissions: ['record.read', 'identity_number.read', 'sensitive.read'] };
  const lacking = {
    status: 403,
    json: { code: 'role.beyond_own', permissions: ['identity_number.read', 'sensitive.read'] },
  };
  expect(await administrator.call('POST', roles, draft)).toMatchObject(lacking);
  const plain = await createRole(['record.read']);
  expect(await administrator.call('PUT', `${roles}/${plain.id}`, draft)).toMatchObject(lacking);
  const strong = await createRole(['record.read', 'identity_number.read']);
  const weakened = await administrator.call('PUT', `${roles}/${strong.id}`, {
    name: 'Försvagad',
    permissions: ['record.read'],
  });
  expect(weakened).toMatchObject({ status: 403, json: { permissions: ['identity_number.read'] } });
  const operate = await organisation.owner.call('POST', roles, {
    name: 'Drift',
    permissions: ['installation.operate'],
  });
  expect(operate).toMatchObject({ status: 403, json: { permissions: ['installation.operate'] } });
});

test('a key makes no role with what it was not given, though its member has it', async () => {
  const key = await organisation.createKey(['role.write', 'record.read']);
  const answer = await key.call('POST', roles, { name: 'Genom nyckel', permissions: ['record.read', 'record.write'] });
  expect(answer).toMatchObject({ status: 403, json: { permissions: ['record.write'] } });
});

test('a name that is taken is refused at its field', async () => {
  const [one, two] = [await createRole([]), await createRole([])];
  const taken = {
    status: 409,
    json: { code: 'role.name_taken', fields: [{ path: 'body.name', code: 'field.role_name_taken' }] },
  };
  expect(await organisation.owner.call('POST', roles, { name: one.name, permissions: [] })).toMatchObject(taken);
  expect(await organisation.owner.call('PUT', `${roles}/${two.id}`, { name: one.name, permissions: [] })).toMatchObject(
    taken,
  );
});

test('the program’s roles are neither changed nor removed', async () => {
  const path = `${roles}/${organisation.roles.get('reader')}`;
  const own = { status: 409, json: { code: 'role.is_of_the_program' } };
  expect(await organisation.owner.call('PUT', path, { name: 'Läsare +', permissions: ['record.write'] })).toMatchObject(
    own,
  );
  expect(await organisation.owner.call('DELETE', path)).toMatchObject(own);
});

test('P21 a changed role is in force at its members’ next call', async () => {
  const role = await createRole(['organisation.read', 'member.read']);
  const member = await organisation.createMember('reader');
  await organisation.owner.call('PATCH', `${organisation.path}/members/${member.membershipId}`, { roleIds: [role.id] });
  expect((await member.call('GET', `${organisation.path}/members`)).status).toBe(200);
  await organisation.owner.call('PUT', `${roles}/${role.id}`, { name: role.name, permissions: ['organisation.read'] });
  expect((await member.call('GET', `${organisation.path}/members`)).status).toBe(403);
});

test('a role is removed when no member has it, and not before', async () => {
  const role = await createRole(['organisation.read']);
  const member = await organisation.createMember('reader');
  const path = `${organisation.path}/members/${member.membershipId}`;
  await organisation.owner.call('PATCH', path, { roleIds: [role.id] });
  expect(await organisation.owner.call('DELETE', `${roles}/${role.id}`)).toMatchObject({
    status: 409,
    json: { code: 'role.in_use' },
  });
  await organisation.owner.call('PATCH', path, { roleIds: [organisation.roles.get('reader')] });
  expect((await organisation.owner.call('DELETE', `${roles}/${role.id}`)).status).toBe(204);
  expect((await organisation.owner.call('DELETE', `${roles}/${role.id}`)).status).toBe(404);
});

test('another organisation’s role is like none: as target, and as value in a body', async () => {
  const other = await world.createOrganisation();
  const theirs = other.roles.get('reader') ?? '';
  const none = '01890000-0000-7000-8000-000000000000';
  const { call } = organisation.owner;
  const member = await organisation.createMember('reader');
  const asked = async (id: string) => [
    await call('PUT', `${roles}/${id}`, { name: 'Kapad', permissions: [] }),
    await call('DELETE', `${roles}/${id}`),
    await call('PATCH', `${organisation.path}/members/${member.membershipId}`, {
      roleIds: [organisation.roles.get('reader'), id],
    }),
    await call('POST', `${organisation.path}/invitations`, { roleIds: [id] }),
  ];
  const plain = (answers: { status: number; text: string }[]) =>
    answers.map(({ status, text }) => `${status} ${text.replaceAll(/"request":"[^"]+"/g, '')}`);
  const [foreign, missing] = [await asked(theirs), await asked(none)];
  expect(plain(foreign)).toEqual(plain(missing));
  expect(foreign.map(({ status }) => status)).toEqual([404, 404, 422, 422]);
  expect(foreign[2]?.json.fields).toMatchObject([{ path: 'body.roleIds.1', code: 'field.role_unknown' }]);
});
