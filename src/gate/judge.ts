import { permissionsOf, type Permission, type SystemRole } from './permissions.ts';
import type { Principal } from './context.ts';

// Pure: facts and a clock in, a principal or a demand out. Every rule about who may enter stands here and nowhere else.

/** What `enter` found, as it stood in the database in this very call. Instants are milliseconds since 1970. */
export interface Facts {
  session?: {
    id: string;
    factors: string[];
    signedInAt: number;
    lastSeenAt: number;
    expiresAt: number;
    endedAt: number | null;
  };
  key?: { id: string; organisation: string; permissions: Permission[]; expiresAt: number; revokedAt: number | null };
  account?: {
    id: string;
    status: 'active' | 'disabled';
    language: 'sv' | 'en';
    displayName: string;
    hasPassword: boolean;
  };
  organisation?: { id: string; status: 'open' | 'closed'; name: string; slug: string };
  membership?: { id: string; status: 'active' | 'suspended' };
  policy?: Partial<SecurityPolicy> | null;
  roles?: { id: string; code: SystemRole | null; permissions: Permission[] }[];
}

/** An organisation's settings for sessions; P01-P10 widen it. */
export interface SecurityPolicy {
  /** A session idle for longer is refused (P18). 5-480. */
  idleMinutes: number;
}

export const defaultPolicy: SecurityPolicy = { idleMinutes: 60 };

/**
 * Why a call is refused before anything else runs. `nobody` is 401 and says nothing about what exists; `stranger` is the 404
 * of a missing thing; the others tell a member of the organisation what is missing.
 */
export type Demand = { kind: 'nobody' } | { kind: 'stranger' } | { kind: 'idle' };

export type Judgement = { principal: Principal } | { demand: Demand };

const refuse = (kind: Demand['kind']): Judgement => ({ demand: { kind } });

/**
 * Decides who acts. `wanted` is the organisation in the path, or undefined for what is the account's own. The answer is the
 * same for a session that never was, has ended or has expired, and for a key that never was, is revoked or has expired.
 */
export function judge(facts: Facts, wanted: string | undefined, now: number): Judgement {
  const { session, key, account, membership, organisation } = facts;
  if (session === undefined && key === undefined) return refuse('nobody');
  if (account === undefined || account.status !== 'active') return refuse('nobody');
  if (session && (session.endedAt !== null || session.expiresAt <= now)) return refuse('nobody');
  if (key && (key.revokedAt !== null || key.expiresAt <= now)) return refuse('nobody');

  if (wanted === undefined) {
    // A key belongs to one organisation and is not a way to the account of its member.
    if (session === undefined) return refuse('nobody');
    return { principal: principalOf(facts, account.id, new Set()) };
  }
  if (membership === undefined || organisation === undefined || organisation.id !== wanted) return refuse('stranger');
  if (membership.status !== 'active' || organisation.status !== 'open') return refuse('stranger');

  const policy = { ...defaultPolicy, ...facts.policy };
  if (session && now - session.lastSeenAt > policy.idleMinutes * 60_000) return refuse('idle');

  const granted = permissionsOf(facts.roles ?? []);
  // A key never does more than its member may at this moment (P21).
  const allowed = key ? new Set(key.permissions.filter((permission) => granted.has(permission))) : granted;
  return { principal: principalOf(facts, account.id, allowed) };
}

function principalOf(facts: Facts, accountId: string, permissions: ReadonlySet<Permission>): Principal {
  return {
    actor: facts.key ? `key:${facts.key.id}` : `account:${accountId}`,
    accountId,
    sessionId: facts.session?.id,
    membershipId: facts.membership?.id,
    roleIds: (facts.roles ?? []).map((role) => role.id),
    permissions,
    signedInAt: facts.session?.signedInAt,
  };
}
