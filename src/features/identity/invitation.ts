import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { homeOf, newHomedToken, tokenHash } from '#gate/credential.ts';
import { permissionsOf } from '#gate/permissions.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { readInvitation as contract } from './contract.ts';

const prefix = 'valvinv';

/** A token of an invitation names its organisation, so that it is found by an index that starts with the organisation. */
export const newInvitationToken = (organisation: string) => newHomedToken(prefix, organisation);

/** One refusal for all: never made, used, revoked, expired, or its maker may no longer give it. */
export const invitationRefused = () => new Problem(404, 'invitation.refused');

export interface OpenInvitation {
  id: string;
  organisation: { id: string; name: string; slug: string; language: 'sv' | 'en' };
  roles: { id: string; code: string | null; name: string }[];
  expiresAt: Date;
}

/** Finds an invitation that can still be accepted, by its token; throws `invitation.refused` for any other. */
export async function getOpenInvitation(context: Context, token: string): Promise<OpenInvitation> {
  const { db, now } = context;
  const home = homeOf(prefix, token);
  if (home === undefined) throw invitationRefused();
  const found = await db
    .selectFrom('invitations as i')
    .innerJoin('organisations as o', 'o.organisation_id', 'i.organisation_id')
    .innerJoin('organisation_addresses as a', 'a.organisation_id', 'i.organisation_id')
    .select(['i.id', 'i.expires_at', 'i.created_by', 'o.name', 'o.language', 'a.slug'])
    .where('i.organisation_id', '=', home)
    .where('i.token_hash', '=', tokenHash(token))
    .where('i.accepted_at', 'is', null)
    .where('i.revoked_at', 'is', null)
    .where('i.expires_at', '>', now)
    .where('o.status', '=', 'open')
    .executeTakeFirst();
  if (!found) throw invitationRefused();
  const roles = await db
    .selectFrom('invitation_roles as ir')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.organisation_id', '=', 'ir.organisation_id').onRef('r.id', '=', 'ir.role_id'),
    )
    .select(['r.id', 'r.name', 'r.code', 'r.permissions'])
    .where('ir.organisation_id', '=', home)
    .where('ir.invitation_id', '=', found.id)
    .orderBy('r.name')
    .execute();
  if (roles.length === 0) throw invitationRefused();
  if (found.created_by !== null) await assertStillGivable(context, home, found.created_by, roles);
  const { id, name, slug, expires_at } = found;
  return {
    id,
    organisation: { id: home, name, slug, language: found.language === 'en' ? 'en' : 'sv' },
    roles,
    expiresAt: expires_at,
  };
}

/** As with a key (P21), what an invitation gives is at most what its maker may at this moment: one demoted leaves no way back. */
async function assertStillGivable(
  context: Context,
  organisation: string,
  maker: string,
  given: Parameters<typeof permissionsOf>[0],
): Promise<void> {
  const roles = await context.db
    .selectFrom('memberships as m')
    .innerJoin('membership_roles as mr', (join) =>
      join.onRef('mr.organisation_id', '=', 'm.organisation_id').onRef('mr.membership_id', '=', 'm.id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.organisation_id', '=', 'mr.organisation_id').onRef('r.id', '=', 'mr.role_id'),
    )
    .select(['r.code', 'r.permissions'])
    .where('m.organisation_id', '=', organisation)
    .where('m.id', '=', maker)
    .where('m.status', '=', 'active')
    .execute();
  const own = permissionsOf(roles);
  if (!own.has('member.write')) throw invitationRefused();
  for (const permission of permissionsOf(given)) if (!own.has(permission)) throw invitationRefused();
}

/** What an invitation is to, for the page on which it is accepted. */
export async function readInvitation(
  context: Context,
  { body }: Input<typeof contract>,
): Promise<Output<typeof contract>> {
  const { organisation, roles, expiresAt } = await getOpenInvitation(context, body.token);
  const { name, slug, language } = organisation;
  return { organisation: { name, slug, language }, roles: roles.map(({ code, name }) => ({ code, name })), expiresAt };
}
