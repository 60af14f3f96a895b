import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { newToken } from '#gate/credential.ts';
import { permissions, type Permission } from '#gate/permissions.ts';
import { createPerson } from '#features/identity/testing.ts';
import { createSignInLinkFor } from '#features/identity/index.ts';
import { membersDefinition } from '#features/registers/testing.ts';
import { eventually, type Answer, type TestAccount, type TestOrganisation, type World } from '#tests/world.ts';

// Two organisations of the same shape, each with something of every kind there is, and a word in every text of theirs that
// stands nowhere else: where that word is seen by another, something leaked.

/** What of an organisation can be named in a call. A new kind of thing is added here, once, for all endpoints. */
export interface Things {
  organisation: string;
  slug: string;
  role: string;
  member: string;
  invitation: string;
  invitationToken: string;
  apiKey: string;
  webhook: string;
  delivery: string;
  register: string;
  plainRegister: string;
  record: string;
  recordInTrash: string;
  /** A record that no path names, so that no other call's entry is about it. */
  witness: string;
  import: string;
  importDone: string;
  view: string;
  /** A record that is spoken of, and that no call changes or throws away. */
  spokenOf: string;
  comment: string;
  mention: string;
  /** Done too, and undone by no call. */
  importFailed: string;
  /** Number of a row of a file: the same in all of them. */
  row: string;
  /** Key of a template that comes with the program: the same in all of them. */
  template: string;
  /** A batch of a change, and one of records in the trash. */
  batch: string;
  batchOfTrash: string;
  session: string;
  linkToken: string;
  userName: string;
  password: string;
  /** Keys of fields that only this organisation's register has. */
  field: string;
  numberField: string;
  word: string;
  entry: string;
  cursor: string;
  trashCursor: string;
}
export type Thing = keyof Things;

export interface Estate {
  organisation: TestOrganisation;
  things: Things;
  /** What may be seen by nobody else, in lower case. */
  canaries: string[];
  /** Makes another thing of a kind that a call uses up; what is a member's own is made this member's. */
  renew(thing: Thing, membership?: string): Promise<string>;
}

export const plainDefinition = (roles: string[] | null = null, target?: string) => ({
  ...membersDefinition,
  name: { sv: 'Register', en: 'Register' },
  fields: [
    ...membersDefinition.fields.map((field) => (field.key === 'phone' ? { ...field, visibleTo: roles } : field)),
    ...(target === undefined
      ? []
      : [{ key: 'leads_to', label: { sv: 'Länk', en: 'Link' }, type: 'link', class: 'ordinary', target }]),
  ],
});

/** The same register with the estate's word in every text, and keys of its own. */
function ownDefinition(word: string, { field, numberField }: Pick<Things, 'field' | 'numberField'>, role: string) {
  const both = (text: string) => ({ sv: `${text} ${word}`, en: `${text} ${word}` });
  const keys: Record<string, string> = { given_name: field, identity_number: numberField };
  return {
    ...membersDefinition,
    name: both('Register'),
    title: [field, 'family_name'],
    fields: membersDefinition.fields.map((one) => ({
      ...one,
      key: keys[one.key] ?? one.key,
      label: both(one.key),
      ...(one.class !== 'ordinary' && { purpose: `Syfte ${word}` }),
      ...(one.choices && { choices: one.choices.map((choice) => ({ ...choice, label: both(choice.value) })) }),
      ...(one.key === 'phone' && { visibleTo: [role] }),
    })),
  };
}

/** The selection that `cursor` belongs to: a cursor is good for the list it came from alone. */
export const selectionOf = ({ field, word }: Pick<Things, 'field' | 'word'>) => ({
  sort: field,
  filter: [`${field}:starts:${word}`],
  search: word,
});

const must = (answer: Answer): Answer => {
  if (answer.status >= 300) throw new Error(`an estate could not be furnished: ${answer.status} ${answer.text}`);
  return answer;
};

