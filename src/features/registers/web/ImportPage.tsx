import './imports.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { ProgressBar } from '#web/ui/Spinner.tsx';
import { importQuery, isAtWork, useForgetRecords, type Import } from './imports.ts';
import { ImportFormat } from './ImportFormat.tsx';
import { ImportMapping } from './ImportMapping.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { ImportResult } from './ImportResult.tsx';
import { ImportStatus } from './ImportStatus.tsx';
import { messages } from './messages.ts';
import { useAddresses, useAddressPart, useRegister } from './register.ts';
import { WithRegister } from './WithRegister.tsx';

/** One import: what goes where, what would be wrong, and afterwards what became of it. */
export function ImportPage() {
  return (
    <WithRegister>
      <OneImport />
    </WithRegister>
  );
}

function OneImport() {
  const id = useAddressPart('import') ?? '';
  const text = useMessages(messages);
  const language = useLanguage();
  const { register, place, href } = useRegister();
  const addresses = useAddresses();
  const query = useQuery(importQuery(place, id));
  const crumbs = [
    { label: register.name[language], href },
    { label: text.importTitle, href: addresses.imports },
  ];
  useFollowWork(query.data);
  if (query.isPending || (query.isError && !query.data)) {
    return (
      <div className="f-page">
        <PageHeader title={text.importTitle} crumbs={crumbs.slice(0, 1)} />
        {query.isPending ? (
          <SkeletonLines lines={6} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isRefetching} />
        )}
      </div>
    );
  }
  const one = query.data;
  return (
    <div className="f-page">
      <PageHeader title={one.fileName} crumbs={crumbs} badge={<ImportStatus status={one.status} />} />
      {one.status === 'staged' ? (
        <>
          <ImportFormat key={`format ${one.id}`} staged={one} />
          <ImportMapping key={`${one.id} ${JSON.stringify(one.format)}`} staged={one} />
          <ImportPreview staged={one} />
        </>
      ) : isAtWork(one) ? (
        <Work one={one} />
      ) : (
        <ImportResult one={one} />
      )}
    </div>
  );
}

function Work({ one }: { one: Import }) {
  const text = useMessages(messages);
  // Undoing counts what is left of what was done.
  const part =
    one.status === 'running'
      ? one.doneCount + one.failedCount
      : one.status === 'checking'
        ? one.checkedCount
        : undefined;
  const value = part === undefined || one.rowCount === 0 ? undefined : (100 * part) / one.rowCount;
  return (
    <div className="i-work">
      <ProgressBar
        label={one.status === 'running' ? text.importing : one.status === 'checking' ? text.checking : text.undoing}
        {...(value !== undefined && { value })}
      />
      <p className="v-muted">{text.mayLeave}</p>
    </div>
  );
}

/** What the machine has finished while the page was open is told, and seen in the table afterwards. */
function useFollowWork(one: Import | undefined): void {
  const text = useMessages(messages);
  const { place } = useRegister();
  const forget = useForgetRecords(place);
  const was = useRef<Import['status']>(undefined);
  const status = one?.status;
  const onDone = useEffectEvent((id: string, done: 'done' | 'undone') => {
    forget(id);
    announce(text.importStates[done]);
  });
  const onChecked = useEffectEvent((id: string) => {
    forget(id);
    announce(text.checkedTitle);
  });
  useEffect(() => {
    const before = was.current;
    was.current = status;
    if (!one || before === undefined || before === status) return;
    if (status === 'done' || status === 'undone') onDone(one.id, status);
    if (status === 'staged') onChecked(one.id);
  }, [one, status]);
}
