import { createHash } from 'node:crypto';
import { Problem } from '#kernel/errors/problem.ts';
import { openLong, sealLong } from '#kernel/keyring/long-text.ts';
import type { Context } from './context.ts';
import type { Body } from './envelope.ts';

const keptHours = 24;

const placeOf = (context: Context, key: string) => ({
  table: 'idempotent_answers',
  column: 'answer',
  row: `${context.principal.actor} ${key}`,
});

/** What stands in the place of an answer that may not be given again. */
const withdrawn = '';

/**
 * Withdraws every answer kept for the organisation: what was in clear when it was given may be sealed by now. A call that is sent
 * again is not done again for it; it is told that it was done.
 */
export async function withdrawAnswers({ db, organisation }: Context): Promise<void> {
  await db
    .updateTable('idempotent_answers')
    .set({ answer: withdrawn })
    .where('organisation_id', '=', organisation)
    .where('answer', 'is not', null)
    .execute();
}

/**
 * `Idempotency-Key` on a POST (24 h): the first call does the work and keeps its answer in the same transaction; the same key
 * and body again give that answer, another body 409. Of two calls at once the second waits for the first on the row itself.
 */
export async function onlyOnce(
  context: Context,
  key: string | null,
  asked: readonly Body[],
  work: () => Promise<string>,
): Promise<string> {
  if (key === null) return work();
  if (!/^[\w-]{8,200}$/.test(key)) {
    throw new Problem(422, 'input.invalid', {
      fields: [{ path: 'header.idempotency-key', code: 'field.idempotency_key' }],
    });
  }
  const { db, organisation, principal, now } = context;
  const digest = createHash('sha256');
  for (const part of asked) digest.update(part);
  const hash = digest.digest();
  // In one packet: what is too old to be answered again goes, so its key is free and no answer is kept for longer.
  const [, inserted] = await Promise.all([
    db
      .deleteFrom('idempotent_answers')
      .where('organisation_id', '=', organisation)
      .where('created_at', '<', new Date(now.getTime() - keptHours * 3_600_000))
      .execute(),
    db
      .insertInto('idempotent_answers')
      .values({ organisation_id: organisation, actor: principal.actor, key, request_hash: hash, created_at: now })
      .onConflict((conflict) => conflict.columns(['organisation_id', 'actor', 'key']).doNothing())
      .executeTakeFirst(),
  ]);
  const row = db
    .selectFrom('idempotent_answers')
    .select(['request_hash', 'answer'])
    .where('organisation_id', '=', organisation)
    .where('actor', '=', principal.actor)
    .where('key', '=', key);
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    const kept = await row.executeTakeFirstOrThrow();
    if (!hash.equals(kept.request_hash)) throw new Problem(409, 'idempotency.other_body');
    if (kept.answer === withdrawn) throw new Problem(409, 'idempotency.answer_withdrawn');
    return openLong(await context.keys(), placeOf(context, key), kept.answer ?? '');
  }
  const answer = await work();
  await db
    .updateTable('idempotent_answers')
    .set({ answer: sealLong(await context.keys(), placeOf(context, key), answer) })
    .where('organisation_id', '=', organisation)
    .where('actor', '=', principal.actor)
    .where('key', '=', key)
    .execute();
  return answer;
}
