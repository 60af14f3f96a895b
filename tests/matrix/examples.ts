import { installationId } from '#kernel/database/installation.ts';
import type { Contract } from '#gate/contract.ts';
import { isOfOrganisation } from '#gate/contract.ts';
import type { Permission } from '#gate/permissions.ts';
import { plainDefinition, selectionOf, type Thing, type Things } from './estate.ts';
import type { Filled } from './send.ts';

// A valid call of every endpoint, filled with the things of an organisation. Path parameters are filled by their names; what
// else an endpoint takes stands here by its action. Nothing is left out that an endpoint can be given, least of all an id.

export interface Example {
  /** Things that a path parameter names otherwise than by its own name. */
  params?: Record<string, Thing>;
  /** What the call uses up, so that the next needs another. */
  consumes?: Thing;
  query?(things: Things): Record<string, string | string[]>;
  /** `count` makes names that must be new. */
  body?(things: Things, count: number): unknown;
  /** Permissions that this very body needs beside the endpoint's own: nobody gives what they lack. */
  needs?: Permission[];
  /** Who calls: `owner` unless the endpoint is the account's own, or open to all. */
  as?: 'operator' | 'person' | 'nobody';
  /** Places where another's id is no refusal, and why. The answer must still be that to an id that nobody has. */
  byDesign?: Record<string, string>;
  /** Places of what is no name of a thing but the proof that one may use it, and why. */
  proofs?: Record<string, string>;
}

const giving: Permission[] = ['register.read', 'record.read'];
const inRegister = { register: 'register' } as const;
const ofSpokenOf = { record: 'spokenOf' } as const;
const tokenIsProof = { 'body.token': 'whoever has the token may use it: it is the proof' };
const placeInTime = { 'query.after': 'an id is a place in the order of time, whose-ever it is' };
const words = { 'query.search': 'words to look for, whose-ever they are' };
const newAccount = (count: number) => ({
  userName: `ny.${count}`,
  displayName: 'Ny',
  email: `ny.${count}@example.org`,
  password: `ett nytt lösenord ${count}`,
  language: 'sv',
});

