import './EmptyState.css';
import type { ReactNode } from 'react';
import { useMessages } from '../language.ts';
import { ProblemError } from '../problem.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { messages } from './messages.ts';
import type { sv } from './messages.sv.ts';

/** The words for any failure. A problem brings its own in the reader's language; everything else is told in general. */
export function problemWords(error: unknown, text: typeof sv): { title: string; detail: string | undefined } {
  if (!(error instanceof ProblemError)) return { title: text.failedTitle, detail: text.failedDetail };
  if (error.code === 'network') return { title: text.networkTitle, detail: text.networkDetail };
  return { title: error.title || text.failedTitle, detail: error.detail };
}

export interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  isRetrying?: boolean;
  action?: ReactNode;
  /** It is all there is on the page, so its title is the page's. */
  isPage?: boolean;
}

/** In the place of what could not be shown. */
export function ErrorState({ error, onRetry, isRetrying = false, action, isPage = false }: ErrorStateProps) {
  const Heading = isPage ? 'h1' : 'h2';
  const text = useMessages(messages);
  const { title, detail } = problemWords(error, text);
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div className="v-empty" data-tone="danger" role="alert">
      <span className="v-empty-arch">
        <Icon name="warning" size={26} />
      </span>
      <Heading className="v-empty-title">{title}</Heading>
      {detail && <div className="v-empty-text">{detail}</div>}
      {(onRetry || action) && (
        <div className="v-empty-action">
          {onRetry && (
            <Button icon="restore" onPress={onRetry} isPending={isRetrying}>
              {text.retry}
            </Button>
          )}
          {action}
        </div>
      )}
      {requestId && (
        <p className="v-empty-trace">
          {text.requestId}: <code>{requestId}</code>
        </p>
      )}
    </div>
  );
}
