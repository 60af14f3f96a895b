import { sql } from 'kysely';
import type { Gate } from '#gate/gate.ts';
import type { Context } from '#gate/context.ts';
import { createAccount, joinOrganisation } from '#features/identity/index.ts';
import { openOrganisation } from '#features/organisations/index.ts';
import { makeRegisters, readTemplates } from '#features/templates/index.ts';
import { demonstrations, type Demonstration } from './organisations.ts';
import { loadRecords, surveyRecords, type Work } from './records.ts';

// The demonstration is made by calling the features' own functions, as the machine: what it shows is what the product does.

const actor = 'job:demonstration';
/** One is read and judged while the database writes another. More would take the machine from those who look meanwhile. */
const registersAtOnce = 2;

/**
 * Makes what is missing of the demonstration organisations with these slugs, in units, telling how far it is. Those that were
 * removed are not made again. Several processes may do it at once.
 */
export async function loadDemonstration(
  gate: Gate,
  slugs: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const work: Work[] = [];
  for (const demonstration of demonstrations.filter(({ slug }) => slugs.includes(slug)))
    work.push(...(await prepare(gate, demonstration)));
  if (work.length === 0) return;
  // The largest takes as long as all others together, so it begins at once, and the others are filled one after the other beside it.
  const largest = work.reduce((most, one) => (one.units.length > most.units.length ? one : most));
  const queue = [largest, ...work.filter((one) => one !== largest)];
  const load = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await loadRecords(gate, next, say);
  };
  const lanes = await Promise.allSettled(Array.from({ length: registersAtOnce }, load));
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
  say('Demonstration: ready');
}

/** The organisation with its registers and people; what is missing of its records. */
async function prepare(gate: Gate, demonstration: Demonstration): Promise<Work[]> {
  const organisation = (await find(gate, demonstration.slug)) ?? (await create(gate, demonstration));
  if (organisation === undefined) return [];
  const members = await gate.runAs(
    { actor, organisation, action: 'demonstration.peopled', database: 'identity' },
    async (context) => {
      await addPeople(context, gate.installation, demonstration);
      return workersOf(context, demonstration);
    },
  );
  return surveyRecords(gate, { actor, organisation, demonstration, members });
}

async function find(gate: Gate, slug: string): Promise<string | undefined> {
  const as = { actor, organisation: gate.installation, action: 'demonstration.sought', database: 'identity' } as const;
  return gate.runAs(as, async ({ db }) => {
    const row = await db
      .selectFrom('organisation_addresses')
      .select('organisation_id')
      .where('slug', '=', slug)
      .executeTakeFirst();
    return row?.organisation_id;
  });
}

async function create(gate: Gate, { slug, name, template: key }: Demonstration): Promise<string | undefined> {
  const as = { actor, organisation: gate.installation, action: 'demonstration.created' };
  const template = (await readTemplates()).find((one) => one.key === key);
  if (!template) throw new Error(`there is no template ${key}`);
  return gate.runAs(as, async (context) => {
    if (await wasRemoved(context)) return undefined;
    const draft = { name, slug, language: 'sv', isDemonstration: true } as const;
    const { id } = await openOrganisation(context, draft, (inside) => makeRegisters(inside, template));
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
async function addPeople(context: Context, installation: string, { people }: Demonstration): Promise<void> {
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
  const join = (accountId: string, displayName: string, role: string) =>
    joinOrganisation(context, {
      organisation,
      accountId,
      displayName,
      roleIds: roles.filter(({ code }) => code === role).map(({ id }) => id),
    });
  // By their role: a proof of the policy is a member of the installation too, for a moment.
  const operators = await db
    .selectFrom('memberships as m')
    .innerJoin('membership_roles as mr', (join) =>
      join.onRef('mr.organisation_id', '=', 'm.organisation_id').onRef('mr.membership_id', '=', 'm.id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.organisation_id', '=', 'mr.organisation_id').onRef('r.id', '=', 'mr.role_id'),
    )
    .select(['m.account_id', 'm.display_name'])
    .where('m.organisation_id', '=', installation)
    .where('r.code', '=', 'operator')
    .limit(10)
    .execute();
  for (const operator of operators) await join(operator.account_id, operator.display_name, 'owner');
  for (const { userName, displayName, role } of people) {
    const { id } = await createAccount(context, { userName, displayName, isDemonstration: true });
    await join(id, displayName, role);
  }
}

/** Memberships of the demonstration's own people who do the work, in the order of the list. */
async function workersOf({ db, organisation }: Context, { people }: Demonstration): Promise<string[]> {
  const rows = await db
    .selectFrom('memberships')
    .select(['id', 'display_name'])
    .where('organisation_id', '=', organisation)
    .limit(100)
    .execute();
  return people
    .filter(({ role }) => role === 'administrator' || role === 'editor')
    .flatMap(({ displayName }) => rows.find((row) => row.display_name === displayName)?.id ?? []);
}
