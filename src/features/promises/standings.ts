import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Evidence } from '#gate/probe.ts';
import { promises } from './catalogue.ts';
import { enforced } from './enforced.ts';
import type { PolicyPromise } from './promise.ts';
import { stateOf, type PromiseProof, type PromiseStanding } from './state.ts';

export interface Standing {
  readonly promise: PolicyPromise;
  readonly standing: PromiseStanding;
  /** The latest proof, whatever its outcome. */
  readonly proof: PromiseProof | undefined;
}

/**
 * How every promise stands at this moment. Runs as valv_identity, for the policy is open and nobody has entered the
 * installation; its proofs are the only rows of it that anyone may see so.
 */
export async function readStandings(context: Context): Promise<Standing[]> {
  const proofs = await readLatestProofs(context);
  return promises.map((promise) => {
    const proof = proofs.get(promise.id);
    const configuration = enforced.get(promise.id);
    const facts = { ...(proof && { proof }), ...(configuration && { configuration }) };
    return { promise, standing: stateOf(promise, facts, context.now), proof };
  });
}

/** One step into the index for each promise, however many proofs the years have left. */
async function readLatestProofs({ db, organisation }: Context): Promise<Map<string, PromiseProof>> {
  const rows = await db
    .selectFrom(sql<{ id: string }>`(select unnest(${promises.map(({ id }) => id)}::text[]) as id)`.as('p'))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('promise_proofs')
          .select(['promise', 'outcome', 'shown_by', 'evidence', 'proved_at', 'expires_at'])
          .where('organisation_id', '=', organisation)
          .whereRef('promise', '=', 'p.id')
          .orderBy('proved_at', 'desc')
          // Of two in the same instant the later counts, or a failure could stand behind a success.
          .orderBy('id', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .selectAll('latest')
    .execute();
  return new Map(
    rows.map((row) => [
      row.promise,
      {
        promise: row.promise as PolicyPromise['id'],
        at: row.proved_at.toISOString(),
        expiresAt: row.expires_at.toISOString(),
        outcome: row.outcome === 'passed' ? 'passed' : 'failed',
        evidence: row.evidence as Evidence,
        shownBy: row.shown_by,
      },
    ]),
  );
}
