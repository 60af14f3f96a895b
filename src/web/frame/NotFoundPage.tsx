import { useMessages } from '../language.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LinkButton } from '../ui/Link.tsx';
import { messages } from './messages.ts';

export function NotFoundPage() {
  const text = useMessages(messages);
  return (
    <>
      <title>{`${text.notFoundTitle} · Valv`}</title>
      <EmptyState
        icon="search"
        isPage
        title={text.notFoundTitle}
        action={
          <LinkButton href="/" icon="home">
            {text.toStart}
          </LinkButton>
        }
      >
        {text.notFoundText}
      </EmptyState>
    </>
  );
}
