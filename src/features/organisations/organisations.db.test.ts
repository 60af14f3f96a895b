import { afterAll, beforeAll, expect, test } from 'vitest';
import { asNobody, openWorld, type Caller } from '#tests/world.ts';
import { createFirstOperator, createSignInLinkFor } from '#features/identity/index.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let operator: Caller;
let hosted: string;

const callerOf =
  (cookie: string): Caller =>
  (method, path, body, headers) =>
    asNobody(world)(method, path, body, { cookie, ...headers });
const cookieOf = (headers: Headers) => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

beforeAll(async () => {
  world = await openWorld();
  const { gate } = world.installation;
  await createFirstOperator(gate);
  const { token } = await createSignInLinkFor(gate, 'operator');
  const answer = await asNobody(world)('POST', '/sign-in-links/uses', { token });
  operator = callerOf(cookieOf(answer.headers));
  hosted = `/organisations/${gate.installation}/hosted-organisations`;
});
afterAll(() => world.close());

test('P26 a new organisation is made by one call, and its first owner works in it, within five seconds', async () => {
  const startedAt = performance.now();
  const made = await operator('POST', hosted, { name: 'Bryggans båtklubb', slug: 'bryggan' });
  expect(made).toMatchObject({
    status: 201,
    json: { organisation: { slug: 'bryggan', name: 'Bryggans båtklubb', status: 'open', memberCount: 0 } },
  });
  const { organisation, invitation } = made.json;
  const joined = await asNobody(world)('POST', '/invitations/acceptances', {
    token: invitation.token,
    account: { userName: 'berit', displayName: 'Berit', password: 'grön kastanj bakom månen' },
  });
  const owner = callerOf(cookieOf(joined.headers));
  const read = await owner('GET', `/organisations/${organisation.id}`);
  expect(read).toMatchObject({ status: 200, json: { slug: 'bryggan', isInstallation: false } });
  expect(read.json.me.permissions).toContain('register.write');
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect((await world.keyring.organisation(organisation.id)).organisation).toBe(organisation.id);
});

test('the operator who opens an organisation cannot look into it', async () => {
  const { organisation } = (await operator('POST', hosted, { name: 'Tyst', slug: 'tyst' })).json;
  expect((await operator('GET', `/organisations/${organisation.id}`)).status).toBe(404);
});

test('the first owner’s invitation is good for a week and for the owner’s role', async () => {
  const { organisation, invitation } = (
    await operator('POST', hosted, { name: 'Vecka', slug: 'vecka', language: 'en' })
  ).json;
  const view = await asNobody(world)('POST', '/invitations/views', { token: invitation.token });
  expect(view.json).toMatchObject({
    organisation: { slug: 'vecka', language: 'en' },
    roles: [{ code: 'owner', name: 'Ägare' }],
  });
  expect(new Date(invitation.expiresAt).getTime() - world.clock.now().getTime()).toBe(7 * 86_400_000);
  const [stored] = await world.sql('select created_by from invitations where organisation_id = $1', [organisation.id]);
  expect(stored).toEqual({ created_by: null });
});

test('an address that is taken is refused at its field and leaves nothing behind', async () => {
  await operator('POST', hosted, { name: 'Första', slug: 'upptagen' });
  const count = () => world.sql('select count(*) as count from organisations');
  const before = await count();
  const answers = [
    await operator('POST', hosted, { name: 'Andra', slug: 'upptagen' }),
    await operator('POST', hosted, { name: 'Tredje', slug: 'drift' }),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({
      status: 409,
      json: { code: 'organisation.slug_taken', fields: [{ path: 'body.slug', code: 'field.slug_taken' }] },
    });
  }
  expect(await count()).toEqual(before);
  const bad = await operator('POST', hosted, { name: 'Fel', slug: 'Å b' });
  expect(bad).toMatchObject({ status: 422, json: { fields: [{ path: 'body.slug', code: 'field.slug' }] } });
});

test('of calls at once for the same address one makes the organisation', async () => {
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => operator('POST', hosted, { name: 'Kapplöpning', slug: 'kapp' })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
});

test('the operator lists customers by address, page by page, with counts of members and without the installation', async () => {
  const organisation = await world.createOrganisation('lista');
  await organisation.createMember('reader');
  const slugs: string[] = [];
  let after = '';
  for (let page = 0; page < 50; page += 1) {
    const { json } = await operator('GET', `${hosted}?limit=2&after=${after}`);
    expect(json.organisations.length).toBeLessThanOrEqual(2);
    for (const row of json.organisations) {
      slugs.push(row.slug);
      if (row.id === organisation.id)
        expect(row).toMatchObject({ name: expect.any(String), memberCount: 2, status: 'open' });
    }
    if (json.next === null) break;
    after = json.next;
  }
  const expected = await world.sql(`select slug from organisation_addresses where slug <> 'drift' order by slug`);
  expect(slugs).toEqual(expected.map(({ slug }) => slug));
});

test('nobody but an operator opens or lists organisations', async () => {
  const organisation = await world.createOrganisation();
  const wrongHome = `${organisation.path}/hosted-organisations`;
  expect((await organisation.owner.call('GET', wrongHome)).status).toBe(403);
  expect((await organisation.owner.call('POST', wrongHome, { name: 'Egen', slug: 'egen' })).status).toBe(403);
  expect((await organisation.owner.call('GET', hosted)).status).toBe(404);
  expect((await asNobody(world)('POST', hosted, { name: 'Egen', slug: 'egen' })).status).toBe(401);
});

test('the database itself lists and opens organisations for the installation alone', async () => {
  for (const statement of [`select * from list_organisations('', 10)`, `select claim_address(uuid_v7(), 'egen')`]) {
    await expect(world.sql(statement, [], 'valv_runtime')).rejects.toMatchObject({
      code: '42501',
      message: expect.stringMatching(/^only the installation/),
    });
  }
});

test('an organisation tells its reader what they may do in it', async () => {
  const organisation = await world.createOrganisation();
  const reader = await organisation.createMember('reader');
  expect((await reader.call('GET', organisation.path)).json).toEqual({
    id: organisation.id,
    slug: organisation.slug,
    name: expect.any(String),
    language: 'sv',
    isDemonstration: false,
    isInstallation: false,
    me: {
      membershipId: reader.membershipId,
      permissions: ['organisation.read', 'register.read', 'record.read'],
      roleIds: [organisation.roles.get('reader')],
    },
  });
});

test('name and language are changed by who may, one at a time or both', async () => {
  const organisation = await world.createOrganisation();
  const { call } = organisation.owner;
  expect((await call('PATCH', organisation.path, { name: 'Nytt namn' })).json).toMatchObject({
    name: 'Nytt namn',
    language: 'sv',
  });
  expect((await call('PATCH', organisation.path, { language: 'en' })).json).toMatchObject({
    name: 'Nytt namn',
    language: 'en',
  });
  expect((await call('PATCH', organisation.path, { name: '\u0007' })).status).toBe(422);
  const reader = await organisation.createMember('reader');
  expect((await reader.call('PATCH', organisation.path, { name: 'Kapat' })).status).toBe(403);
  expect((await call('GET', organisation.path)).json.name).toBe('Nytt namn');
});
