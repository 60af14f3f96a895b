import { describe, expect, test } from 'vitest';
import { getPromise } from './catalogue.ts';
import { stateOf, type PromiseAttestation, type PromiseProof } from './state.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const backup = getPromise('P44');
const secrecy = getPromise('P77');
const processor = getPromise('P31');

const proofOf = (changes: Partial<PromiseProof> = {}): PromiseProof => ({
  promise: 'P44',
  at: '2026-11-22T06:00:00.000Z',
  expiresAt: '2026-11-23T06:00:00.000Z',
  outcome: 'passed',
  evidence: { copies: 3 },
  shownBy: 'backup.verify',
  ...changes,
});
const configuration = { since: '2026-01-01T00:00:00.000Z', isTested: true };
const attestation: PromiseAttestation = {
  at: '2026-02-01T00:00:00.000Z',
  expiresAt: '2027-02-01T00:00:00.000Z',
  attestedBy: 'Maria Öberg',
};

describe('a measured or configured promise', () => {
  test('is kept while its passed proof is fresh', () => {
    expect(stateOf(backup, { proof: proofOf() }, NOW)).toEqual({
      state: 'kept',
      since: '2026-11-22T06:00:00.000Z',
      validUntil: '2026-11-23T06:00:00.000Z',
    });
  });

  test('is kept up to the last millisecond before the proof expires, and at risk from the instant it does', () => {
    const proof = proofOf();
    const expiry = Date.parse(proof.expiresAt);
    expect(stateOf(backup, { proof }, new Date(expiry - 1)).state).toBe('kept');
    expect(stateOf(backup, { proof, configuration }, new Date(expiry))).toEqual({
      state: 'at_risk',
      since: proof.expiresAt,
      reason: 'proof_expired',
    });
  });

  test('compares instants, not text', () => {
    const proof = proofOf({ expiresAt: '2026-11-22T13:00:00+01:00' });
    expect(stateOf(backup, { proof }, new Date(NOW.getTime() - 1)).state).toBe('kept');
    expect(stateOf(backup, { proof }, NOW).state).toBe('at_risk');
  });

  test('is at risk when the proof failed, whatever else is in order', () => {
    const proof = proofOf({ outcome: 'failed' });
    expect(stateOf(backup, { proof, configuration, attestation }, NOW)).toEqual({
      state: 'at_risk',
      since: proof.at,
      reason: 'proof_failed',
    });
  });

  test('is never kept on an expiry that cannot be read', () => {
    expect(stateOf(backup, { proof: proofOf({ expiresAt: 'soon' }) }, NOW).state).toBe('at_risk');
  });

  test('is configured while a tested setting waits for its proof', () => {
    expect(stateOf(backup, { configuration }, NOW)).toEqual({
      state: 'configured',
      since: configuration.since,
      reason: 'proof_missing',
    });
  });

  test('is no more than configured on three folders of one disk, even with a passed proof', () => {
    const weak = { ...configuration, weakness: 'same_disk' } as const;
    const standing = { state: 'configured', since: configuration.since, reason: 'same_disk' };
    expect(stateOf(backup, { configuration: weak }, NOW)).toEqual(standing);
    expect(stateOf(backup, { configuration: weak, proof: proofOf() }, NOW)).toEqual(standing);
  });

  test('is not yet kept without proof, or with a setting that no test enforces', () => {
    expect(stateOf(backup, {}, NOW)).toEqual({ state: 'not_yet', reason: 'proof_missing' });
    expect(stateOf(backup, { attestation }, NOW)).toEqual({ state: 'not_yet', reason: 'proof_missing' });
    expect(stateOf(backup, { configuration: { ...configuration, isTested: false } }, NOW)).toEqual({
      state: 'not_yet',
      reason: 'configuration_untested',
    });
  });

  test('does not accept the proof of another promise', () => {
    expect(() => stateOf(backup, { proof: proofOf({ promise: 'P41' }) }, NOW)).toThrow('P41');
  });
});

describe('an attested promise', () => {
  test('is attested until the exact instant its attestation is stale', () => {
    expect(stateOf(secrecy, { attestation }, NOW)).toEqual({
      state: 'attested',
      since: attestation.at,
      validUntil: attestation.expiresAt,
    });
    const expiry = new Date(attestation.expiresAt);
    expect(stateOf(secrecy, { attestation }, new Date(expiry.getTime() - 1)).state).toBe('attested');
    expect(stateOf(secrecy, { attestation }, expiry)).toEqual({
      state: 'not_yet',
      since: attestation.expiresAt,
      reason: 'attestation_expired',
    });
  });

  test('is not made kept by a proof, but is put at risk by one that failed', () => {
    const proof = proofOf({ promise: 'P77' });
    expect(stateOf(secrecy, { proof }, NOW)).toEqual({ state: 'not_yet', reason: 'attestation_missing' });
    expect(stateOf(secrecy, { proof, attestation }, NOW).state).toBe('attested');
    expect(stateOf(secrecy, { proof: { ...proof, outcome: 'failed' }, attestation }, NOW).state).toBe('at_risk');
  });
});

describe('a partly attested promise', () => {
  const proof = proofOf({ promise: 'P31', expiresAt: '2027-06-01T00:00:00.000Z' });

  test('is kept only with both, and until the first of them ends', () => {
    expect(stateOf(processor, { proof, attestation }, NOW)).toEqual({
      state: 'kept',
      since: proof.at,
      validUntil: attestation.expiresAt,
    });
  });

  test('is configured and says what is missing when nobody has attested', () => {
    expect(stateOf(processor, { proof }, NOW)).toMatchObject({ state: 'configured', reason: 'attestation_missing' });
    expect(stateOf(processor, { proof, attestation }, new Date(attestation.expiresAt))).toMatchObject({
      state: 'configured',
      reason: 'attestation_expired',
    });
  });
});
