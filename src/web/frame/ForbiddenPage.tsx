import { useMessages } from '../language.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { messages } from './messages.ts';

/** In the place of a page that one's roles do not give: nothing of it is asked for, and there is nothing to try again. */
export function ForbiddenPage() {
  const text = useMessages(messages);
  return (
    <>
      <title>{`${text.forbiddenTitle} · Valv`}</title>
      <EmptyState icon="lock" isPage title={text.forbiddenTitle}>
        {text.forbiddenText}
      </EmptyState>
    </>
  );
}
