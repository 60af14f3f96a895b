import { may, type Context } from '#gate/context.ts';
import { mentionsIn } from '#features/comments/index.ts';
import { readFieldAccess } from '#features/registers/index.ts';
import { tableOf, type ChangeReader } from './changes.ts';
import type { Entry } from './contract.ts';
import type { StoredEntry } from './stored-entry.ts';

/** The names behind the ids of a page of entries. */
export interface Names extends ChangeReader {
  actor(actor: string): Entry['actor'];
  target(id: string): string | null;
}

/** Reads all names of a page at once: one statement for each kind of thing, however long the page. */
export async function readNames(context: Context, entries: readonly StoredEntry[]): Promise<Names> {
  const ids = new Set(entries.flatMap((entry) => [...idsOf(entry)]));
  const accounts = actorsOf(entries, 'account');
  const [fields, members, roles, keys, records] = await Promise.all([
    readFieldAccess(context),
    findMembers(context, [...ids], accounts),
    findNames(context, 'roles', referencesOf(entries, 'role_id')),
    findNames(context, 'api_keys', actorsOf(entries, 'key')),
    findRegisters(context, targetsOf(entries)),
  ]);
  const byMembership = new Map(members.map((member) => [member.id, member.display_name]));
  const byAccount = new Map(members.map((member) => [member.account_id, member.display_name]));
  const registerName = (register: string) =>
    may(context, 'register.read') ? fields.registerName(register)?.[context.language] : undefined;
  return {
    fields,
    mayReadRecords: may(context, 'record.read'),
    registerOf: (record) => records.get(record),
    nameOf: (id) => byMembership.get(id) ?? byAccount.get(id) ?? roles.get(id),
    actor: (text) => actorOf(text, (kind, id) => (kind === 'account' ? byAccount : keys).get(id)),
    target: (id) => byMembership.get(id) ?? registerName(records.get(id) ?? id) ?? null,
  };
}

/** `job:import.run` is called by what stands after the colon; an account or key has an id there, and perhaps a name. */
function actorOf(text: string, find: (kind: 'account' | 'key', id: string) => string | undefined): Entry['actor'] {
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon === -1 ? undefined : colon);
  const rest = text.slice(colon + 1);
  if (kind === 'account' || kind === 'key') return { kind, id: rest, name: find(kind, rest) ?? null };
  if (kind === 'job' || kind === 'command' || kind === 'outside') return { kind, id: null, name: rest };
  return { kind: 'nobody', id: null, name: null };
}

const actorsOf = (entries: readonly StoredEntry[], kind: 'account' | 'key') => [
  ...new Set(
    entries.flatMap(({ leaf: { actor } }) => (actor.startsWith(`${kind}:`) ? [actor.slice(kind.length + 1)] : [])),
  ),
];

const targetsOf = (entries: readonly StoredEntry[]) => [...new Set(entries.flatMap(({ leaf }) => leaf.target ?? []))];

const referencesOf = (entries: readonly StoredEntry[], column: string) => [
  ...new Set(
    entries.flatMap(({ values }) =>
      [values?.old?.[column], values?.new?.[column]].filter((id) => typeof id === 'string'),
    ),
  ),
];

const membershipColumns = ['membership_id', 'author_id', 'removed_by'];

/** What may be a membership: the target of a call or of a change of one, and what a changed row refers to or mentions. */
function* idsOf(entry: StoredEntry): Generator<string> {
  const { target, kind } = entry.leaf;
  if (target !== undefined && (kind === 'access' || tableOf(entry) === 'memberships')) yield target;
  for (const column of membershipColumns) yield* referencesOf([entry], column);
  if (tableOf(entry) === 'comments') for (const text of referencesOf([entry], 'text')) yield* mentionsIn(text);
}

async function findMembers(context: Context, ids: string[], accounts: string[]) {
  if (ids.length + accounts.length === 0) return [];
  return context.db
    .selectFrom('memberships')
    .select(['id', 'account_id', 'display_name'])
    .where('organisation_id', '=', context.organisation)
    .where((eb) => eb.or([eb('id', '=', eb.fn.any(eb.val(ids))), eb('account_id', '=', eb.fn.any(eb.val(accounts)))]))
    .execute();
}

async function findNames(context: Context, table: 'roles' | 'api_keys', ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom(table)
    .select(['id', 'name'])
    .where('organisation_id', '=', context.organisation)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function findRegisters(context: Context, records: string[]): Promise<Map<string, string>> {
  if (records.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('records')
    .select(['id', 'register_id'])
    .where('organisation_id', '=', context.organisation)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(records))))
    .execute();
  return new Map(rows.map(({ id, register_id }) => [id, register_id]));
}
