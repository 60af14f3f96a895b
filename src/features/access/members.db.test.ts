import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, openWorld, type TestMember, type TestOrganisation } from '#tests/world.ts';
import type { SystemRole } from '#gate/permissions.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let organisation: TestOrganisation;
beforeAll(async () => {
  world = await openWorld();
  organisation = await world.createOrganisation();
});
afterAll(() => world.close());

const pathOf = (member: TestMember, of = organisation) => `${of.path}/members/${member.membershipId}`;
const roleIds = (role: SystemRole, of = organisation) => [of.roles.get(role)];

test('members are listed as they joined, page by page, with roles and when they were last seen', async () => {
  const of = await world.createOrganisation();
  const members = [of.owner, await of.createMember('reader'), await of.createMember('editor')];
  // Seen less than a second ago is seen.
  world.clock.advance(2_000);
  await members[1]?.call('GET', of.path);
  const rows = await eventually(async () => {
    const first = (await of.owner.call('GET', `${of.path}/members?limit=2`)).json;
    const second = (await of.owner.call('GET', `${of.path}/members?limit=2&after=${first.next}`)).json;
    expect(second.next).toBeNull();
    const all = [...first.members, ...second.members];
    return all[1].lastSeenAt !== null && all;
  });
  expect(rows.map(({ id, roleIds: ids }: { id: string; roleIds: string[] }) => [id, ids])).toEqual([
    [members[0]?.membershipId, roleIds('owner', of)],
    [members[1]?.membershipId, roleIds('reader', of)],
    [members[2]?.membershipId, roleIds('editor', of)],
  ]);
  expect(rows[2].lastSeenAt).toBeNull();
});

test('name, status and roles of a member change; the journal has the changes and nothing that stayed', async () => {
  const member = await organisation.createMember('reader');
  const answer = await organisation.owner.call('PATCH', pathOf(member), {
    displayName: 'Nytt Namn',
    roleIds: [...roleIds('reader'), ...roleIds('editor')],
  });
  expect(answer).toMatchObject({ status: 200, json: { displayName: 'Nytt Namn', status: 'active' } });
  expect(answer.json.roleIds.toSorted()).toEqual([...roleIds('reader'), ...roleIds('editor')].toSorted());
  const changes = await world.sql(
    `select action, leaf::jsonb -> 'fields' as fields from journal_entries where organisation_id = $1 and request_id = $2 and kind = 'change' order by id`,
    [organisation.id, answer.headers.get('x-request-id')],
  );
  expect(changes.map(({ action }) => action)).toEqual(['memberships.updated', 'membership_roles.inserted']);
  expect(changes[0]).toMatchObject({ fields: ['display_name'] });
});

test('nobody gives a member a role with a permission they lack, nor changes or removes one who has one', async () => {
  const administrator = await organisation.createMember('administrator');
  const reader = await organisation.createMember('reader');
  const officer = await organisation.createMember('privacy_officer');
  const lacking = {
    status: 403,
    json: { code: 'role.beyond_own', permissions: ['identity_number.read', 'sensitive.read'] },
  };
  expect(await administrator.call('PATCH', pathOf(reader), { roleIds: roleIds('privacy_officer') })).toMatchObject(
    lacking,
  );
  expect(await administrator.call('PATCH', pathOf(administrator), { roleIds: roleIds('owner') })).toMatchObject(
    lacking,
  );
  expect(await administrator.call('PATCH', pathOf(officer), { status: 'suspended' })).toMatchObject(lacking);
  expect(await administrator.call('PATCH', pathOf(officer), { displayName: 'Annan' })).toMatchObject(lacking);
  expect(await administrator.call('DELETE', pathOf(officer))).toMatchObject(lacking);
  const invited = await administrator.call('POST', `${organisation.path}/invitations`, { roleIds: roleIds('owner') });
  expect(invited).toMatchObject(lacking);
  expect((await administrator.call('PATCH', pathOf(reader), { roleIds: roleIds('administrator') })).status).toBe(200);
});

test('P21 a member who is suspended or removed is refused at their next call, every time', async () => {
  for (let round = 0; round < 15; round += 1) {
    const member = await organisation.createMember('administrator');
    const made = await member.call('POST', `${organisation.path}/api-keys`, {
      name: 'program',
      permissions: ['organisation.read'],
      validDays: 1,
    });
    const authorization = `Bearer ${made.json.key}`;
    const byKey = async () =>
      (await world.router.request(`http://localhost/api/v1${organisation.path}`, { headers: { authorization } }))
        .status;
    expect([(await member.call('GET', organisation.path)).status, await byKey()]).toEqual([200, 200]);
    // Calls under way at the same moment must not be hurt, nor hurt anybody's journal.
    const others = Array.from({ length: 5 }, () => member.call('GET', organisation.path));
    const isRemoval = round % 2 === 0;
    const ended = isRemoval
      ? await organisation.owner.call('DELETE', pathOf(member))
      : await organisation.owner.call('PATCH', pathOf(member), { status: 'suspended' });
    expect(ended.status).toBe(isRemoval ? 204 : 200);
    expect([(await member.call('GET', organisation.path)).status, await byKey()]).toEqual([404, 401]);
    for (const { status } of await Promise.all(others)) expect([200, 404]).toContain(status);
    expect((await member.call('GET', '/session')).json.organisations).toEqual([]);
  }
});