export const examples: Record<string, Example> = {
  'role.created': { body: (_, count) => ({ name: `Ny roll ${count}`, permissions: giving }), needs: giving },
  'role.changed': {
    consumes: 'role',
    body: (_, count) => ({ name: `Ändrad roll ${count}`, permissions: giving }),
    needs: giving,
  },
  'role.removed': { consumes: 'role' },
  'member.listed': { query: ({ member }) => ({ after: member, limit: '10' }), byDesign: placeInTime },
  'member.changed': {
    consumes: 'member',
    body: ({ role }) => ({ displayName: 'Nytt namn', status: 'active', roleIds: [role] }),
    needs: ['organisation.read', ...giving],
  },
  'member.removed': { consumes: 'member', needs: ['organisation.read', ...giving] },
  'invitation.created': {
    body: ({ role }) => ({ note: 'Ny', roleIds: [role], validDays: 3 }),
    needs: giving,
  },
  'invitation.revoked': { consumes: 'invitation' },
  'api_key.created': {
    body: () => ({ name: 'Ny nyckel', permissions: ['record.read'], validDays: 3 }),
    needs: ['record.read'],
  },
  'api_key.revoked': { consumes: 'apiKey' },

  'webhook.created': {
    body: ({ register }, count) => ({
      name: `Ny webhook ${count}`,
      url: 'https://example.org/hook',
      subscriptions: [{ register, events: ['record.created'] }],
    }),
    needs: ['record.read'],
  },
  'webhook.changed': {
    body: ({ register }) => ({
      name: 'Ändrad webhook',
      url: 'https://example.org/hook',
      subscriptions: [{ register, events: ['record.created'] }],
    }),
    needs: ['record.read'],
  },
  'webhook.removed': { consumes: 'webhook' },
  'webhook.activation_set': { body: () => ({ isActive: true }) },
  'webhook.secret_replaced': { body: () => ({ overlapHours: 1 }) },
  'webhook.deliveries_listed': {
    query: ({ delivery }) => ({ state: 'waiting', after: delivery, limit: '10' }),
    byDesign: placeInTime,
  },

  'session.signed_in': {
    as: 'nobody',
    body: ({ slug, userName, password }) => ({ organisation: slug, userName, password }),
  },
  'session.signed_in_by_link': {
    as: 'nobody',
    consumes: 'linkToken',
    body: ({ linkToken }) => ({ token: linkToken }),
    proofs: tokenIsProof,
  },
  'address.read': { as: 'nobody', proofs: { 'params.slug': 'the sign-in page shows whose address it is' } },
  'session.ended': { as: 'person', consumes: 'session' },
  'account.changed': {
    as: 'person',
    body: (_, count) => ({ displayName: 'Nytt namn', email: `nytt.${count}@example.org`, language: 'en' }),
  },
  'account.password_changed': {
    as: 'person',
    body: ({ password }, count) => ({ current: password, password: `ett nytt lösenord ${count}` }),
  },
  'invitation.read': {
    as: 'nobody',
    body: ({ invitationToken }) => ({ token: invitationToken }),
    proofs: tokenIsProof,
  },
  'invitation.accepted': {
    as: 'nobody',
    consumes: 'invitationToken',
    body: ({ invitationToken }, count) => ({ token: invitationToken, account: newAccount(count) }),
    proofs: tokenIsProof,
  },

  'journal.read': {
    query: ({ witness, member, entry }) => ({
      target: witness,
      member,
      kind: 'change',
      from: '2020-01-01T00:00:00Z',
      to: '2120-01-01T00:00:00Z',
      after: entry,
      limit: '10',
    }),
    byDesign: {
      ...placeInTime,
      'query.target': "one's own entries about an id; there are none about another's",
      'query.member': "one's own entries by a member; there are none by another's",
    },
  },
  'record.history_read': { query: ({ entry }) => ({ after: entry, limit: '10' }), byDesign: placeInTime },

  'organisation.changed': { body: () => ({ name: 'Nytt namn', language: 'sv' }) },
  'installation.organisations_listed': {
    as: 'operator',
    query: () => ({ after: 'a', limit: '10' }),
  },
  'organisation.created': {
    as: 'operator',
    body: (_, count) => ({ name: 'Ny', slug: `ny-${count}`, language: 'sv' }),
  },

  'register.created': {
    body: ({ role, register }, count) => ({ key: `nytt_${count}`, definition: plainDefinition([role], register) }),
  },
  'register.changed': {
    params: { register: 'plainRegister' },
    consumes: 'plainRegister',
    body: ({ role, register }) => ({ version: 1, definition: plainDefinition([role], register) }),
  },
  'register.change_previewed': { body: ({ role, register }) => ({ definition: plainDefinition([role], register) }) },
  'register.versions_listed': { query: () => ({ after: '9', limit: '10' }) },
  'record.listed': { query: (things) => ({ ...selectionOf(things), after: things.cursor, limit: '1' }) },
  'record.counted': {
    query: ({ field, word }) => ({ filter: [`${field}:filled`], search: word }),
    byDesign: words,
  },
  'record.filter_made': { body: ({ numberField }) => ({ field: numberField, value: '19900101-2385' }) },
  'record.summarised': {
    query: ({ field, word }) => ({
      filter: [`${field}:filled`],
      search: word,
      group: field,
      total: [`${field}:filled`],
    }),
    byDesign: words,
  },
  'record.trash_listed': { query: ({ trashCursor }) => ({ after: trashCursor, limit: '1' }) },
  'record.created': { body: ({ field }) => ({ data: { [field]: 'A', family_name: 'B' } }) },
  'record.changed': { consumes: 'record', body: ({ field }) => ({ version: 1, data: { [field]: 'A' } }) },
  'record.restored': { params: { record: 'recordInTrash' } },
  'record.identity_number_disclosed': {
    body: ({ numberField }) => ({ field: numberField, reason: 'Kontroll mot folkbokföringen' }),
  },
  'record.exported_csv': { query: (things) => ({ ...selectionOf(things), language: 'en' }), byDesign: words },
  'record.exported_json': { query: (things) => ({ ...selectionOf(things), language: 'en' }), byDesign: words },
  'view.created': {
    body: ({ role, field }) => ({ name: 'Min', view: { columns: [field], sort: field }, sharedWith: [role] }),
  },
  'view.changed': {
    consumes: 'view',
    body: ({ role, field }) => ({ version: 1, name: 'Min', view: { columns: [field] }, sharedWith: [role] }),
  },
  'view.removed': { consumes: 'view' },
  'comment.listed': {
    params: ofSpokenOf,
    query: ({ comment }) => ({ after: comment, limit: '10' }),
    byDesign: placeInTime,
  },
  'comment.created': { params: ofSpokenOf, body: ({ member }) => ({ text: `Hej @[${member}]` }) },
  'comment.changed': {
    params: ofSpokenOf,
    consumes: 'comment',
    body: ({ member }) => ({ version: 1, text: `Hej @[${member}]` }),
  },
  'comment.removed': { params: ofSpokenOf, consumes: 'comment' },
  'mention.listed': { query: ({ mention }) => ({ after: mention, limit: '10' }), byDesign: placeInTime },
  'mention.read': { consumes: 'mention' },
  'mention.all_read': {
    body: ({ mention }) => ({ upTo: mention }),
    byDesign: { 'body.upTo': 'an id is a place in the order of time, whose-ever it is' },
  },
  'record.exported_xlsx': { query: (things) => ({ ...selectionOf(things), language: 'en' }), byDesign: words },
  'import.staged': {
    query: () => ({ fileName: 'ny.csv', encoding: 'utf-8', separator: 'semicolon', sheet: 'Blad1' }),
    body: () => 'A;B\n1;2\n',
  },
  'import.reread': {
    query: () => ({ encoding: 'utf-8', separator: 'semicolon', sheet: 'Blad1' }),
    body: () => 'A;B;C\n1;2;3\n',
  },
  'import.discarded': { consumes: 'import' },
  'import.checking': { consumes: 'import' },
  'import.row_corrected': { body: () => ({ cells: { 0: 'B' } }) },
  'import.retried': { params: { import: 'importFailed', ...inRegister }, body: () => ({ rows: [3] }) },
  'import.rows_listed': { query: () => ({ state: 'waiting', outcome: 'new', after: '0', limit: '10' }) },
  'import.mapped': { body: ({ field }) => ({ fields: [field, 'family_name', null], mode: 'add', key: null }) },
  'import.started': { consumes: 'import' },
  'batch.edited': {
    consumes: 'record',
    body: ({ record, field }) => ({ records: [{ record, version: 1, data: { [field]: 'A' } }], isWhole: true }),
  },
  'batch.changed': {
    consumes: 'record',
    body: ({ record, field }) => ({ ids: [record], data: { [field]: 'A' } }),
  },
  'batch.trashed': { consumes: 'record', body: ({ record }) => ({ ids: [record] }) },
  'batch.restored': {
    consumes: 'recordInTrash',
    body: ({ recordInTrash }) => ({ ids: [recordInTrash] }),
  },
  'batch.change_undone': { consumes: 'batch' },
  'batch.trashing_undone': { consumes: 'batchOfTrash', params: { batch: 'batchOfTrash', ...inRegister } },
  'import.undone': { params: { import: 'importDone', ...inRegister } },
};

