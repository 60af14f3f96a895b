import { randomUUIDv7 } from 'node:crypto';
import { openOrganisation } from '#features/organisations/index.ts';
import { addRegister, DefinitionDraft } from '#features/registers/index.ts';
import { newToken } from '#gate/credential.ts';
import { membersDefinition } from '../../src/features/registers/testing.ts';
import type { Service } from './service.ts';

/** An organisation with a register and an owner who is signed in, in a service that runs. */
export interface Organisation {
  id: string;
  register: string;
  accountId: string;
  sessionId: string;
  headers: Record<string, string>;
  /** Path of the register below the service's URL. */
  path: string;
}

export async function createOrganisation(service: Service, name: string): Promise<Organisation> {
  const accountId = randomUUIDv7();
  const sessionId = randomUUIDv7();
  const { token, hash } = newToken();
  return service.beside(async ({ installation: { gate, database } }) => {
    const as = { actor: 'command:test', organisation: gate.installation, action: 'test.organisation_created' };
    const { id, result } = await gate.runAs(as, (context) =>
      openOrganisation(context, { name, slug: name, language: 'sv' }, async (inside, roles) => {
        const body = { key: 'members', definition: DefinitionDraft.parse(membersDefinition) };
        const { id: register } = await addRegister(inside, { params: undefined, query: undefined, body });
        return { register, role: roles.get('owner') };
      }),
    );
    await database.pools.identity.query(`insert into accounts (id, user_name, display_name) values ($1, $2, $2)`, [
      accountId,
      name,
    ]);
    await database.pools.identity.query(
      `insert into sessions (id, token_hash, account_id, factors, created_at, signed_in_at, last_seen_at, expires_at)
       values ($1, $2, $3, '{link}', now(), now(), now(), now() + interval '1 day')`,
      [sessionId, hash, accountId],
    );
    const join = { actor: 'command:test', organisation: id, action: 'test.owner_joined' };
    await gate.runAs(join, async ({ db }) => {
      const membership = randomUUIDv7();
      await db
        .insertInto('memberships')
        .values({ organisation_id: id, id: membership, account_id: accountId, display_name: name })
        .execute();
      await db
        .insertInto('membership_roles')
        .values({ organisation_id: id, id: randomUUIDv7(), membership_id: membership, role_id: result.role ?? '' })
        .execute();
    });
    return {
      id,
      register: result.register,
      accountId,
      sessionId,
      headers: { cookie: `__Host-valv=${token}`, 'x-valv-page': '1' },
      path: `/api/v1/organisations/${id}/registers/${result.register}`,
    };
  });
}