test('P21 a suspended member who is let in again comes back without the keys they had', async () => {
  const member = await organisation.createMember('administrator');
  const made = await member.call('POST', `${organisation.path}/api-keys`, {
    name: 'program',
    permissions: ['organisation.read'],
    validDays: 1,
  });
  await organisation.owner.call('PATCH', pathOf(member), { status: 'suspended' });
  await organisation.owner.call('PATCH', pathOf(member), { status: 'active' });
  expect((await member.call('GET', organisation.path)).status).toBe(200);
  const headers = { authorization: `Bearer ${made.json.key}` };
  expect((await world.router.request(`http://localhost/api/v1${organisation.path}`, { headers })).status).toBe(401);
});

test('a removal that is still under way holds up nobody’s entry, and hurts none', async () => {
  const member = await organisation.createMember('reader');
  world.clock.advance(2_000);
  await world.sql('begin');
  try {
    await world.sql('delete from memberships where id = $1', [member.membershipId]);
    const startedAt = performance.now();
    const answers = await Promise.all([
      member.call('GET', organisation.path),
      organisation.owner.call('GET', organisation.path),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    // A lock would be waited for until it times out, after ten seconds.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  } finally {
    await world.sql('rollback');
  }
});

test('P23 one account administrates X and reads Y; leaving X keeps Y', async () => {
  const [x, y] = [await world.createOrganisation(), await world.createOrganisation()];
  const account = await world.createAccount();
  const inX = await x.addMember(account, 'administrator');
  await y.addMember(account, 'reader');
  expect((await account.call('PATCH', x.path, { name: 'X' })).status).toBe(200);
  expect((await account.call('PATCH', y.path, { name: 'Y' })).status).toBe(403);
  expect((await account.call('GET', `${y.path}/members`)).status).toBe(403);
  expect((await account.call('DELETE', `${x.path}/members/${inX}`)).status).toBe(204);
  expect((await account.call('GET', x.path)).status).toBe(404);
  expect((await account.call('GET', y.path)).json.me.permissions).toEqual([
    'organisation.read',
    'register.read',
    'record.read',
  ]);
  expect((await account.call('GET', '/session')).json.organisations).toMatchObject([{ id: y.id }]);
});

test('the last active owner is neither removed nor suspended nor loses the role', async () => {
  const of = await world.createOrganisation();
  const suspended = await of.createMember('owner');
  await of.owner.call('PATCH', pathOf(suspended, of), { status: 'suspended' });
  const last = { status: 409, json: { code: 'member.last_owner' } };
  expect(await of.owner.call('DELETE', pathOf(of.owner, of))).toMatchObject(last);
  expect(await of.owner.call('PATCH', pathOf(of.owner, of), { status: 'suspended' })).toMatchObject(last);
  expect(await of.owner.call('PATCH', pathOf(of.owner, of), { roleIds: roleIds('administrator', of) })).toMatchObject(
    last,
  );
  expect((await of.owner.call('PATCH', pathOf(of.owner, of), { displayName: 'Kvar' })).status).toBe(200);
  await of.owner.call('PATCH', pathOf(suspended, of), { status: 'active' });
  expect((await of.owner.call('PATCH', pathOf(of.owner, of), { roleIds: roleIds('reader', of) })).status).toBe(200);
  expect(await suspended.call('DELETE', pathOf(suspended, of))).toMatchObject(last);
});

test('two owners who end each other at the same moment leave one', async () => {
  for (let round = 0; round < 12; round += 1) {
    const of = await world.createOrganisation();
    const other = await of.createMember('owner');
    const end = (by: TestMember, whom: TestMember) =>
      [
        () => by.call('DELETE', pathOf(whom, of)),
        () => by.call('PATCH', pathOf(whom, of), { status: 'suspended' }),
        () => by.call('PATCH', pathOf(whom, of), { roleIds: roleIds('reader', of) }),
      ][round % 3]?.();
    const answers = await Promise.all([end(of.owner, other), end(other, of.owner)]);
    expect(answers.filter((answer) => answer !== undefined && answer.status < 300)).toHaveLength(1);
    const owners = await world.sql(
      `select m.id from memberships m join membership_roles mr on mr.membership_id = m.id join roles r on r.id = mr.role_id
       where m.organisation_id = $1 and m.status = 'active' and r.code = 'owner'`,
      [of.id],
    );
    expect(owners).toHaveLength(1);
  }
});

test('the installation keeps its last operator', async () => {
  const { installation } = world.installation.gate;
  const account = await world.createAccount('operator');
  const [role] = await world.sql(`select id from roles where organisation_id = $1 and code = 'operator'`, [
    installation,
  ]);
  await world.sql(
    `with m as (insert into memberships (organisation_id, id, account_id, display_name) values ($1, $2, $2, 'x') returning id)
     insert into membership_roles (organisation_id, id, membership_id, role_id) select $1, $2, id, $3 from m`,
    [installation, account.id, role?.['id']],
  );
  const answer = await account.call('DELETE', `/organisations/${installation}/members/${account.id}`);
  expect(answer).toMatchObject({ status: 409, json: { code: 'member.last_owner' } });
});

test('another organisation’s member is like none', async () => {
  const other = await world.createOrganisation();
  const plain = async (id: string) => {
    const path = `${organisation.path}/members/${id}`;
    const answers = [
      await organisation.owner.call('PATCH', path, { status: 'suspended' }),
      await organisation.owner.call('DELETE', path),
    ];
    return answers.map(({ status, text }) => `${status} ${text.replaceAll(/"request":"[^"]+"/g, '')}`);
  };
  const foreign = await plain(other.owner.membershipId);
  expect(foreign).toEqual(await plain('01890000-0000-7000-8000-000000000000'));
  expect(foreign[0]).toMatch(/^404/);
  expect((await other.owner.call('GET', other.path)).status).toBe(200);
});
