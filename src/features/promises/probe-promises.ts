import type { Gate } from '#gate/gate.ts';
import { probeActor, PromiseBroken, type Evidence, type Probe } from '#gate/probe.ts';

/**
 * Runs every probe and stores what it showed, passed or failed. One that fails, or the database refusing its proof, stops
 * none of the others; a promise whose probe falls silent turns red by itself when its last proof expires. A probe that
 * `stopping` cuts off shows nothing, and nothing of it is stored or told.
 */
export async function provePromises(gate: Gate, probes: readonly Probe[], stopping?: AbortSignal): Promise<void> {
  const errors: unknown[] = [];
  for (const probe of probes) {
    try {
      const proof = await run(gate, probe, stopping);
      if (stopping?.aborted) return;
      await storeProof(gate, probe, proof);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} proofs could not be stored`);
}

type Outcome = { outcome: 'passed' | 'failed'; evidence: Evidence };

async function run(gate: Gate, probe: Probe, stopping: AbortSignal | undefined): Promise<Outcome> {
  const startedAt = performance.now();
  try {
    const evidence = await probe.run(gate);
    return { outcome: 'passed', evidence: { ...evidence, durationMs: Math.round(performance.now() - startedAt) } };
  } catch (error) {
    if (!stopping?.aborted) gate.logError('promise.broken', error, { promise: probe.promise, shownBy: probe.shownBy });
    // The words of any other error may hold anything at all, and proofs are public.
    const evidence =
      error instanceof PromiseBroken
        ? { broken: error.message, ...error.facts }
        : { broken: 'the probe could not be carried out' };
    return { outcome: 'failed', evidence };
  }
}

async function storeProof(gate: Gate, probe: Probe, { outcome, evidence }: Outcome): Promise<void> {
  const as = { actor: probeActor, organisation: gate.installation, action: 'promise.proved' };
  await gate.runAs(as, async ({ db, organisation, now }) => {
    await db
      .insertInto('promise_proofs')
      .values({
        organisation_id: organisation,
        id: gate.newId(),
        promise: probe.promise,
        outcome,
        shown_by: probe.shownBy,
        evidence: JSON.stringify(evidence),
        proved_at: now,
        expires_at: new Date(now.getTime() + probe.validHours * 3_600_000),
      })
      .execute();
  });
}
