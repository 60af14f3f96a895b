import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Gate } from '#gate/gate.ts';
import { createAccount } from './account.ts';
import { joinOrganisation } from './membership.ts';

/**
 * At the first start: an account for the one who runs the installation, with the role of operator and no password, to be
 * signed in to by a link that the machine prints. Undefined when the installation has any member. Safe from several processes.
 */
export function createFirstOperator(gate: Gate): Promise<{ id: string; userName: string } | undefined> {
  const as = {
    actor: 'command:start',
    organisation: gate.installation,
    action: 'installation.operator_prepared',
    database: 'identity',
  } as const;
  return gate.runAs(as, async (context) => {
    const { db, organisation } = context;
    await sql`select pg_advisory_xact_lock(hashtext('valv first operator'))`.execute(db);
    const member = await db
      .selectFrom('memberships')
      .select('id')
      .where('organisation_id', '=', organisation)
      .limit(1)
      .executeTakeFirst();
    if (member) return undefined;
    const role = await db
      .selectFrom('roles')
      .select('id')
      .where('organisation_id', '=', organisation)
      .where('code', '=', 'operator')
      .executeTakeFirstOrThrow();
    const taken = await db.selectFrom('accounts').select('id').where('user_name', '=', 'operator').executeTakeFirst();
    // A name that somebody has is left to them: it must not make them an operator.
    const userName = taken ? `operator-${randomBytes(3).toString('hex')}` : 'operator';
    const { id } = await createAccount(context, { userName, displayName: 'Driftansvarig' });
    await joinOrganisation(context, { organisation, accountId: id, displayName: 'Driftansvarig', roleIds: [role.id] });
    context.note({ target: id });
    return { id, userName };
  });
}
