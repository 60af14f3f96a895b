import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.comment.not_own': 'Only who wrote the comment can change it.',
  'problem.comment.stale': 'You have changed the comment in another window since you opened it.',
  'problem.comment.removed': 'The comment is removed.',
  'field.mention_unreachable':
    'Somebody mentioned is not reached: they are no members, are suspended or may not read records. Remove the mention.',
  'field.too_many_mentions': 'At most {mentionsMax} can be mentioned in a comment.',
} satisfies Messages;
