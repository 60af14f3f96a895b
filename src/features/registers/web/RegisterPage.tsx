import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { DataGrid } from '#web/ui/DataGrid.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { PanelLayout } from '#web/ui/Panel.tsx';
import { BatchesAtWork } from './BatchProgress.tsx';
import { columnsFor } from './columns.tsx';
import { FilterChips } from './FilterChips.tsx';
import { messages } from './messages.ts';
import { useHiddenColumns, useShortcutsSetting } from './preferences.ts';
import { countQuery, recordsOf, recordsQuery, type Field, type RecordView } from './queries.ts';
import { useAddresses, useAddressPart, useRegister, useView } from './register.ts';
import { RegisterActions } from './RegisterActions.tsx';
import { RegisterToolbar } from './RegisterToolbar.tsx';
import { useRowMenu } from './RowMenu.tsx';
import { useSavedView, type SavedView } from './saved-views.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { NoRecords, NotFollowing, TableProblem } from './TableStates.tsx';
import { useChosenRecords } from './useChosenRecords.ts';
import { useCountWords } from './useCountWords.ts';
import { useFirstPaste } from './useFirstPaste.ts';
import { useFollow } from './useFollow.ts';
import { useShortcuts } from './useShortcuts.ts';
import { useTableWork } from './useTableWork.ts';
import { isNarrowed, selectionOf, type Filter } from './view.ts';
import { ViewPicker } from './ViewPicker.tsx';
import { WithRegister } from './WithRegister.tsx';

const PasteDialog = lazy(() => import('./PasteDialog.tsx'));
const Summary = lazy(() => import('./Summary.tsx'));
const StaleDialog = lazy(() => import('./StaleDialog.tsx'));

/** The table of a register, with the record of the address beside it. */
export function RegisterPage() {
  return (
    <WithRegister>
      <RegisterTable />
    </WithRegister>
  );
}

