import { createHash, randomBytes } from 'node:crypto';

// Tokens are 256 random bits, shown once and kept as SHA-256 only. A key also names its organisation, so that it is found
// by an index that starts with the organisation, and a key of another one can be told from no key at all.

export interface Credential {
  kind: 'session' | 'key' | 'none';
  hash: Buffer | null;
  /** The organisation named in a key. */
  home: string | null;
}

const none: Credential = { kind: 'none', hash: null, home: null };
export const sessionCookie = '__Host-valv';

const tokenHash = (token: string) => createHash('sha256').update(token).digest();

/** A new session token and what is stored of it. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: tokenHash(token) };
}

export { tokenHash };

/** A token that carries the id it belongs to (an API key: its organisation): `<prefix>_<id>_<secret>`. */
export function newHomedToken(prefix: string, home: string): { token: string; hash: Buffer } {
  const { token } = newToken();
  const homed = `${prefix}_${Buffer.from(home.replaceAll('-', ''), 'hex').toString('base64url')}_${token}`;
  return { token: homed, hash: tokenHash(homed) };
}

/** The id inside a homed token, or undefined when the token has not that form. */
export function homeOf(prefix: string, token: string): string | undefined {
  const match = /^([a-z]+)_([\w-]{22})_[\w-]{43}$/.exec(token);
  if (match?.[1] !== prefix || match[2] === undefined) return undefined;
  const hex = Buffer.from(match[2], 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Reads who calls from the headers. A malformed credential is no credential: the answer is the same. */
export function readCredential(authorization: string | undefined, cookie: string | undefined): Credential {
  if (authorization !== undefined) {
    const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    const home = token === undefined ? undefined : homeOf('valv', token);
    if (token === undefined || home === undefined) return none;
    return { kind: 'key', hash: tokenHash(token), home };
  }
  const token = /(?:^|;\s*)__Host-valv=([\w-]{43})(?:;|$)/.exec(cookie ?? '')?.[1];
  return token === undefined ? none : { kind: 'session', hash: tokenHash(token), home: null };
}
