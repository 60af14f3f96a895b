import type { Client } from 'pg';
import { DatabaseUnusable } from './unusable.ts';

/** The logins of Valv (architecture.md, "Data rules"). The owner is whoever the configured URL names; it only migrates. */
export const roleNames = {
  runtime: 'valv_runtime',
  identity: 'valv_identity',
  journal: 'valv_journal',
  sealer: 'valv_sealer',
  jobs: 'valv_jobs',
} as const;

export type Role = keyof typeof roleNames;

/**
 * Creates the logins that are missing and sets their passwords. Run as the owner, who needs CREATEROLE and must not be a
 * superuser: a superuser ignores row level security, and nothing here may.
 */
export async function ensureRoles(owner: Client, passwordFor: (role: Role) => string): Promise<void> {
  const { rows } = await owner.query<{ is_superuser: boolean; may_create_roles: boolean }>(
    'select rolsuper as is_superuser, rolcreaterole as may_create_roles from pg_roles where rolname = current_user',
  );
  const me = rows[0];
  if (me?.is_superuser) {
    throw new DatabaseUnusable(
      'The user of VALV_DATABASE_URL is a superuser, whom no row level security holds. Give Valv a user of its own: create role valv_owner login createrole.',
    );
  }
  if (!me?.may_create_roles) {
    throw new DatabaseUnusable('The user of VALV_DATABASE_URL may not create roles. Run: alter role <user> createrole');
  }
  for (const role of Object.keys(roleNames) as Role[]) {
    const name = roleNames[role];
    const password = owner.escapeLiteral(passwordFor(role));
    const exists = await owner.query('select 1 from pg_roles where rolname = $1', [name]);
    if (exists.rowCount === 0) {
      // Two processes may create at once; the second finds it made.
      await owner
        .query(`create role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls password ${password}`)
        .catch((error: { code?: string }) => {
          if (error.code !== '42710' && error.code !== '23505') throw error;
        });
    }
    await changeRole(owner, `alter role ${name} password ${password}`);
    await changeRole(owner, `alter role ${name} set search_path = valv`);
    await changeRole(owner, `alter role ${name} set timezone = 'UTC'`);
    // The owner hands functions and tables over to identity and journal, and must be a member to do it.
    await changeRole(owner, `grant ${name} to current_user`);
  }
}

const attemptsMax = 50;

/**
 * Roles belong to the whole server, but an advisory lock to one database: a process that starts on another database may
 * change the same role at the same moment. PostgreSQL then answers an internal error instead of waiting; the next try finds it done.
 */
async function changeRole(owner: Client, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.query(statement);
      return;
    } catch (error) {
      const isCollision =
        (error as { code?: string }).code === 'XX000' && String(error).includes('concurrently updated');
      if (!isCollision || attempt === attemptsMax) throw error;
    }
  }
}