/** An organisation with something of every kind; identity number and phone are nobody else's. */
export async function createEstate(world: World, label: string, number: string, phone: string): Promise<Estate> {
  const suffix = randomBytes(4).toString('hex');
  const word = `kanarie${suffix}`;
  const organisation = await world.createOrganisation(`${label}${word}`);
  const { id, path, owner } = organisation;
  await world.sql(`update organisations set name = $2 where organisation_id = $1`, [id, `Förening ${word}`]);
  await world.sql(`update memberships set display_name = $2 where organisation_id = $1`, [id, `Ägare ${word}`]);
  const call: typeof owner.call = async (...asked) => must(await owner.call(...asked));

  const made = async (where: string, body: unknown, name = 'id') =>
    (await call('POST', `${path}${where}`, body)).json[name];
  let count = 0;
  const fresh = (text: string) => `${text} ${word} ${(count += 1)}`;
  const createRole = () => made('/roles', { name: fresh('Roll'), permissions: ['register.read', 'record.read'] });
  const createMember = async () => {
    const account = await world.createAccount(word);
    const membership = await organisation.addMember(account, 'reader');
    await world.sql(`update memberships set display_name = $2 where id = $1`, [membership, fresh('Medlem')]);
    return membership;
  };
  const role = await createRole();
  const createInvitation = () => made('/invitations', { note: fresh('Inbjudan'), roleIds: [role] }, 'invitation');
  const createKey = () =>
    made('/api-keys', { name: fresh('Nyckel'), permissions: ['record.read'], validDays: 9 }, 'apiKey');
  const fields = { field: `namn_${suffix}`, numberField: `nummer_${suffix}` };
  const createRegister = (definition: object) => made('/registers', { key: `r_${suffix}_${(count += 1)}`, definition });
  const register = await createRegister(ownDefinition(word, fields, role));
  // The owner must see the field that only the role sees.
  await world.sql(
    `insert into membership_roles (organisation_id, id, membership_id, role_id) values ($1, uuid_v7(), $2, $3)`,
    [id, owner.membershipId, role],
  );
  const createRecord = (more: object = {}) =>
    made(`/registers/${register}/records`, {
      data: {
        [fields.field]: `${word} ${(count += 1)}`,
        family_name: `Efternamn ${word}`,
        email: `${word}.${count}@example.org`,
        kind: 'adult',
        born_on: '1977-07-07',
        ...more,
      },
    });
  const record = await createRecord({ phone, [fields.numberField]: number });
  await createRecord();
  const createView = () =>
    made(`/registers/${register}/views`, {
      name: fresh('Vy'),
      view: { columns: [fields.field], filter: [`${fields.field}:filled`] },
      sharedWith: [],
    });
  const spokenOf = await createRecord();
  // A comment is its author's, and a mention whose it is.
  const createComment = async (membership = owner.membershipId) => {
    const [row] = await world.sql(
      `insert into comments (organisation_id, id, record_id, author_id, text) values ($1, uuid_v7(), $2, $3, $4) returning id`,
      [id, spokenOf, membership, fresh('Kommentar')],
    );
    return String(row?.['id']);
  };
  const createMention = async (membership = owner.membershipId) => {
    const [row] = await world.sql(
      `insert into comment_mentions (organisation_id, id, comment_id, membership_id) values ($1, uuid_v7(), $2, $3) returning id`,
      [id, await createComment(), membership],
    );
    return String(row?.['id']);
  };
  const trash = async () => {
    const id = await createRecord();
    await call('PUT', `${path}/registers/${register}/records/${id}/trashing`);
    return id as string;
  };
  await trash();
  const createWebhook = async () => {
    const { webhook } = (
      await call('POST', `${path}/webhooks`, {
        name: fresh('Webhook'),
        url: `https://${word}.example.org/`,
        subscriptions: [{ register, events: ['record.restored'] }],
      })
    ).json;
    return webhook.id as string;
  };
  const createDelivery = async (of: string) => made(`/webhooks/${of}/tests`, undefined);
  const webhook = await createWebhook();
  const stage = async (at: string, first = 'A') => {
    const csv = `${at === register ? fields.field : 'given_name'};family_name;Övrigt\n${first};${word};${word}\n;${word};${word}`;
    const file = encodeURIComponent(fresh('fil'));
    return (await call('POST', `${path}/registers/${at}/imports?fileName=${file}`, csv)).json.id as string;
  };
  const runImport = async () => {
    const staged = await stage(register, word);
    await call('PUT', `${path}/registers/${register}/imports/${staged}/run`);
    await eventually(async () => {
      const { json } = await owner.call('GET', `${path}/registers/${register}/imports/${staged}`);
      return json.status === 'done' && json.failedCount === 1;
    });
    return staged;
  };
  const importDone = await runImport();
  const importFailed = await runImport();
  const person = await createPerson(world, [organisation], { password: `lösenord ${word} ${randomUUIDv7()}` });
  await world.sql(`update accounts set display_name = $2 where id = $1`, [person.id, `Person ${word}`]);
  const createSession = () => newSession(world, person.id);
  const createLink = async () => (await createSignInLinkFor(world.installation.gate, person.id, 600)).token;
  const createToken = async () =>
    (await call('POST', `${path}/invitations`, { note: fresh('Inbjudan'), roleIds: [role] })).json.token as string;

  const asked = new URLSearchParams({ ...selectionOf({ ...fields, word }), limit: '1' } as never);
  const page = await call('GET', `${path}/registers/${register}/records?${asked}`);
  const recordInTrash = await trash();
  const trashed = await call('GET', `${path}/registers/${register}/trash?limit=1`);
  const history = await call('GET', `${path}/registers/${register}/records/${record}/history`);
  const createBatch = async () => {
    const ids = [await createRecord()];
    const body = { ids, data: { family_name: `Ändrad ${word}` } };
    return (await call('POST', `${path}/registers/${register}/batches/changes`, body)).json.id as string;
  };
  const createBatchOfTrash = async () => {
    const ids = [await createRecord()];
    return (await call('POST', `${path}/registers/${register}/batches/trashings`, { ids })).json.id as string;
  };
  const things: Things = {
    organisation: id,
    slug: organisation.slug,
    role,
    member: await createMember(),
    invitation: (await createInvitation()).id,
    invitationToken: await createToken(),
    apiKey: (await createKey()).id,
    webhook,
    delivery: await createDelivery(webhook),
    register,
    plainRegister: await createRegister(plainDefinition()),
    record,
    recordInTrash,
    witness: await createRecord(),
    import: await stage(register),
    importDone,
    view: await createView(),
    spokenOf,
    comment: await createComment(),
    mention: await createMention(),
    importFailed,
    row: '2',
    template: 'association',
    batch: await createBatch(),
    batchOfTrash: await createBatchOfTrash(),
    session: (await createSession()).id,
    linkToken: await createLink(),
    userName: person.userName,
    password: person.password,
    ...fields,
    word,
    entry: history.json.entries[0].id,
    cursor: page.json.next,
    trashCursor: trashed.json.next,
  };
  const makers: Partial<Record<Thing, (membership?: string) => Promise<string>>> = {
    role: createRole,
    member: createMember,
    invitation: async () => (await createInvitation()).id,
    invitationToken: createToken,
    apiKey: async () => (await createKey()).id,
    webhook: createWebhook,
    plainRegister: () => createRegister(plainDefinition()),
    record: () => createRecord({ [fields.numberField]: null }),
    recordInTrash: trash,
    import: () => stage(register),
    view: createView,
    comment: createComment,
    mention: createMention,
    batch: createBatch,
    batchOfTrash: createBatchOfTrash,
    session: async () => (await createSession()).id,
    linkToken: createLink,
  };
  for (const [thing, value] of Object.entries(things)) {
    if (typeof value !== 'string' || value === '') throw new Error(`the estate has no ${thing}`);
  }
  return {
    organisation,
    things,
    canaries: [word, number, number.replace('-', ''), number.slice(2), phone.slice(1)],
    async renew(thing, membership) {
      const make = makers[thing];
      if (!make) throw new Error(`nobody knows how to make another ${thing}`);
      return make(membership);
    },
  };
}

