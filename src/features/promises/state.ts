/**
 * The state of a promise, computed and never set by hand. Every doubt falls on the side that shows less: a page that
 * says "kept" when it is not is the worse failure.
 */
import type { PolicyPromise } from './promise.ts';

export type PromiseState = 'kept' | 'configured' | 'attested' | 'at_risk' | 'not_yet';

/** One run of a probe. Instants are ISO 8601 in UTC; `expiresAt` is the first instant at which it no longer counts. */
export type PromiseProof = Readonly<{
  promise: PolicyPromise['id'];
  at: string;
  expiresAt: string;
  outcome: 'passed' | 'failed';
  evidence: Readonly<Record<string, string | number | boolean>>;
  shownBy: string;
}>;

/** Why a setting that is in force still does not keep its promise in full. */
export type Weakness = 'same_disk' | 'same_machine';

/** A setting in force. Without a test that it is enforced it counts for nothing. */
export type PromiseConfiguration = Readonly<{ since: string; isTested: boolean; weakness?: Weakness }>;

/** Somebody's dated word for what code cannot prove; `expiresAt` is the first instant at which it is stale. */
export type PromiseAttestation = Readonly<{ at: string; expiresAt: string; attestedBy: string }>;

export type StateReason =
  | Weakness
  | 'proof_failed'
  | 'proof_expired'
  | 'proof_missing'
  | 'configuration_untested'
  | 'attestation_missing'
  | 'attestation_expired';

export type PromiseStanding = Readonly<{
  state: PromiseState;
  since?: string;
  validUntil?: string;
  reason?: StateReason;
}>;

export type PromiseFacts = Readonly<{
  /** The latest proof, whatever its outcome. */
  proof?: PromiseProof;
  configuration?: PromiseConfiguration;
  attestation?: PromiseAttestation;
}>;

export function stateOf(promise: PolicyPromise, facts: PromiseFacts, now: Date): PromiseStanding {
  const { proof, configuration, attestation } = facts;
  if (proof && proof.promise !== promise.id) throw new Error(`The proof is of ${proof.promise}, not ${promise.id}.`);

  // Bad news first: neither a setting nor a signature covers for a probe that failed or fell silent.
  if (proof?.outcome === 'failed') return { state: 'at_risk', since: proof.at, reason: 'proof_failed' };
  if (proof && isOver(proof.expiresAt, now)) {
    return { state: 'at_risk', since: proof.expiresAt, reason: 'proof_expired' };
  }

  if (promise.kind === 'attested') return attestedStanding(attestation, now);
  if (proof) return provenStanding(promise, proof, facts, now);
  if (configuration?.isTested) {
    return { state: 'configured', since: configuration.since, reason: configuration.weakness ?? 'proof_missing' };
  }
  return { state: 'not_yet', reason: configuration ? 'configuration_untested' : 'proof_missing' };
}

function provenStanding(promise: PolicyPromise, proof: PromiseProof, facts: PromiseFacts, now: Date): PromiseStanding {
  const { configuration, attestation } = facts;
  // Three folders on one disk pass every probe and are still not three places.
  if (configuration?.weakness) {
    return { state: 'configured', since: configuration.since, reason: configuration.weakness };
  }
  const kept: PromiseStanding = { state: 'kept', since: proof.at, validUntil: proof.expiresAt };
  if (!promise.isPartlyAttested) return kept;

  const attested = attestedStanding(attestation, now);
  if (attested.state !== 'attested') return { ...kept, state: 'configured', reason: attested.reason };
  return { ...kept, validUntil: earlier(proof.expiresAt, attested.validUntil) };
}

function attestedStanding(attestation: PromiseAttestation | undefined, now: Date): PromiseStanding {
  if (!attestation) return { state: 'not_yet', reason: 'attestation_missing' };
  if (isOver(attestation.expiresAt, now)) {
    return { state: 'not_yet', since: attestation.expiresAt, reason: 'attestation_expired' };
  }
  return { state: 'attested', since: attestation.at, validUntil: attestation.expiresAt };
}

/** An instant that cannot be read counts as passed: `NaN > now` is false. */
function isOver(expiresAt: string, now: Date): boolean {
  return !(Date.parse(expiresAt) > now.getTime());
}

function earlier(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) < Date.parse(one) ? other : one;
}
