import type { ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { ProblemError } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState, problemWords } from '#web/ui/ErrorState.tsx';
import { LinkButton } from '#web/ui/Link.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { Icon } from '#web/ui/Icon.tsx';
import { liveMessages } from './live-messages.ts';
import { messages } from './messages.ts';
import { useAddresses, useRegister } from './register.ts';

/** Nothing there yet, or nothing found: what this place is for, and the next step. */
export function NoRecords({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  const text = useMessages(messages);
  const { may } = useOrganisation();
  const { register } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  if (isNarrowed) {
    return (
      <EmptyState
        icon="search"
        title={text.nothingFoundTitle}
        action={<Button onPress={onClear}>{text.clearAll}</Button>}
      >
        {text.nothingFoundText}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={register.subject === 'person' ? 'users' : 'register'}
      title={text.emptyTitle}
      action={
        <>
          {may('record.write') && (
            <Button variant="primary" icon="add" onPress={() => void navigate({ href: addresses.newRecord })}>
              {text.newRecord}
            </Button>
          )}
          {may('record.import') && (
            <LinkButton href={addresses.imports} icon="upload">
              {text.importFile}
            </LinkButton>
          )}
        </>
      }
    >
      {may('record.write') ? text.emptyText : text.emptyTextReader}
    </EmptyState>
  );
}

interface TableProblemProps {
  query: { error: Error | null; isError: boolean; isFetching: boolean };
  onRetry: () => void;
  hasRows: boolean;
  onClear: () => void;
  children: ReactNode;
}

/**
 * A view that the server refuses (a filter of a field that is not there for the reader) is cleared, not retried. While the
 * service is away what was read stays in sight under the reason.
 */
export function TableProblem({ query, onRetry, hasRows, onClear, children }: TableProblemProps) {
  const text = useMessages(messages);
  const { retry, ...words } = useMessages(kit);
  const { error } = query;
  if (query.isError && error instanceof ProblemError && error.status === 422) {
    return (
      <EmptyState icon="filter" title={text.refusedTitle} action={<Button onPress={onClear}>{text.clearAll}</Button>}>
        {error.fields.map(({ message }) => message).join(' ') || text.refusedText}
      </EmptyState>
    );
  }
  if (query.isError && error instanceof ProblemError && (error.status === 403 || error.status === 404)) {
    return <ErrorState error={error} />;
  }
  const { title, detail } = problemWords(error, { ...words, retry });
  return (
    <>
      {query.isError && hasRows && (
        <div className="r-notice">
          <Banner
            tone="warning"
            title={title}
            action={
              <Button size="small" onPress={onRetry} isPending={query.isFetching}>
                {retry}
              </Button>
            }
          >
            {detail ?? text.keptInSight}
          </Banner>
        </div>
      )}
      {children}
    </>
  );
}

/** Others' changes do not arrive: said where it does not disturb, for as long as it is so. */
export function NotFollowing() {
  const text = useMessages(liveMessages);
  return (
    <p className="r-not-following" role="status">
      <Icon name="info" size={16} />
      {text.notFollowing}
    </p>
  );
}
