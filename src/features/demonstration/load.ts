import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import type { Gate } from '#gate/gate.ts';
import type { Context } from '#gate/context.ts';
import type { SystemRole } from '#gate/permissions.ts';
import { createAccount, joinOrganisation } from '#features/identity/index.ts';
import { openOrganisation } from '#features/organisations/index.ts';
import { insertRecord, parseRecord, readDefinitions } from '#features/registers/index.ts';
import { makeRegisters, readTemplates } from '#features/templates/index.ts';
import { generateMembers, type DemonstrationMember } from './people.ts';

// The demonstration is made by calling the features' own functions, as the machine: what it shows is what the product does.

export const demonstrationSlug = 'lindangen';
const memberCount = 1_200;
const seed = 1;
/** Records in one unit of work: a start that is stopped half-way loses no more than this, and goes on from there. */
const unitSize = 100;

/** People of the association who sign in, beside the operator, who is its owner. They have no password; the machine makes links. */
const people: readonly { userName: string; displayName: string; role: SystemRole }[] = [
  { userName: 'demo.karin', displayName: 'Karin Lindqvist', role: 'administrator' },
  { userName: 'demo.yusuf', displayName: 'Yusuf Warsame', role: 'editor' },
  { userName: 'demo.elsa', displayName: 'Elsa Åkesson', role: 'reader' },
  { userName: 'demo.ove', displayName: 'Ove Härdelin', role: 'auditor' },
  { userName: 'demo.mirja', displayName: 'Mirja Koskinen', role: 'privacy_officer' },
];

/** Makes what of the demonstration is missing, in units, telling how far it is. One that was removed is not made again. */
export async function loadDemonstration(gate: Gate, say: (line: string) => void): Promise<void> {
  const organisation = (await findDemonstration(gate)) ?? (await createDemonstration(gate));
  if (organisation === undefined) return;
  await gate.runAs(
    { actor: 'job:demonstration', organisation, action: 'demonstration.peopled', database: 'identity' },
    (context) => addPeople(context, gate.installation),
  );
  let made = 0;
  for (;;) {
    const { total, added } = await gate.runAs(
      { actor: 'job:demonstration', organisation, action: 'demonstration.loaded' },
      addMembers,
    );
    made += added;
    if (added > 0 && (total % 400 === 0 || total >= memberCount))
      say(`Demonstration: ${total} of ${memberCount} members`);
    if (added < unitSize || total >= memberCount) break;
  }
  if (made > 0) say('Demonstration: ready');
}

/** Undefined when there is none yet; throws nothing for one that was removed, but then there is nothing to make either. */
async function findDemonstration(gate: Gate): Promise<string | undefined> {
  return gate.runAs(
    {
      actor: 'job:demonstration',
      organisation: gate.installation,
      action: 'demonstration.sought',
      database: 'identity',
    },
    async ({ db }) => {
      const row = await db
        .selectFrom('organisation_addresses')
        .select('organisation_id')
        .where('slug', '=', demonstrationSlug)
        .executeTakeFirst();
      return row?.organisation_id;
    },
  );
}

async function createDemonstration(gate: Gate): Promise<string | undefined> {
  const as = { actor: 'job:demonstration', organisation: gate.installation, action: 'demonstration.created' };
  return gate.runAs(as, async (context) => {
    if (await wasRemoved(context)) return undefined;
    const draft = { name: 'Lindängens IF', slug: demonstrationSlug, language: 'sv', isDemonstration: true } as const;
    const { id } = await openOrganisation(context, draft, async (inside) => {
      const template = (await readTemplates()).find(({ key }) => key === 'association');
      if (template) await makeRegisters(inside, template);
    });
    return id;
  });
}

/** Who removed it did not mean until the next start. */
async function wasRemoved(context: Context): Promise<boolean> {
  const row = await context.db
    .selectFrom('journal_entries')
    .select('id')
    .where('organisation_id', '=', context.organisation)
    .where('actor', '=', 'command:demo-remove')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** All of them or, when the organisation has members, nobody: a unit of its own, since accounts belong to another role. */
async function addPeople(context: Context, installation: string): Promise<void> {
  const { db, organisation } = context;
  await sql`select pg_advisory_xact_lock(hashtext('valv demonstration'))`.execute(db);
  const member = await db
    .selectFrom('memberships')
    .select('id')
    .where('organisation_id', '=', organisation)
    .limit(1)
    .executeTakeFirst();
  if (member) return;
  const roles = await db
    .selectFrom('roles')
    .select(['id', 'code'])
    .where('organisation_id', '=', organisation)
    .execute();
  const join = (accountId: string, displayName: string, role: SystemRole) =>
    joinOrganisation(context, {
      organisation,
      accountId,
      displayName,
      roleIds: roles.filter(({ code }) => code === role).map(({ id }) => id),
    });
  const operators = await db
    .selectFrom('memberships')
    .select(['account_id', 'display_name'])
    .where('organisation_id', '=', installation)
    .limit(10)
    .execute();
  for (const operator of operators) await join(operator.account_id, operator.display_name, 'owner');
  for (const { userName, displayName, role } of people) {
    const { id } = await createAccount(context, { userName, displayName });
    await join(id, displayName, role);
  }
}

const written = (member: DemonstrationMember) => ({
  given_name: member.givenName,
  family_name: member.familyName,
  membership: member.membershipKind,
  phone: member.phone,
  email: member.email,
  city: member.city,
  joined_on: member.joinedOn,
  born_on: member.bornOn,
  identity_number: member.identityNumber,
  note: member.note,
});

async function addMembers(context: Context): Promise<{ total: number; added: number }> {
  // Two processes may load at once; each unit then goes on from where the other's ended.
  await sql`select pg_advisory_xact_lock(hashtext('valv demonstration'))`.execute(context.db);
  const definition = (await readDefinitions(context)).find(({ key }) => key === 'members')?.definition;
  if (!definition) return { total: 0, added: 0 };
  const { count } = await context.db
    .selectFrom('records')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', definition.register)
    .executeTakeFirstOrThrow();
  const next = [...generateMembers({ count: memberCount, seed })].slice(count, count + unitSize);
  for (const member of next) {
    await insertRecord(context, definition, randomUUIDv7(), parseRecord(context, definition, written(member), true));
  }
  context.note({ rows: next.length });
  return { total: count + next.length, added: next.length };
}
