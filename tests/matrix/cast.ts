import { installationId } from '#kernel/database/installation.ts';
import type { Permission } from '#gate/permissions.ts';
import { newToken, newHomedToken } from '#gate/credential.ts';
import { randomUUIDv7 } from 'node:crypto';
import type { World } from '#tests/world.ts';
import { allBut, newSession, type Estate } from './estate.ts';

// Everybody who tries: what they send with each call, and why it must not help them.

export type Headers = Record<string, string>;

export interface Cast {
  /** Who are nobody: 401. All were owners of the victim's organisation. */
  nobodies: Record<string, Headers>;
  /** Good keys, where only a session counts. */
  keysAlone: Record<string, Headers>;
  /** Who are somebody, but not in the victim's organisation. */
  strangers: Record<string, Headers>;
  /** Who are somebody in ours, and name the victim's things there. */
  insiders: Record<string, Headers>;
  /** One of ours with a password, newly signed in. */
  person(): Promise<Headers>;
  operator: Headers;
  /** Belongs to the installation, with no permission to operate it. */
  memberOfInstallation: Headers;
  memberOf(estate: Estate, permissions: Permission[]): Promise<Headers>;
  /** The membership of one whom `memberOf` made; undefined for others, who are owners. */
  membershipOf(headers: Headers): string | undefined;
  keyOf(estate: Estate, permissions: Permission[]): Promise<Headers>;
}

export async function createCast(world: World, ours: Estate, victim: Estate): Promise<Cast> {
  const everything = allBut('installation.operate');
  const account = (name: string) => world.createAccount(name);
  const formerOwner = async (sql: string) => {
    const member = await victim.organisation.createMember('owner');
    await world.sql(sql, [member.id]);
    return member.headers;
  };
  const formerKey = async (sql: string) => {
    const key = await victim.organisation.createKey(everything);
    await world.sql(sql, [key.id]);
    return key.headers;
  };
  const keyOfMember = async (membership: string, permissions: Permission[]) => {
    const { token, hash } = newHomedToken('valv', ours.things.organisation);
    await world.sql(
      `insert into api_keys (organisation_id, id, membership_id, token_hash, name, permissions, expires_at) values ($1, $2, $3, $4, 'test', $5, $6)`,
      [ours.things.organisation, randomUUIDv7(), membership, hash, permissions, new Date(Date.now() + 86_400_000)],
    );
    return { authorization: `Bearer ${token}` };
  };

  const gone = await victim.organisation.createMember('owner');
  const keyOfGone = newHomedToken('valv', victim.things.organisation);
  await world.sql(
    `insert into api_keys (organisation_id, id, membership_id, token_hash, name, permissions, expires_at) values ($1, $2, $3, $4, 'test', $5, now() + interval '1 day')`,
    [victim.things.organisation, randomUUIDv7(), gone.membershipId, keyOfGone.hash, everything],
  );
  await world.sql(`update accounts set status = 'disabled' where id = $1`, [gone.id]);

  const shared = await account('gemensam');
  const sharedMembership = await ours.organisation.addMember(shared, 'owner');
  await victim.organisation.addMember(shared, 'owner');
  const roleOfField = `insert into membership_roles (organisation_id, id, membership_id, role_id) values ($1, uuid_v7(), $2, $3)`;
  await world.sql(roleOfField, [ours.things.organisation, sharedMembership, ours.things.role]);
  const suspended = await victim.organisation.createMember('owner');
  await world.sql(`update memberships set status = 'suspended' where id = $1`, [suspended.membershipId]);

  const operator = await account('drift');
  const plain = await account('anställd');
  const roles = await world.sql(
    `insert into roles (organisation_id, id, name, permissions) values ($1, uuid_v7(), 'Drift', '{installation.operate}'), ($1, uuid_v7(), 'Annat', $2) returning id`,
    [installationId, everything],
  );
  for (const [index, { id }] of [operator, plain].entries()) {
    const membership = randomUUIDv7();
    await world.sql(
      `insert into memberships (organisation_id, id, account_id, display_name) values ($1, $2, $3, 'Anställd')`,
      [installationId, membership, id],
    );
    await world.sql(roleOfField, [installationId, membership, roles[index]?.['id']]);
  }

  const person = await world.sql(`select id from accounts where user_name = $1`, [ours.things.userName]);
  const ownerKey = (await ours.organisation.createKey(everything)).headers;
  const sharedKey = await keyOfMember(sharedMembership, everything);
  const members = new Map<string, Headers>();
  const memberships = new Map<Headers, string>();
  const remembered = async (key: string, make: () => Promise<{ headers: Headers; membershipId?: string }>) => {
    const known = members.get(key);
    if (known) return known;
    const { headers, membershipId } = await make();
    members.set(key, headers);
    if (membershipId !== undefined) memberships.set(headers, membershipId);
    return headers;
  };
  return {
    nobodies: {
      'without a credential': {},
      'with a session that never was': { cookie: `__Host-valv=${newToken().token}` },
      'with a malformed key': { authorization: 'Bearer valv_not-a-key' },
      'with an expired session': await formerOwner(
        `update sessions set expires_at = signed_in_at + interval '1 ms' - interval '1 hour' where account_id = $1`,
      ),
      'with an ended session': await formerOwner(`update sessions set ended_at = signed_in_at where account_id = $1`),
      'of a disabled account': gone.headers,
      'with a key of a disabled account': { authorization: `Bearer ${keyOfGone.token}` },
      'with an expired key': await formerKey(
        `update api_keys set expires_at = now() - interval '1 hour' where id = $1`,
      ),
      'with a revoked key': await formerKey(`update api_keys set revoked_at = now() where id = $1`),
    },
    keysAlone: { 'with a key alone': ownerKey },
    strangers: {
      'the owner of another organisation': ours.organisation.owner.headers,
      'a key of another organisation': ownerKey,
      'a key made elsewhere by an owner of both': sharedKey,
      'a suspended owner': suspended.headers,
    },
    insiders: {
      'the owner of another organisation': ours.organisation.owner.headers,
      'a key of another organisation': ownerKey,
      'an owner of both': shared.headers,
      'a key made elsewhere by an owner of both': sharedKey,
    },
    person: async () => (await newSession(world, String(person[0]?.['id']))).headers,
    operator: operator.headers,
    memberOfInstallation: plain.headers,
    memberOf: (estate, permissions) =>
      remembered(`${estate.things.organisation} ${permissions.join()}`, () =>
        estate.organisation.createMember(permissions),
      ),
    membershipOf: (headers) => memberships.get(headers),
    keyOf: (estate, permissions) =>
      remembered(`key ${estate.things.organisation} ${permissions.join()}`, () =>
        estate.organisation.createKey(permissions),
      ),
  };
}
