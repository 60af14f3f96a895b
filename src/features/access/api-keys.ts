import { randomUUIDv7 } from 'node:crypto';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { newHomedToken } from '#gate/credential.ts';
import type { Permission } from '#gate/permissions.ts';
import { forbidden, notFound } from '#kernel/errors/problem.ts';
import type * as contract from './contract.ts';
import { assertWithinOwn } from './own-permissions.ts';

const keysMax = 500;

/** The organisation's keys without their secrets: those in use first, then the newest. */
export async function listApiKeys(context: Context): Promise<Output<typeof contract.listApiKeys>> {
  const rows = await context.db
    .selectFrom('api_keys as k')
    .leftJoin('api_key_activity as a', (join) =>
      join.onRef('a.organisation_id', '=', 'k.organisation_id').onRef('a.api_key_id', '=', 'k.id'),
    )
    .select([
      'k.id',
      'k.name',
      'k.membership_id',
      'k.permissions',
      'k.expires_at',
      'k.revoked_at',
      'k.created_at',
      'a.last_used_at',
    ])
    .where('k.organisation_id', '=', context.organisation)
    .orderBy((eb) => eb('k.revoked_at', 'is not', null))
    .orderBy('k.id', 'desc')
    .limit(keysMax)
    .execute();
  context.note({ rows: rows.length });
  return {
    apiKeys: rows.map((row) => ({
      id: row.id,
      name: row.name,
      membershipId: row.membership_id,
      permissions: row.permissions as Permission[],
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
      lastUsedAt: row.last_used_at,
      createdAt: row.created_at,
    })),
  };
}

/** Makes a key that acts for its maker. On every call it does what it lists and its maker then still may. */
export async function createApiKey(
  context: Context,
  { body }: Input<typeof contract.createApiKey>,
): Promise<Output<typeof contract.createApiKey>> {
  const { db, now, organisation, principal } = context;
  if (principal.membershipId === undefined) throw forbidden('api_key.write');
  const permissions = [...new Set(body.permissions)];
  assertWithinOwn(context, permissions);
  const id = randomUUIDv7();
  const { token, hash } = newHomedToken('valv', organisation);
  const expiresAt = new Date(now.getTime() + body.validDays * 86_400_000);
  await db
    .insertInto('api_keys')
    .values({
      organisation_id: organisation,
      id,
      membership_id: principal.membershipId,
      token_hash: hash,
      name: body.name,
      permissions,
      expires_at: expiresAt,
      created_at: now,
    })
    .execute();
  context.note({ target: id });
  const { membershipId } = principal;
  return {
    apiKey: {
      id,
      name: body.name,
      membershipId,
      permissions,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
      createdAt: now,
    },
    key: token,
  };
}

/** Revokes a key, anybody's: taking a way in away is never more than one may. Once more is no fault. */
export async function revokeApiKey(context: Context, { params }: Input<typeof contract.revokeApiKey>): Promise<void> {
  const revoked = await context.db
    .updateTable('api_keys')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(context.now)) }))
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', params.apiKey)
    .executeTakeFirst();
  if (revoked.numUpdatedRows === 0n) throw notFound();
}
