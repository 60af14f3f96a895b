import { createHash } from 'node:crypto';
import { Problem } from '#kernel/errors/problem.ts';
import type { Context } from './context.ts';
import type { Body } from './envelope.ts';

const keptHours = 24;

/** Letters sealed as one: an answer with hundreds of records may be longer than the keyring seals at once. */
const pieceLength = 1_000_000;

const placeOf = (context: Context, key: string, piece: number, pieces: number) => ({
  table: 'idempotent_answers',
  column: 'answer',
  row: `${context.principal.actor} ${key} ${piece}/${pieces}`,
});

async function seal(context: Context, key: string, answer: string): Promise<string> {
  const keys = await context.keys();
  const pieces: string[] = [];
  for (let from = 0; from === 0 || from < answer.length;) {
    // A pair of surrogates is not cut: half of one cannot be sealed.
    const to = from + pieceLength + (/[\ud800-\udbff]/.test(answer.charAt(from + pieceLength - 1)) ? 1 : 0);
    pieces.push(answer.slice(from, to));
    from = to;
  }
  return pieces.map((piece, index) => keys.seal(placeOf(context, key, index, pieces.length), piece)).join(' ');
}

async function open(context: Context, key: string, sealed: string): Promise<string> {
  const keys = await context.keys();
  const pieces = sealed.split(' ');
  return pieces.map((piece, index) => keys.open(placeOf(context, key, index, pieces.length), piece)).join('');
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
    return open(context, key, kept.answer ?? '');
  }
  const answer = await work();
  await db
    .updateTable('idempotent_answers')
    .set({ answer: await seal(context, key, answer) })
    .where('organisation_id', '=', organisation)
    .where('actor', '=', principal.actor)
    .where('key', '=', key)
    .execute();
  return answer;
}
