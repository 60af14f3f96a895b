import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asNobody, openWorld, type Answer } from '#tests/world.ts';
import { createSignInLinkFor } from './index.ts';
import { callerOf, cookieOf, createPerson, dumpDatabase, encodingsOf, findSecrets, signIn } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('P11 P12 no password and no token stands in any table, journal, log or answer, in any of nine encodings', async () => {
  const organisation = await world.createOrganisation();
  const passwords = ['Kanarie Ålund 1 Örn', 'Kanarie Ålund 2 Örn', 'Kanarie Ålund 3 Örn', 'Kanarie Ålund 4 Örn'];
  const [first = '', second = '', third = '', wrong = ''] = passwords;
  const answers: Answer[] = [];
  const tokens: string[] = [];
  const keep = (answer: Answer) => {
    answers.push(answer);
    return answer;
  };
  const nobody = asNobody(world);

  const person = await createPerson(world, [organisation], { password: first });
  keep(await signIn(world, organisation.slug, person.userName, wrong));
  keep(await signIn(world, organisation.slug, wrong, wrong));
  const signedIn = keep(await signIn(world, organisation.slug, person.userName, first));
  const call = callerOf(world, signedIn);
  keep(await call('PUT', '/account/password', { current: wrong, password: second }));
  expect(keep(await call('PUT', '/account/password', { current: first, password: second })).status).toBe(204);
  // Faults of input: the refusal names fields, never what stood in them.
  keep(await call('PUT', '/account/password', { current: second, password: second, extra: second }));
  keep(await nobody('POST', '/sign-ins', { organisation: second, userName: person.userName, password: [second] }));
  tokens.push(cookieOf(signedIn).replace('__Host-valv=', ''));

  const link = await createSignInLinkFor(world.installation.gate, person.userName);
  const byLink = keep(await nobody('POST', '/sign-in-links/uses', { token: link.token }));
  expect(byLink.status).toBe(201);
  tokens.push(link.token, cookieOf(byLink).replace('__Host-valv=', ''));

  const roleIds = [organisation.roles.get('reader')];
  const invited = await organisation.owner.call(
    'POST',
    `${organisation.path}/invitations`,
    { roleIds },
    { 'idempotency-key': randomUUIDv7() },
  );
  keep(await nobody('POST', '/invitations/views', { token: invited.json.token }));
  const account = { userName: 'nils', displayName: 'Nils', password: third };
  const joined = keep(await nobody('POST', '/invitations/acceptances', { token: invited.json.token, account }));
  expect(joined.status).toBe(201);
  keep(await nobody('POST', '/invitations/acceptances', { token: invited.json.token, account }));
  tokens.push(invited.json.token, cookieOf(joined).replace('__Host-valv=', ''));

  const made = await organisation.owner.call(
    'POST',
    `${organisation.path}/api-keys`,
    { name: 'program', permissions: ['organisation.read'], validDays: 1 },
    { 'idempotency-key': randomUUIDv7() },
  );
  tokens.push(made.json.key);
  await world.installation.gate.journal.settle();

  const dump = await dumpDatabase(world);
  expect(dump.size).toBeGreaterThan(30);
  expect(dump.get('valv.accounts')).toContain('$argon2id$');
  expect(dump.get('valv.journal_values')).toContain('Nils');
  const texts = new Map([
    ...dump,
    ['log', world.logLines.join('\n')] as const,
    ...answers.map((answer, index) => [`answer ${index}`, answer.text] as const),
  ]);
  expect(tokens.every((token) => token.length >= 43)).toBe(true);
  // A secret of a token is the bytes it stands for as much as its text.
  const secrets = [...passwords, ...tokens, ...tokens.map((token) => token.slice(-43))];
  expect(findSecrets(secrets, texts)).toEqual([]);
  const bytes = tokens.map((token) => Buffer.from(token.slice(-43), 'base64url').toString('hex'));
  expect(bytes.filter((hex) => [...texts.values()].some((text) => text.includes(hex)))).toEqual([]);

  // Seen to fail: written into one row, each form is found.
  for (const form of encodingsOf(first)) {
    await world.sql('update organisations set name = $1 where organisation_id = $2', [form, organisation.id]);
    expect({ form, found: findSecrets([first], await dumpDatabase(world)).length > 0 }).toEqual({ form, found: true });
  }
});

test('P11 the hash of a password is in no journal, though that it changed is', async () => {
  const organisation = await world.createOrganisation();
  const person = await createPerson(world, [organisation]);
  const [account] = await world.sql('select password_hash from accounts where id = $1', [person.id]);
  const entries = await world.sql(
    `select leaf::jsonb -> 'fields' as fields, payload from journal_entries e join journal_values v on v.organisation_id = e.organisation_id and v.entry_id = e.id where target_id = $1`,
    [person.id],
  );
  expect(entries.some(({ fields }) => (fields as string[] | null)?.includes('password_hash'))).toBe(true);
  expect(entries.filter(({ payload }) => String(payload).includes(String(account?.['password_hash'])))).toEqual([]);
});
