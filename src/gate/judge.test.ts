import { describe, expect, test } from 'vitest';
import { judge, type Facts } from './judge.ts';

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
const organisation = { id: 'x', status: 'open', name: 'X', slug: 'x' } as const;
const facts = (changes: Partial<Facts> = {}): Facts => ({
  session: {
    id: 's',
    factors: ['password'],
    signedInAt: now - minute,
    lastSeenAt: now - minute,
    expiresAt: now + minute,
    endedAt: null,
  },
  account: { id: 'a', status: 'active', language: 'sv', displayName: 'A', hasPassword: true },
  organisation,
  membership: { id: 'm', status: 'active' },
  roles: [{ id: 'r', code: 'reader', permissions: [] }],
  policy: {},
  ...changes,
});
const session = (changes: Partial<NonNullable<Facts['session']>>): Facts => {
  const whole = facts();
  return { ...whole, ...(whole.session && { session: { ...whole.session, ...changes } }) };
};
const key = (changes: Partial<NonNullable<Facts['key']>> = {}): Facts => {
  const { session: _, ...rest } = facts();
  return {
    ...rest,
    key: {
      id: 'k',
      organisation: 'x',
      permissions: ['record.read', 'record.write'],
      expiresAt: now + 1,
      revokedAt: null,
      ...changes,
    },
  };
};
const verdict = (given: Facts, wanted: string | undefined = 'x') => {
  const judgement = judge(given, wanted, now);
  return 'demand' in judgement ? judgement.demand.kind : [...judgement.principal.permissions];
};

describe('a session', () => {
  test('of an active member gives the permissions of the roles', () => {
    expect(verdict(facts())).toEqual(['organisation.read', 'register.read', 'record.read']);
    expect(verdict(facts({ roles: [{ id: 'r', code: null, permissions: ['journal.read'] }] }))).toEqual([
      'journal.read',
    ]);
    expect(verdict(facts({ roles: [] }))).toEqual([]);
  });

  test('that never was, has ended, or has expired to the millisecond is nobody', () => {
    expect(verdict({})).toBe('nobody');
    expect(verdict(session({ endedAt: now - 1 }))).toBe('nobody');
    expect(verdict(session({ expiresAt: now }))).toBe('nobody');
    expect(verdict(session({ expiresAt: now + 1 }))).toHaveLength(3);
  });

  test('of a disabled account is nobody', () => {
    const { account } = facts();
    expect(verdict(facts({ ...(account && { account: { ...account, status: 'disabled' } }) }))).toBe('nobody');
  });

  test('P18 idle for longer than the organisation allows is refused, to the second, and only there', () => {
    expect(verdict({ ...session({ lastSeenAt: now - 60 * minute }) })).toHaveLength(3);
    expect(verdict({ ...session({ lastSeenAt: now - 60 * minute - 1_000 }) })).toBe('idle');
    expect(verdict({ ...session({ lastSeenAt: now - 6 * minute }), policy: { idleMinutes: 5 } })).toBe('idle');
    expect(
      judge({ ...session({ lastSeenAt: now - 6 * minute }), policy: { idleMinutes: 5 } }, undefined, now),
    ).toHaveProperty('principal');
  });

  test('of no member, a suspended one, or in a closed organisation is a stranger', () => {
    const { membership: _, ...without } = facts();
    expect(verdict(without)).toBe('stranger');
    expect(verdict(facts({ membership: { id: 'm', status: 'suspended' } }))).toBe('stranger');
    expect(verdict(facts({ organisation: { ...organisation, status: 'closed' } }))).toBe('stranger');
    expect(verdict(facts(), 'y')).toBe('stranger');
  });
});

describe('an API key', () => {
  test('does what it was given and its member still may', () => {
    expect(verdict(key())).toEqual(['record.read']);
    expect(verdict({ ...key(), roles: [{ id: 'r', code: 'editor', permissions: [] }] })).toEqual([
      'record.read',
      'record.write',
    ]);
  });

  test('revoked or expired is nobody', () => {
    expect(verdict(key({ revokedAt: now - 1 }))).toBe('nobody');
    expect(verdict(key({ expiresAt: now }))).toBe('nobody');
  });

  test('is no way to the account of its member', () => {
    const judgement = judge(key(), undefined, now);
    expect(judgement).toEqual({ demand: { kind: 'nobody' } });
  });
});
