import { randomUUIDv7 } from 'node:crypto';
import type { Context } from '#gate/context.ts';
import { isDuplicate } from '#kernel/database/database-problem.ts';
import { Problem } from '#kernel/errors/problem.ts';

export interface MembershipDraft {
  organisation: string;
  accountId: string;
  displayName: string;
  roleIds: readonly string[];
}

/** Makes an account a member, active from its next call. Works as identity and, inside the organisation, as runtime. */
export async function joinOrganisation(context: Context, draft: MembershipDraft): Promise<{ membershipId: string }> {
  const id = randomUUIDv7();
  const organisation_id = draft.organisation;
  try {
    await context.db
      .insertInto('memberships')
      .values({
        organisation_id,
        id,
        account_id: draft.accountId,
        display_name: draft.displayName,
        created_at: context.now,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'memberships_organisation_id_account_id_key'))
      throw new Problem(409, 'invitation.already_member', { cause: error });
    throw error;
  }
  await context.db
    .insertInto('membership_roles')
    .values(draft.roleIds.map((role_id) => ({ organisation_id, id: randomUUIDv7(), membership_id: id, role_id })))
    .execute();
  return { membershipId: id };
}
