import { sql } from 'kysely';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { installationId } from '#kernel/database/installation.ts';
import type { changeOrganisation as changeContract } from './contract.ts';

type OrganisationOut = Output<typeof changeContract>;

/** The entered organisation, and what the reader may do in it. */
export async function readOrganisation(context: Context): Promise<OrganisationOut> {
  const { db, organisation, principal } = context;
  const found = await db
    .selectFrom('organisations')
    .select(['name', 'language', 'is_demonstration', sql<string>`valv.organisation_address()`.as('slug')])
    .where('organisation_id', '=', organisation)
    .executeTakeFirstOrThrow();
  return {
    id: organisation,
    slug: found.slug,
    name: found.name,
    language: found.language === 'en' ? 'en' : 'sv',
    isDemonstration: found.is_demonstration,
    isInstallation: organisation === installationId,
    me: {
      membershipId: principal.membershipId ?? null,
      permissions: [...principal.permissions],
      roleIds: [...principal.roleIds],
    },
  };
}

/** Changes name or language; what is not named stays. */
export async function changeOrganisation(
  context: Context,
  { body }: Input<typeof changeContract>,
): Promise<OrganisationOut> {
  const change = {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.language !== undefined && { language: body.language }),
  };
  if (Object.keys(change).length > 0) {
    await context.db
      .updateTable('organisations')
      .set(change)
      .where('organisation_id', '=', context.organisation)
      .execute();
  }
  context.note({ target: context.organisation });
  return readOrganisation(context);
}
