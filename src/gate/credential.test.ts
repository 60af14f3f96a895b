import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { homeOf, newHomedToken, newToken, readCredential, sessionCookie } from './credential.ts';

const organisation = randomUUID();
const sha256 = (text: string) => createHash('sha256').update(text).digest();
const nobody = { kind: 'none', hash: null, home: null };

describe('a token', () => {
  test('is 256 random bits, and its SHA-256 is what is stored', () => {
    const { token, hash } = newToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(hash).toEqual(sha256(token));
    expect(newToken().token).not.toBe(token);
  });

  test('that names its organisation gives it back, to who asks for the same prefix alone', () => {
    fc.assert(
      fc.property(fc.uuid(), (home) => {
        const { token, hash } = newHomedToken('valv', home);
        expect(hash).toEqual(sha256(token));
        expect(homeOf('valv', token)).toBe(home);
        expect(homeOf('valvinv', token)).toBeUndefined();
      }),
    );
  });

  test('of another form names nothing', () => {
    const { token } = newHomedToken('valv', organisation);
    for (const broken of [
      '',
      'valv',
      token.slice(1),
      token.slice(0, -1),
      `${token}A`,
      token.toUpperCase(),
      ` ${token}`,
      token.replace('_', '-'),
    ])
      expect(homeOf('valv', broken), broken).toBeUndefined();
  });
});

describe('a credential is read', () => {
  const { token } = newToken();
  const { token: key } = newHomedToken('valv', organisation);

  test('from the session cookie, wherever it stands among others', () => {
    const session = { kind: 'session', hash: sha256(token), home: null };
    const own = `${sessionCookie}=${token}`;
    for (const cookie of [own, `a=b; ${own}`, `${own}; a=b`, `a=b;${own};c=d`])
      expect(readCredential(undefined, cookie)).toEqual(session);
  });

  test('from a bearer key, with the organisation it names', () => {
    const found = { kind: 'key', hash: sha256(key), home: organisation };
    expect(readCredential(`Bearer ${key}`, undefined)).toEqual(found);
    expect(readCredential(`bearer ${key}`, undefined)).toEqual(found);
  });

  test('as none when it is not whole, is of another kind, or stands in the wrong place', () => {
    for (const cookie of [
      undefined,
      '',
      `${sessionCookie}=`,
      `${sessionCookie}=${token}A`,
      `${sessionCookie}=${token.slice(1)}`,
      `x${sessionCookie}=${token}`,
      `valv=${token}`,
      `${sessionCookie}=${token} `,
    ])
      expect(readCredential(undefined, cookie), cookie).toEqual(nobody);
    const { token: invitation } = newHomedToken('valvinv', organisation);
    for (const header of [
      '',
      'Bearer',
      `Bearer ${token}`,
      `Bearer ${invitation}`,
      `Basic ${key}`,
      key,
      `Bearer ${key} `,
      `Bearer  ${key}x`,
    ])
      expect(readCredential(header, undefined), header).toEqual(nobody);
  });

  test('from the key alone where both are sent: a page’s cookie does not help a broken key', () => {
    const cookie = `${sessionCookie}=${token}`;
    expect(readCredential(`Bearer ${key}`, cookie).kind).toBe('key');
    expect(readCredential('Bearer nonsense', cookie)).toEqual(nobody);
  });
});
