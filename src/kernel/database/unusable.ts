import type { DatabasePlace } from './connect.ts';

/** The configured PostgreSQL cannot be used as it is. Says why and what to do, without a password; nothing was changed. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there. Is it running, and does it listen on that address?',
  ENOENT: 'there is no such socket. Is it running?',
  ETIMEDOUT: 'it does not answer.',
  ENOTFOUND: 'no such host is known.',
  EAI_AGAIN: 'the name of the host could not be looked up.',
  EHOSTUNREACH: 'the host cannot be reached.',
  '28P01': 'it refuses the password.',
  '28000': 'it refuses the user; look at its pg_hba.conf.',
  '3D000': 'there is no database of that name.',
  '42501': 'the user lacks rights in the database: it has to be its owner.',
  '53300': 'it has no connection left.',
  '57P03': 'it is still starting.',
};

/** An error of the first connection or of the migration, as one that an operator can act on; any other is given back. */
export function explainUnusable(place: DatabasePlace, error: unknown): unknown {
  const code = (error as { code?: unknown } | undefined)?.code;
  const reason = typeof code === 'string' ? reasons[code] : undefined;
  if (!('url' in place) || reason === undefined) return error;
  const { host, hostname, pathname } = new URL(place.url);
  const where = `${hostname === '' ? 'the socket' : host}${pathname}`;
  return new DatabaseUnusable(
    `The PostgreSQL of VALV_DATABASE_URL (${where}) cannot be used: ${reason} docs/OPERATIONS.md shows how Valv's user and database are made.`,
    { cause: error },
  );
}
