import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Id, Instant, PageSize, plainText } from '#gate/shapes.ts';

const ofRecord = '/organisations/{organisation}/registers/{register}/records/{record}/comments';
const ofMember = '/organisations/{organisation}/mentions';
const OneRecord = z.object({ register: Id, record: Id });
const OneComment = z.object({ register: Id, record: Id, comment: Id });
const OneMention = z.object({ mention: Id });
const Page = z.strictObject({ after: Id.optional(), limit: PageSize });

/** Plain text with line breaks. A member is mentioned by `@[membership id]`. */
const Text = plainText(5_000);

/** Null for one who is no member any longer. */
const Person = z.object({ id: Id, name: z.string().nullable() });

export const Comment = z.object({
  id: Id,
  version: z.number().int(),
  author: Person,
  /** Null when it was removed. */
  text: z.string().nullable(),
  /** What the mentioned are called, by membership id; one without a name is no member any longer. */
  names: z.record(z.string(), z.string()),
  createdAt: Instant,
  editedAt: Instant.nullable(),
  removal: z.object({ at: Instant, by: Person }).nullable(),
  /** What the reader may do with it, while the record is not in the trash. */
  isChangeable: z.boolean(),
  isRemovable: z.boolean(),
  /** The reader's own mention, while it is unread: showing the comment is reading it. */
  unreadMention: Id.nullable(),
});
export type Comment = z.output<typeof Comment>;

export const listComments = contract({
  action: 'comment.listed',
  method: 'GET',
  path: ofRecord,
  summary:
    'The comments on a record, newest first, and how many there are; removed ones have no text and are not counted',
  access: { permission: 'record.read' },
  params: OneRecord,
  target: 'record',
  query: Page,
  output: z.object({ comments: z.array(Comment), count: z.number().int(), next: Id.nullable() }),
});

// The entries of these calls are about the record: whoever asks the journal for a record finds who spoke of it.

export const createComment = contract({
  action: 'comment.created',
  method: 'POST',
  path: ofRecord,
  summary: 'Comments on a record; `@[membership id]` in the text tells an active member who may read records',
  access: { permission: 'comment.write' },
  params: OneRecord,
  target: 'record',
  body: z.strictObject({ text: Text }),
  output: Comment,
  status: 201,
  errors: ['record.in_trash'],
});

export const changeComment = contract({
  action: 'comment.changed',
  method: 'PATCH',
  path: `${ofRecord}/{comment}`,
  summary:
    'Changes one’s own comment, or writes anew one that one removed oneself; refused when it was changed since `version`',
  access: { permission: 'comment.write' },
  params: OneComment,
  target: 'record',
  body: z.strictObject({ version: z.number().int().min(1), text: Text }),
  output: Comment,
  errors: ['comment.not_own', 'comment.stale', 'comment.removed', 'record.in_trash'],
});

export const removeComment = contract({
  action: 'comment.removed',
  method: 'DELETE',
  path: `${ofRecord}/{comment}`,
  summary:
    'Removes the text and the mentions of a comment; another’s needs comment.remove too. Harmless when it is removed',
  access: { permission: 'comment.write' },
  params: OneComment,
  target: 'record',
  output: Comment,
  errors: ['record.in_trash'],
});

export const Mention = z.object({
  id: Id,
  comment: Id,
  record: z.object({ id: Id, register: Id, title: z.string() }),
  author: Person,
  text: z.string(),
  names: z.record(z.string(), z.string()),
  createdAt: Instant,
  readAt: Instant.nullable(),
});
export type Mention = z.output<typeof Mention>;

export const listMentions = contract({
  action: 'mention.listed',
  method: 'GET',
  path: ofMember,
  summary: 'Where the caller was mentioned in comments, latest first',
  access: { permission: 'record.read' },
  query: Page,
  output: z.object({ mentions: z.array(Mention), next: Id.nullable() }),
});

export const countMentions = contract({
  action: 'mention.counted',
  method: 'GET',
  path: `${ofMember}/count`,
  summary: 'How many of the caller’s mentions are unread: exact up to 100',
  access: { permission: 'record.read' },
  output: z.object({ unread: z.number().int() }),
  isActivity: false,
});

export const readMention = contract({
  action: 'mention.read',
  method: 'PUT',
  path: `${ofMember}/{mention}/reading`,
  summary: 'Marks one of the caller’s mentions as read; harmless when it is',
  access: { permission: 'record.read' },
  params: OneMention,
  target: 'mention',
  status: 204,
});

export const readAllMentions = contract({
  action: 'mention.all_read',
  method: 'PUT',
  path: `${ofMember}/reading`,
  summary: 'Marks the caller’s mentions as read, up to the latest that they have seen',
  access: { permission: 'record.read' },
  body: z.strictObject({ upTo: Id }),
  status: 204,
});
