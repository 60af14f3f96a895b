import './registers.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { DataGrid, type GridColumn } from '#web/ui/DataGrid.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { messages } from './messages.ts';
import { recordsOf, trashQuery, type RecordView } from './queries.ts';
import { useRestore } from './record-store.ts';
import { useAddresses, useRegister } from './register.ts';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { WithRegister } from './WithRegister.tsx';

/** What was thrown away, latest first, and the way back for each. */
export function TrashPage() {
  return (
    <WithRegister>
      <Trash />
    </WithRegister>
  );
}

function Trash() {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  const { may } = useOrganisation();
  const { register, place, href } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const trash = useInfiniteQuery(trashQuery(place));
  const rows = useMemo(() => recordsOf(trash.data), [trash.data]);
  const { mutateAsync } = useRestore(place);
  const tellProblem = useTellFailure();

  const columns = useMemo<GridColumn<RecordView>[]>(
    () => [
      {
        id: 'title',
        title: text.recordColumn,
        width: 200,
        grow: 2,
        narrow: 'title',
        render: (record) => <span>{record.title || text.nameless}</span>,
      },
      {
        id: 'trashed',
        title: text.trashedColumn,
        width: 180,
        narrow: 'detail',
        render: ({ trashedAt }) =>
          trashedAt && (
            <time dateTime={trashedAt} className="v-number">
              {formats.dateTime(trashedAt)}
            </time>
          ),
      },
      {
        id: 'restore',
        title: text.restore,
        isTitleHidden: true,
        width: 150,
        grow: 0,
        narrow: 'end',
        render: (record) =>
          may('record.trash') && (
            <button
              type="button"
              className="r-restore"
              tabIndex={-1}
              aria-label={`${text.restore}: ${record.title || text.nameless}`}
              onClick={() =>
                void mutateAsync(record.id).then(
                  () => toast({ title: text.restored(record.title || text.nameless) }),
                  tellProblem,
                )
              }
            >
              <Icon name="restore" size={16} />
              {text.restore}
            </button>
          ),
      },
    ],
    // oxlint-disable-next-line react/exhaustive-deps -- telling a problem is new with each render, and the same
    [text, formats, may, mutateAsync],
  );
  const { refetch, fetchNextPage } = trash;
  const onNeedMore = useCallback(
    () => void (rows.length === 0 ? refetch() : fetchNextPage()),
    [rows.length, refetch, fetchNextPage],
  );
  return (
    <div className="f-workspace">
      <div className="f-workspace-head">
        <PageHeader
          title={text.trash}
          crumbs={[{ label: register.name[language], href }]}
          description={text.trashText}
        />
      </div>
      <DataGrid
        label={text.trash}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        rowName={(record) => record.title || text.nameless}
        rowHref={(record) => addresses.record(record.id)}
        onOpen={(record) => void navigate({ href: addresses.record(record.id) })}
        status={trash.isError ? 'failed' : trash.isFetching && !trash.isRefetching ? 'loading' : 'ready'}
        error={trash.error}
        hasMore={trash.hasNextPage}
        onNeedMore={onNeedMore}
        empty={
          <EmptyState icon="trash" title={text.trashEmptyTitle}>
            {text.trashEmptyText}
          </EmptyState>
        }
      />
    </div>
  );
}

const rowKey = (record: RecordView) => record.id;
