import { randomUUIDv7 } from 'node:crypto';
import { invalid, notFound } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { findReaders, readMemberNames } from '#features/access/index.ts';
import { readTitles } from '#features/registers/index.ts';
import type { countMentions, listMentions, readAllMentions, readMention } from './contract.ts';
import { mentionsIn, namesIn } from './mention-text.ts';

// Whom a comment wants to reach. A mention gives nobody a right: what it leads to is read with the reader's own permissions, and
// one that would reach nobody is refused when it is written, rather than waiting unread for ever.

const mentionsMax = 20;
const unreadMax = 100;

/**
 * Those whom the text reaches. 422 where it mentions one who is no active member or may not read records, unless the text
 * `before` did so too: that somebody has left since is no reason not to mend a word.
 */
export async function findReached(context: Context, text: string, before = ''): Promise<string[]> {
  const mentioned = mentionsIn(text);
  if (mentioned.length > mentionsMax)
    throw invalid([{ path: 'body.text', code: 'field.too_many_mentions', values: { mentionsMax } }]);
  const readers = await findReaders(context, mentioned);
  const known = mentionsIn(before);
  if (!mentioned.every((id) => readers.has(id) || known.includes(id)))
    throw invalid([{ path: 'body.text', code: 'field.mention_unreachable' }]);
  return mentioned.filter((id) => readers.has(id));
}

/** Makes these the mentions of a comment. Who was told before is not told again; nobody is told of what they wrote themselves. */
export async function setMentions(context: Context, comment: string, reached: readonly string[]): Promise<void> {
  const { db, organisation, principal, now } = context;
  const rows = await db
    .selectFrom('comment_mentions')
    .select(['id', 'membership_id'])
    .where('organisation_id', '=', organisation)
    .where('comment_id', '=', comment)
    .execute();
  const gone = rows.filter((row) => !reached.includes(row.membership_id)).map(({ id }) => id);
  const told = new Set([...rows.map((row) => row.membership_id), principal.membershipId]);
  const added = reached.filter((id) => !told.has(id));
  if (gone.length > 0)
    await db
      .deleteFrom('comment_mentions')
      .where('organisation_id', '=', organisation)
      .where('id', 'in', gone)
      .execute();
  if (added.length > 0)
    await db
      .insertInto('comment_mentions')
      .values(
        added.map((membership_id) => ({
          organisation_id: organisation,
          id: randomUUIDv7(),
          comment_id: comment,
          membership_id,
          created_at: now,
        })),
      )
      .execute();
}

/** The caller's mentions; an API key has those of its member. */
const selectOwn = (context: Context) =>
  context.db
    .selectFrom('comment_mentions as m')
    .where('m.organisation_id', '=', context.organisation)
    .where('m.membership_id', '=', context.principal.membershipId ?? null);

/** The caller's unread mentions in these comments, by comment. */
export async function findUnread(context: Context, comments: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (comments.length === 0) return new Map();
  const rows = await selectOwn(context)
    .select(['m.id', 'm.comment_id'])
    .where('m.read_at', 'is', null)
    .where('m.comment_id', 'in', [...comments])
    .execute();
  return new Map(rows.map((row) => [row.comment_id, row.id]));
}

/** Where the caller was mentioned. A removed comment mentions nobody, so each of these has its text. */
export async function showMentions(
  context: Context,
  { query }: Input<typeof listMentions>,
): Promise<Output<typeof listMentions>> {
  let select = selectOwn(context)
    .innerJoin('comments as c', (join) =>
      join.onRef('c.organisation_id', '=', 'm.organisation_id').onRef('c.id', '=', 'm.comment_id'),
    )
    .select(['m.id', 'm.comment_id', 'm.created_at', 'm.read_at', 'c.record_id', 'c.author_id', 'c.text'])
    .orderBy('m.id', 'desc')
    .limit(query.limit + 1);
  if (query.after !== undefined) select = select.where('m.id', '<', query.after);
  const rows = await select.execute();
  const page = rows.slice(0, query.limit);
  const [titles, names] = await Promise.all([
    readTitles(
      context,
      page.map((row) => row.record_id),
    ),
    readMemberNames(
      context,
      page.flatMap((row) => [row.author_id, ...mentionsIn(row.text ?? '')]),
    ),
  ]);
  const mentions = page.flatMap((row) => {
    const record = titles.get(row.record_id);
    if (!record) return [];
    return {
      id: row.id,
      comment: row.comment_id,
      record: { id: row.record_id, ...record },
      author: { id: row.author_id, name: names.get(row.author_id) ?? null },
      text: row.text ?? '',
      names: namesIn(row.text ?? '', names),
      createdAt: row.created_at,
      readAt: row.read_at,
    };
  });
  context.note({ rows: mentions.length });
  return { mentions, next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null };
}

/** What the bell asks, again and again: a look into an index that holds unread mentions alone. */
export async function countUnread(context: Context): Promise<Output<typeof countMentions>> {
  const unread = await selectOwn(context).select('m.id').where('m.read_at', 'is', null).limit(unreadMax).execute();
  return { unread: unread.length };
}

/** 404 for another's mention, as for none. */
export async function markRead(context: Context, { params }: Input<typeof readMention>): Promise<undefined> {
  const mention = await selectOwn(context)
    .select('m.read_at')
    .where('m.id', '=', params.mention)
    .forUpdate()
    .executeTakeFirst();
  if (!mention) throw notFound();
  if (mention.read_at !== null) return undefined;
  await context.db
    .updateTable('comment_mentions')
    .set({ read_at: context.now })
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', params.mention)
    .execute();
  return undefined;
}

/** One that came while the list was being read is later than `upTo`, and stays unread. */
export async function markAllRead(context: Context, { body }: Input<typeof readAllMentions>): Promise<undefined> {
  const { numUpdatedRows } = await context.db
    .updateTable('comment_mentions')
    .set({ read_at: context.now })
    .where('organisation_id', '=', context.organisation)
    .where('membership_id', '=', context.principal.membershipId ?? null)
    .where('read_at', 'is', null)
    .where('id', '<=', body.upTo)
    .executeTakeFirst();
  context.note({ rows: Number(numUpdatedRows) });
  return undefined;
}
