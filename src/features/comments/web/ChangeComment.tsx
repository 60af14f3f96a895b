import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Place } from '#features/registers/web/queries.ts';
import { ProblemError } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { problemWords } from '#web/ui/ErrorState.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { bringIntoSight } from './bring-into-sight.ts';
import { CommentText } from './CommentText.tsx';
import { change, showChanged } from './comment-store.ts';
import { Composer } from './Composer.tsx';
import { segmentsOf } from './draft.ts';
import { messages } from './messages.ts';
import type { Comment } from './queries.ts';

interface ChangeCommentProps {
  comment: Comment;
  place: Place;
  record: string;
  onDone: () => void;
}

/** One's own comment, being written anew where it stands. */
export function ChangeComment({ comment, place, record, onDone }: ChangeCommentProps) {
  const text = useMessages(messages);
  const words = useMessages(kit);
  const queries = useQueryClient();
  // What it said when the changing began: a newer one that is read meanwhile must not slip under what is being written.
  const [begun] = useState(comment);
  // What it says after somebody, oneself in another window, was faster: saving again is then meant.
  const [current, setCurrent] = useState<Comment>();
  const saving = useMutation({
    mutationFn: (written: string) => change(place, record, current ?? begun, written),
    onSuccess: (changed) => {
      showChanged(queries, place, record, changed);
      announce(text.saved);
      onDone();
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.code === 'comment.stale')
        setCurrent(error.extension['current'] as Comment);
    },
  });
  const [initial] = useState(() => segmentsOf(comment.text ?? '', (id) => comment.names[id] ?? text.formerMember));
  const isStale = saving.error instanceof ProblemError && saving.error.code === 'comment.stale';
  const stands = useRef<HTMLDivElement>(null);
  // Each time that it is drawn: what could not be saved, and why, stands above what is written.
  useEffect(() => {
    if (stands.current) bringIntoSight(stands.current);
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // Ends the changing, not what the comment lies in.
    event.preventDefault();
    event.stopPropagation();
    onDone();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears the Escape of the field in it
    <div ref={stands} onKeyDown={onKey}>
      {isStale && current ? (
        <Banner tone="warning" title={text.staleTitle}>
          {text.staleText}
          <p className="c-text c-quote">
            {current.text === null ? text.removed : <CommentText text={current.text} names={current.names} />}
          </p>
        </Banner>
      ) : (
        saving.isError && (
          <Banner tone="danger" title={problemWords(saving.error, words).title}>
            {saving.error instanceof ProblemError && saving.error.fields[0]?.message}
          </Banner>
        )
      )}
      <Composer
        label={text.changeComment}
        initial={initial}
        isPending={saving.isPending}
        hasFocus
        onSend={(written) => saving.mutate(written)}
        onCancel={onDone}
      />
    </div>
  );
}