const own: Example = { as: 'person' };

export function exampleOf(contract: Contract): Example {
  const example = examples[contract.action] ?? {};
  if (example.as !== undefined || isOfOrganisation(contract)) return example;
  return 'open' in contract.access ? { as: 'nobody', ...example } : { ...own, ...example };
}

/** Fills a contract with things; throws when something that it takes has no example. */
export function fill(contract: Contract, things: Things, count = 0): Filled {
  const example = exampleOf(contract);
  const params: Record<string, string> = {};
  for (const [, name = ''] of contract.path.matchAll(/\{(\w+)\}/g)) {
    const thing = example.params?.[name] ?? name;
    const value = (things as unknown as Record<string, string | undefined>)[thing];
    if (value === undefined) throw new Error(`${contract.action}: no example for the path parameter ${name}`);
    params[name] = example.as === 'operator' && name === 'organisation' ? installationId : value;
  }
  const takesBody = contract.body !== undefined || contract.file !== undefined;
  if (takesBody !== (example.body !== undefined)) throw new Error(`${contract.action}: no example for the body`);
  if ((contract.query !== undefined) !== (example.query !== undefined))
    throw new Error(`${contract.action}: no example for the query`);
  return {
    params,
    ...(example.query && { query: example.query(things) }),
    ...(example.body && { body: example.body(things, count) }),
  };
}