function RegisterTable() {
  const text = useMessages(messages);
  const language = useLanguage();
  const { may, me } = useOrganisation();
  const { register, fields, place } = useRegister();
  const { touched, isLost } = useFollow(place, me.membershipId);
  const addresses = useAddresses();
  const navigate = useNavigate();
  const toolbar = useRef<HTMLDivElement>(null);
  const [view, show] = useView();
  const saved = useSavedView(place, view.saved);
  const [hiddenKeys, setHiddenKeys] = useHiddenColumns(
    saved ? `${register.id}.${saved.id}.${saved.version}` : register.id,
    saved ? hiddenIn(saved, fields) : beyondFirst(fields),
  );
  const [hasShortcuts, setShortcuts] = useShortcutsSetting();

  const selection = useMemo(() => selectionOf(view), [view]);
  const changeFilters = (filters: readonly Filter[]) => show({ ...view, filters });
  const clear = () => show({ search: '', sort: view.sort, filters: [] });

  const records = useInfiniteQuery(recordsQuery(place, selection));
  const count = useQuery(countQuery(place, selection));
  const read = useMemo(() => recordsOf(records.data), [records.data]);
  const countWords = useCountWords(register, isNarrowed(selection));
  const told = count.data && countWords(count.data);
  useEffect(() => {
    if (told !== undefined && isNarrowed(selection)) announce(told);
  }, [told, selection]);

  useShortcuts(hasShortcuts, {
    '/': () => toolbar.current?.querySelector<HTMLInputElement>('input')?.focus(),
    ...(may('record.write') && { n: () => void navigate({ href: addresses.newRecord }) }),
  });

  const hiddenColumns = useMemo(() => new Set(hiddenKeys), [hiddenKeys]);
  const shownKeys =
    hiddenKeys.length === 0 ? null : fields.map(({ key }) => key).filter((key) => !hiddenColumns.has(key));
  const { renderButton, menu } = useRowMenu();
  const columns = useMemo(
    () =>
      columnsFor({
        register,
        fields,
        hidden: hiddenColumns,
        language,
        nameless: text.nameless,
        actions: { title: text.rowActions, render: renderButton },
      }),
    [register, fields, hiddenColumns, language, text, renderButton],
  );
  const { refetch, fetchNextPage, isFetchNextPageError } = records;
  // With rows in sight the reason stands above them; the grid tells only of having none.
  const readUpTo = async (wanted: number) => {
    let now = read;
    for (let { hasNextPage } = records; hasNextPage && now.length < wanted;) {
      const answer = await fetchNextPage();
      if (answer.isError) throw answer.error;
      ({ hasNextPage } = answer);
      now = recordsOf(answer.data);
    }
    return now;
  };
  const table = useTableWork({ rows: read, readUpTo });
  const isEmpty = records.isSuccess && !records.isPlaceholderData && read.length === 0 && !isNarrowed(selection);
  useFirstPaste(isEmpty ? columns : undefined, table.work.editing?.onPaste);
  const { withWritten } = table.edits;
  const rows = useMemo(() => withWritten(read), [withWritten, read]);
  const ids = useMemo(() => read.map(({ id }) => id), [read]);
  const chosen = useChosenRecords({ selection, ids, total: count.data?.isExact ? count.data.count : undefined });
  const hasFailedBehind = records.isError && rows.length > 0;
  const onNeedMore = useCallback(
    () => void (rows.length === 0 ? refetch() : fetchNextPage()),
    [rows.length, refetch, fetchNextPage],
  );
  const rowName = (record: RecordView) => record.title || text.nameless;
  const opened = useAddressPart('record');

  return (
    <PanelLayout>
      <div className="f-workspace">
        <div className="f-workspace-head">
          <PageHeader
            title={register.name[language]}
            badge={told !== undefined && <span className="r-count">{told}</span>}
            actions={<RegisterActions selection={selection} hasShortcuts={hasShortcuts} onShortcuts={setShortcuts} />}
          />
          {chosen.count > 0 ? (
            <SelectionBar chosen={chosen} work={table} />
          ) : (
            <RegisterToolbar
              ref={toolbar}
              view={view}
              onShow={show}
              onFilters={changeFilters}
              hiddenColumns={hiddenColumns}
              onHiddenColumns={setHiddenKeys}
            >
              <ViewPicker shown={view} columns={shownKeys} onShow={show} />
            </RegisterToolbar>
          )}
          <FilterChips fields={fields} filters={view.filters} onChange={changeFilters} />
          <BatchesAtWork work={table} />
          {isLost && <NotFollowing />}
          {(view.group ?? view.totals) !== undefined && (
            <Suspense>
              <Summary shown={view} onShow={show} />
            </Suspense>
          )}
        </div>
        <TableProblem
          query={records}
          onRetry={() => void (isFetchNextPageError ? fetchNextPage() : refetch())}
          hasRows={rows.length > 0}
          onClear={clear}
        >
          <DataGrid
            label={register.name[language]}
            columns={columns}
            rows={rows}
            rowKey={rowKey}
            question={JSON.stringify(selection)}
            touched={touched}
            rowName={rowName}
            rowHref={(record) => addresses.record(record.id)}
            {...(count.data?.isExact &&
              !records.isPlaceholderData && { total: Math.max(count.data.count, rows.length) })}
            status={statusOf(records, hasFailedBehind)}
            error={records.error}
            hasMore={records.hasNextPage && !hasFailedBehind}
            onNeedMore={onNeedMore}
            isStale={records.isPlaceholderData}
            sort={view.sort}
            onSort={(sort) => show({ ...view, sort: sort.slice(0, SORTS_MAX) })}
            onOpen={(record) => void navigate({ href: addresses.record(record.id) })}
            {...(opened !== undefined && { current: opened })}
            work={table.work}
            {...((may('record.write') || may('record.trash')) && {
              selected: chosen.selected,
              onSelect: chosen.select,
            })}
            empty={<NoRecords isNarrowed={isNarrowed(selection)} onClear={clear} />}
          />
        </TableProblem>
        {menu}
        <Suspense>
          {table.question && <PasteDialog work={table} />}
          {table.edits.stale && <StaleDialog stale={table.edits.stale} onSettle={table.edits.settle} />}
        </Suspense>
      </div>
      <Outlet />
    </PanelLayout>
  );
}

/** A view that names its columns hides the others, those that came later too. */
const hiddenIn = ({ view }: SavedView, fields: readonly Field[]): readonly string[] =>
  view.columns ? fields.map(({ key }) => key).filter((key) => !view.columns?.includes(key)) : [];

/** A table of two hundred columns is read by nobody: it begins with the first, the others are chosen. */
const COLUMNS_AT_FIRST = 24;
const beyondFirst = (fields: readonly Field[]): readonly string[] =>
  fields.slice(COLUMNS_AT_FIRST).map(({ key }) => key);

/** As many as the server sorts by. */
const SORTS_MAX = 3;
function statusOf(
  { isError, isFetching, isRefetching }: Record<'isError' | 'isFetching' | 'isRefetching', boolean>,
  hasFailedBehind: boolean,
): 'ready' | 'loading' | 'failed' {
  if (isError && !hasFailedBehind) return 'failed';
  return isFetching && !isRefetching ? 'loading' : 'ready';
}

const rowKey = (record: RecordView) => record.id;
