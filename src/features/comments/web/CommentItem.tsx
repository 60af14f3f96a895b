import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Place } from '#features/registers/web/queries.ts';
import { useFormats, useMessages } from '#web/language.ts';
import { Avatar } from '#web/ui/Avatar.tsx';
import { Badge } from '#web/ui/Badge.tsx';
import { MoreMenu } from '#web/ui/Menu.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { bringIntoSight } from './bring-into-sight.ts';
import { ChangeComment } from './ChangeComment.tsx';
import { CommentText } from './CommentText.tsx';
import { change, remove, showChanged } from './comment-store.ts';
import { messages } from './messages.ts';
import type { Comment } from './queries.ts';

const RemoveDialog = lazy(() => import('./RemoveDialog.tsx'));

interface CommentItemProps {
  comment: Comment;
  place: Place;
  record: string;
  isReadOnly: boolean;
  /** The address leads here. */
  isTarget: boolean;
}

export function CommentItem({ comment, place, record, isReadOnly, isTarget }: CommentItemProps) {
  const text = useMessages(messages);
  const formats = useFormats();
  const item = useRef<HTMLLIElement>(null);
  const [isChanging, setChanging] = useState(false);
  // Shown as new for as long as it is looked at, though showing it has made it read.
  const [isNew] = useState(comment.unreadMention !== null);
  const removal = useRemoval(comment, place, record, () => item.current?.focus());
  useEffect(() => {
    if (!isTarget || !item.current) return;
    bringIntoSight(item.current);
    item.current.focus({ preventScroll: true });
  }, [isTarget]);

  const name = comment.author.name ?? text.formerMember;
  const when = formats.dateTime(comment.createdAt);
  const close = () => {
    setChanging(false);
    item.current?.focus();
  };
  return (
    <li
      ref={item}
      className="c-comment"
      tabIndex={-1}
      data-new={isNew || undefined}
      data-target={isTarget || undefined}
      data-removed={comment.removal !== null || undefined}
    >
      <Avatar name={name} size="small" />
      <div className="c-comment-body">
        <div className="c-comment-head">
          <strong>{name}</strong>
          <time dateTime={comment.createdAt} title={formats.ago(comment.createdAt)}>
            {when}
          </time>
          {comment.editedAt !== null && comment.removal === null && (
            <span className="v-muted" title={text.editedAt(formats.dateTime(comment.editedAt))}>
              {text.edited}
            </span>
          )}
          {isNew && <Badge tone="accent">{text.isNew}</Badge>}
        </div>
        {comment.text === null ? (
          <p className="v-muted">{removedWords(comment, text)}</p>
        ) : isChanging ? (
          <ChangeComment comment={comment} place={place} record={record} onDone={close} />
        ) : (
          <p className="c-text">
            <CommentText text={comment.text} names={comment.names} />
          </p>
        )}
      </div>
      {!isReadOnly && !isChanging && (comment.isChangeable || comment.isRemovable) && (
        <MoreMenu
          of={text.actionsOf(name, when)}
          items={[
            comment.isChangeable && { label: text.change, icon: 'edit', onAction: () => setChanging(true) },
            comment.isRemovable && {
              label: text.remove,
              icon: 'trash',
              tone: 'danger',
              onAction: comment.isChangeable ? () => void removal.remove() : removal.ask,
            },
          ]}
        />
      )}
      {removal.isAsked && (
        <Suspense>
          <RemoveDialog author={name} onClose={removal.dismiss} onConfirm={() => void removal.remove()} />
        </Suspense>
      )}
    </li>
  );
}

function removedWords({ author, removal }: Comment, text: (typeof messages)['sv']): string {
  if (removal === null || removal.by.id === author.id) return text.removed;
  return text.removedBy(removal.by.name ?? text.formerMember);
}

/** One's own goes at once, with the way back; another's cannot be brought back, so that it is asked for first. */
function useRemoval(comment: Comment, place: Place, record: string, onGone: () => void) {
  const text = useMessages(messages);
  const queries = useQueryClient();
  const tellFailure = useTellFailure();
  const [isAsked, setAsked] = useState(false);
  const show = (changed: Comment) => showChanged(queries, place, record, changed);
  return {
    isAsked,
    ask: () => setAsked(true),
    dismiss: () => setAsked(false),
    remove: async () => {
      setAsked(false);
      const { text: words, isChangeable } = comment;
      try {
        const removed = await remove(place, record, comment.id);
        show(removed);
        onGone();
        const undo = async () => {
          if (words === null) return;
          try {
            show(await change(place, record, removed, words));
            toast({ title: text.restored });
          } catch (error) {
            tellFailure(error);
          }
        };
        toast({
          title: text.removed,
          ...(isChangeable && { action: { label: text.undo, onPress: () => void undo() } }),
        });
      } catch (error) {
        tellFailure(error);
      }
    },
  };
}