/** A session of an account, as signing in would make it. */
export async function newSession(
  world: World,
  account: string,
): Promise<{ id: string; headers: TestAccount['headers'] }> {
  const { token, hash } = newToken();
  const id = randomUUIDv7();
  const now = world.clock.now();
  await world.sql(
    `insert into sessions (id, token_hash, account_id, factors, device, created_at, signed_in_at, last_seen_at, expires_at)
     values ($1, $2, $3, '{password}', 'Firefox', $4, $4, $4, $5)`,
    [id, hash, account, now, new Date(now.getTime() + 3_600_000)],
  );
  return { id, headers: { cookie: `__Host-valv=${token}` } };
}

/** Things of the same form that nobody has. Ids keep their place in time, so that lists begin where the victim's would. */
export function ghostOf(things: Things): Things {
  const tail = () => randomBytes(6).toString('hex');
  const ghost = (value: string) => {
    if (/^[0-9a-f-]{36}$/.test(value)) return value.slice(0, 24) + tail();
    if (/^v1\.\d+\./.test(value))
      return `v1.1.${randomBytes(value.length)
        .toString('base64url')
        .slice(0, value.length - 5)}`;
    if (value.startsWith('valvinv_')) return value.slice(0, -12) + tail();
    if (/^[\w-]{43}$/.test(value)) return newToken().token;
    return value.slice(0, -8) + randomBytes(4).toString('hex');
  };
  return Object.fromEntries(Object.entries(things).map(([name, value]) => [name, ghost(value)])) as unknown as Things;
}

export const allBut = (left: Permission): Permission[] => permissions.filter((permission) => permission !== left);
