import { randomUUIDv7 } from 'node:crypto';
import { isDuplicate } from '#kernel/database/database-problem.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { Context } from '#gate/context.ts';
import { systemRoles, type SystemRole } from '#gate/permissions.ts';

export interface OrganisationDraft {
  name: string;
  slug: string;
  language: 'sv' | 'en';
  isDemonstration?: boolean;
}

/** Names of the program's own roles as they stand in the database; pages translate them by code. */
export const roleNames: Record<SystemRole, string> = {
  operator: 'Driftansvarig',
  owner: 'Ägare',
  administrator: 'Administratör',
  editor: 'Redaktör',
  reader: 'Läsare',
  auditor: 'Granskare',
  privacy_officer: 'Dataskyddsombud',
};

/**
 * Opens an organisation with its roles and default policy, and runs `furnish` inside it, all in the transaction of the call,
 * which must have entered the installation (P26: no infrastructure, only rows). Its keys are durable before they are used.
 */
export async function openOrganisation<T>(
  context: Context,
  draft: OrganisationDraft,
  furnish: (context: Context, roles: ReadonlyMap<SystemRole, string>) => Promise<T>,
): Promise<{ id: string; result: T }> {
  const id = randomUUIDv7();
  await claimAddress(context, id, draft.slug);
  await context.keyring.createOrganisation(id);
  const result = await context.inNewOrganisation(id, async (inside) => {
    await inside.db
      .insertInto('organisations')
      .values({
        organisation_id: id,
        name: draft.name,
        language: draft.language,
        is_demonstration: draft.isDemonstration ?? false,
      })
      .execute();
    const roles = await createSystemRoles(
      inside,
      (Object.keys(systemRoles) as SystemRole[]).filter((role) => role !== 'operator'),
    );
    return furnish(inside, roles);
  });
  return { id, result };
}

async function claimAddress(context: Context, organisation: string, slug: string): Promise<void> {
  try {
    await context.db
      .selectNoFrom((eb) => eb.fn('valv.claim_address', [eb.val(organisation), eb.val(slug)]).as('claimed'))
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'organisation_addresses_pkey')) {
      throw new Problem(409, 'organisation.slug_taken', { fields: [{ path: 'body.slug', code: 'field.slug_taken' }] });
    }
    throw error;
  }
}

/** Gives the roles and the first policy of an organisation that has none; returns the roles' ids by code. */
export async function createSystemRoles(
  context: Context,
  codes: readonly SystemRole[],
): Promise<ReadonlyMap<SystemRole, string>> {
  const roles = codes.map((code) => ({
    organisation_id: context.organisation,
    id: randomUUIDv7(),
    code,
    name: roleNames[code],
  }));
  await context.db.insertInto('roles').values(roles).execute();
  await context.db
    .insertInto('security_policies')
    .values({
      organisation_id: context.organisation,
      id: randomUUIDv7(),
      version: 1,
      settings: JSON.stringify({ idleMinutes: 60 }),
    })
    .execute();
  return new Map(roles.map((role) => [role.code, role.id]));
}
