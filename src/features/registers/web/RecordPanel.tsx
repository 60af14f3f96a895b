import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { MoreMenu } from '#web/ui/Menu.tsx';
import { Panel } from '#web/ui/Panel.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';
import { listsKey, recordQuery, recordsOf, type RecordPages, type RecordView } from './queries.ts';
import { RecordForm } from './RecordForm.tsx';
import { RecordTabs, useTab } from './RecordTabs.tsx';
import { RecordWalk } from './RecordWalk.tsx';
import { useRestore } from './record-store.ts';
import { useAddresses, useAddressPart, useRegister } from './register.ts';
import { useRecordActions } from './useRecordActions.ts';
import { useTellFailure } from '#web/ui/useTellFailure.ts';

/** A record: beside the table on a desktop, over it on a phone; to be read, or as a form. */
export function RecordPanel() {
  const id = useAddressPart('record') ?? '';
  const text = useMessages(messages);
  const { may } = useOrganisation();
  const { place } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const isEditing = useLocation().pathname.endsWith('/edit');
  const listed = useListed(id);
  const query = useQuery({ ...recordQuery(place, id), ...(listed && { placeholderData: listed }) });
  const record = query.data;
  // A form that has begun stays, whatever becomes of its record meanwhile: what is written in it is its writer's.
  const [begun, setBegun] = useState<string>();
  const canWrite = record !== undefined && !query.isPlaceholderData && (record.trashedAt === null || begun === id);
  const isForm = isEditing && canWrite;
  if (isForm && begun !== id) setBegun(id);
  else if (!isEditing && begun !== undefined) setBegun(undefined);
  const { tab } = useTab();
  return (
    <Panel
      title={record ? record.title || text.nameless : ''}
      subtitle={record && <Times record={record} />}
      isOpen
      onClose={() => void navigate({ href: isEditing ? addresses.record(id) : addresses.table })}
      actions={
        !isForm && (
          <>
            <RecordWalk id={id} />
            {record && <Actions record={record} />}
          </>
        )
      }
      {...(record &&
        !isForm &&
        (tab !== 'comments' || record.trashedAt !== null) &&
        may(record.trashedAt === null ? 'record.write' : 'record.trash') && { footer: <Footer record={record} /> })}
    >
      {query.isError && !record ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isRefetching} />
      ) : record === undefined || (isEditing && query.isPlaceholderData) ? (
        <SkeletonLines lines={8} />
      ) : isForm ? (
        <RecordForm
          key={id}
          record={record}
          onDone={() => void navigate({ href: addresses.record(id), ignoreBlocker: true })}
          onCancel={() => void navigate({ href: addresses.record(id) })}
        />
      ) : (
        <RecordTabs record={record} />
      )}
      <Outlet />
    </Panel>
  );
}

/** The record as the table has it already: the panel opens without a wait. */
function useListed(id: string): RecordView | undefined {
  const { place } = useRegister();
  const lists = useQueryClient().getQueriesData<RecordPages>({ queryKey: listsKey(place) });
  for (const [, data] of lists) {
    const found = recordsOf(data).find((record) => record.id === id);
    if (found) return found;
  }
  return undefined;
}

function Times({ record }: { record: RecordView }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const isChanged = record.changedAt !== record.createdAt;
  return (
    <span title={text.createdAt(formats.dateTime(record.createdAt))}>
      {isChanged
        ? text.changedAt(formats.dateTime(record.changedAt))
        : text.createdAt(formats.dateTime(record.createdAt))}
    </span>
  );
}

function Actions({ record }: { record: RecordView }) {
  const text = useMessages(messages);
  const actions = useRecordActions(record, { hasOpen: false });
  return <MoreMenu of={record.title || text.nameless} items={actions} />;
}

function Footer({ record }: { record: RecordView }) {
  const text = useMessages(messages);
  const { place } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const restore = useRestore(place);
  const tellProblem = useTellFailure();
  if (record.trashedAt !== null) {
    return (
      <Button
        variant="primary"
        icon="restore"
        isPending={restore.isPending}
        onPress={() =>
          restore.mutate(record.id, {
            onError: tellProblem,
            onSuccess: () => toast({ title: text.restored(record.title || text.nameless) }),
          })
        }
      >
        {text.restore}
      </Button>
    );
  }
  return (
    <Button variant="primary" icon="edit" onPress={() => void navigate({ href: addresses.edit(record.id) })}>
      {text.edit}
    </Button>
  );
}
