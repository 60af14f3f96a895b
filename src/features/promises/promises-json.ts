import type { Gate } from '#gate/gate.ts';
import type { Probe } from '#gate/probe.ts';
import { readStandings } from './standings.ts';

/** One promise as `valv promises --json` prints it. */
export interface PromiseLine {
  id: string;
  state: string;
  reason: string | null;
  kind: string;
  text: string;
  /** The probe that shows it; null while none does. */
  shownBy: string | null;
  lastProof: {
    at: string;
    expiresAt: string;
    outcome: string;
    evidence: Record<string, string | number | boolean>;
  } | null;
}

/** Every promise of the policy with its state and what shows it, for the command line. */
export async function promisesJson(gate: Gate, probes: readonly Probe[]): Promise<PromiseLine[]> {
  const as = {
    actor: 'command:promises',
    organisation: gate.installation,
    action: 'promise.listed',
    database: 'identity',
  } as const;
  const standings = await gate.runAs(as, readStandings);
  return standings.map(({ promise, standing, proof }) => ({
    id: promise.id,
    state: standing.state,
    reason: standing.reason ?? null,
    kind: promise.kind,
    text: promise.text.en,
    shownBy: proof?.shownBy ?? probes.find((probe) => probe.promise === promise.id)?.shownBy ?? null,
    lastProof:
      proof === undefined
        ? null
        : { at: proof.at, expiresAt: proof.expiresAt, outcome: proof.outcome, evidence: proof.evidence },
  }));
}
