import { randomUUIDv7 } from 'node:crypto';
import { forbidden, notFound, Problem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import { may, type Context } from '#gate/context.ts';
import { readMemberNames } from '#features/access/index.ts';
import { getTrashedAt } from '#features/registers/index.ts';
import type { changeComment, Comment, createComment, listComments, removeComment } from './contract.ts';
import { findReached, findUnread, setMentions } from './mentions.ts';
import { mentionsIn, namesIn } from './mention-text.ts';

// What members say about a record. A comment is its author's: nobody else puts words into it, and who may remove it leaves
// nothing of them here. What it said before lies in the journal, where a person's values can be erased.

const columns = ['id', 'version', 'author_id', 'text', 'created_at', 'edited_at', 'removed_at', 'removed_by'] as const;

const select = (context: Context, record: string) =>
  context.db
    .selectFrom('comments')
    .select(columns)
    .where('organisation_id', '=', context.organisation)
    .where('record_id', '=', record);

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const isOwn = ({ principal }: Context, row: Row) => row.author_id === principal.membershipId;

/** One that was removed can be written anew by its author, if nobody else removed it. */
const mayChange = (context: Context, row: Row) =>
  may(context, 'comment.write') && isOwn(context, row) && (row.removed_by ?? row.author_id) === row.author_id;

const mayRemove = (context: Context, row: Row) =>
  may(context, 'comment.write') && (isOwn(context, row) || may(context, 'comment.remove'));

/** The rows as the reader may see them, with everybody's name of today. */
async function present(context: Context, rows: readonly Row[]): Promise<Comment[]> {
  const people = rows.flatMap((row) => [row.author_id, row.removed_by ?? [], mentionsIn(row.text ?? '')].flat());
  const [names, unread] = await Promise.all([
    readMemberNames(context, people),
    findUnread(
      context,
      rows.map(({ id }) => id),
    ),
  ]);
  const person = (id: string) => ({ id, name: names.get(id) ?? null });
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    author: person(row.author_id),
    text: row.text,
    names: namesIn(row.text ?? '', names),
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    removal: row.removed_at && row.removed_by ? { at: row.removed_at.toISOString(), by: person(row.removed_by) } : null,
    isChangeable: mayChange(context, row) && row.text !== null,
    isRemovable: mayRemove(context, row) && row.text !== null,
    unreadMention: unread.get(row.id) ?? null,
  }));
}

async function presentOne(context: Context, row: Row): Promise<Comment> {
  const [view] = await present(context, [row]);
  if (!view) throw notFound();
  return view;
}

/** A page of the conversation about a record, newest first. In the trash it can be read, not gone on with. */
export async function showComments(
  context: Context,
  { params, query }: Input<typeof listComments>,
): Promise<Output<typeof listComments>> {
  let page = select(context, params.record)
    .orderBy('id', 'desc')
    .limit(query.limit + 1);
  if (query.after !== undefined) page = page.where('id', '<', query.after);
  const [, rows, { count }] = await Promise.all([
    getTrashedAt(context, params.register, params.record),
    page.execute(),
    context.db
      .selectFrom('comments')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('organisation_id', '=', context.organisation)
      .where('record_id', '=', params.record)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow(),
  ]);
  const comments = await present(context, rows.slice(0, query.limit));
  context.note({ rows: comments.length });
  return { comments, count, next: rows.length > query.limit ? (comments.at(-1)?.id ?? null) : null };
}

const assertNotTrashed = (trashedAt: Date | null) => {
  if (trashedAt !== null) throw new Problem(409, 'record.in_trash');
};

const announce = (context: Context, { register, record }: { register: string; record: string }) =>
  context.announce({ register, kind: 'comments', records: new Map([[record, 0]]) });

export async function addComment(context: Context, { params, body }: Input<typeof createComment>): Promise<Comment> {
  const { db, organisation, now, principal } = context;
  // Only members speak: not the machine, which has no membership.
  if (principal.membershipId === undefined) throw forbidden('comment.write');
  const trashedAt = await getTrashedAt(context, params.register, params.record);
  const reached = await findReached(context, body.text);
  assertNotTrashed(trashedAt);
  const row = await db
    .insertInto('comments')
    .values({
      organisation_id: organisation,
      id: randomUUIDv7(),
      record_id: params.record,
      author_id: principal.membershipId,
      text: body.text,
      created_at: now,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  await setMentions(context, row.id, reached);
  announce(context, params);
  return presentOne(context, row);
}

/** A comment on a record of the register, held until the call ends, with when its record was put in the trash. */
async function getComment(
  context: Context,
  { register, record, comment }: Input<typeof removeComment>['params'],
): Promise<{ row: Row; trashedAt: Date | null }> {
  const [trashedAt, row] = await Promise.all([
    getTrashedAt(context, register, record),
    select(context, record).where('id', '=', comment).forUpdate().executeTakeFirst(),
  ]);
  if (!row) throw notFound();
  return { row, trashedAt };
}

async function update(
  context: Context,
  row: Row,
  change: Pick<Row, 'text' | 'edited_at' | 'removed_at' | 'removed_by'>,
  reached: readonly string[],
): Promise<Row> {
  const changed = await context.db
    .updateTable('comments')
    .set({ ...change, version: row.version + 1 })
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', row.id)
    .returning(columns)
    .executeTakeFirstOrThrow();
  await setMentions(context, row.id, reached);
  return changed;
}

/** Who is mentioned anew is told; who is mentioned no longer is no longer told. */
export async function editComment(context: Context, { params, body }: Input<typeof changeComment>): Promise<Comment> {
  const { row, trashedAt } = await getComment(context, params);
  const reached = await findReached(context, body.text, row.text ?? '');
  if (!isOwn(context, row)) throw new Problem(403, 'comment.not_own');
  assertNotTrashed(trashedAt);
  if (!mayChange(context, row)) throw new Problem(409, 'comment.removed');
  if (row.version !== body.version)
    throw new Problem(409, 'comment.stale', { extension: { current: await presentOne(context, row) } });
  if (row.text === body.text) return presentOne(context, row);
  const change = { text: body.text, edited_at: context.now, removed_at: null, removed_by: null };
  announce(context, params);
  return presentOne(context, await update(context, row, change, reached));
}

export async function dropComment(context: Context, { params }: Input<typeof removeComment>): Promise<Comment> {
  const { row, trashedAt } = await getComment(context, params);
  if (!mayRemove(context, row)) throw forbidden('comment.remove');
  assertNotTrashed(trashedAt);
  if (row.text === null) return presentOne(context, row);
  const change = {
    text: null,
    edited_at: row.edited_at,
    removed_at: context.now,
    removed_by: context.principal.membershipId ?? row.author_id,
  };
  announce(context, params);
  return presentOne(context, await update(context, row, change, []));
}
