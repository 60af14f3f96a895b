import { useMessages } from '#web/language.ts';
import { useSignedIn } from '#web/session.ts';
import { Avatar } from '#web/ui/Avatar.tsx';
import { Button } from '#web/ui/Button.tsx';
import { problemWords } from '#web/ui/ErrorState.tsx';
import { ProblemError } from '#web/client.ts';
import { Icon } from '#web/ui/Icon.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { CommentText } from './CommentText.tsx';
import type { Outgoing } from './comment-store.ts';
import { namesIn } from './draft.ts';
import { messages } from './messages.ts';

interface OutgoingItemProps {
  outgoing: Outgoing;
  onRetry: () => void;
  onTakeBack: () => void;
}

/** A comment that is on its way, shown as if it were there; or that did not arrive, with the ways on. */
export function OutgoingItem({ outgoing, onRetry, onTakeBack }: OutgoingItemProps) {
  const text = useMessages(messages);
  const words = useMessages(kit);
  const { account } = useSignedIn();
  const { error } = outgoing;
  return (
    <li className="c-comment" data-outgoing>
      <Avatar name={account.displayName} size="small" />
      <div className="c-comment-body">
        <div className="c-comment-head">
          <strong>{account.displayName}</strong>
          {error === undefined && <span className="v-muted">{text.sending}</span>}
        </div>
        <p className="c-text">
          <CommentText text={outgoing.text} names={namesIn(outgoing.segments)} />
        </p>
        {error !== undefined && (
          <>
            <p className="v-field-error" role="alert">
              <Icon name="danger" size={15} />
              <span>
                {text.notSent}. {reasonOf(error, words)}
              </span>
            </p>
            <div className="c-ways-on">
              <Button size="small" onPress={onRetry}>
                {text.tryAgain}
              </Button>
              <Button size="small" onPress={onTakeBack}>
                {text.backToDraft}
              </Button>
            </div>
          </>
        )}
      </div>
    </li>
  );
}

/** What is wrong with the text says more than that something is. */
function reasonOf(error: unknown, words: (typeof kit)['sv']): string {
  if (error instanceof ProblemError && error.fields[0]) return error.fields[0].message;
  return problemWords(error, words).title;
}
