import { openLong, sealLong } from '#kernel/keyring/long-text.ts';
import type { OrganisationKeys } from '#kernel/keyring/organisation-keys.ts';

// The values of an entry under a seal: salt and payload together, exactly as the leaf's commitment has them. With the salt beside
// in clear, somebody who holds the database could try values until the commitment fits.

export interface Committed {
  salt: Buffer;
  payload: string;
}

const binding = (entry: string) => ({ table: 'journal_values', column: 'sealed', row: entry });

export const sealCommitted = (keys: OrganisationKeys, entry: string, { salt, payload }: Committed): string =>
  sealLong(keys, binding(entry), `${salt.toString('base64url')}.${payload}`);

/** Throws SealBroken when the sealed text is not this entry's, or was changed. */
export function openCommitted(keys: OrganisationKeys, entry: string, sealed: string): Committed {
  const text = openLong(keys, binding(entry), sealed);
  const dot = text.indexOf('.');
  return { salt: Buffer.from(text.slice(0, dot), 'base64url'), payload: text.slice(dot + 1) };
}
