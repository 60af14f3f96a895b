import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { call, type Input, type Output } from '#web/client.ts';
import { keepFile } from './import-files.ts';
import { recordsKey, registersQuery, type Field, type Place, type Register } from './queries.ts';

export type Import = Output<'GET /organisations/{organisation}/registers/{register}/imports/{import}'>;
export type ImportRow =
  Output<'GET /organisations/{organisation}/registers/{register}/imports/{import}/rows'>['rows'][number];
export type ImportColumn =
  Output<'GET /organisations/{organisation}/registers/{register}/imports/{import}/columns'>['columns'][number];
export type Mapping = Input<'PUT /organisations/{organisation}/registers/{register}/imports/{import}/columns'>['body'];
export type FileChoices = NonNullable<
  Input<'PUT /organisations/{organisation}/registers/{register}/imports/{import}/file'>['query']
>;

const POLL_MS = 600;
const PREVIEW_ROWS = 200;

export const isAtWork = ({ status }: Pick<Import, 'status'>): boolean =>
  status === 'checking' || status === 'running' || status === 'undoing';

const one = (place: Place, id: string) => ({ ...place, import: id });
const importsKey = (place: Place) => ['imports', place.organisation, place.register] as const;

export const importsQuery = (place: Place) =>
  queryOptions({
    queryKey: [...importsKey(place), 'list'],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/imports', { params: { ...place }, signal }),
  });

/** Asked for again and again while the machine is at work on it. */
export const importQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: [...importsKey(place), id],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/imports/{import}', {
        params: one(place, id),
        signal,
      }),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? POLL_MS : false),
  });

export const importRowsQuery = (
  place: Place,
  id: string,
  state: ImportRow['state'],
  outcome?: NonNullable<ImportRow['outcome']>,
) =>
  infiniteQueryOptions({
    queryKey: [...importsKey(place), id, 'rows', state, outcome],
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/registers/{register}/imports/{import}/rows', {
        params: one(place, id),
        query: { state, limit: PREVIEW_ROWS, after: pageParam, ...(outcome && { outcome }) },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });

export function useStageImport(place: Place) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const staged = await call('POST /organisations/{organisation}/registers/{register}/imports', {
        params: { ...place },
        query: { fileName: file.name },
        body: file,
      });
      keepFile(staged.id, file);
      return staged;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: importsQuery(place).queryKey }),
  });
}

export function useMapImport(place: Place, id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (mapping: Mapping) =>
      call('PUT /organisations/{organisation}/registers/{register}/imports/{import}/columns', {
        params: one(place, id),
        body: mapping,
      }),
    onSuccess: (staged) => {
      queries.setQueryData(importQuery(place, id).queryKey, staged);
      return forgetRows(queries, place, id);
    },
  });
}

/** Checks the whole of it, runs it, or undoes it in one: what it made goes to the trash. */
export function useRunImport(place: Place, id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (way: 'check' | 'run' | 'undo') =>
      way === 'check'
        ? call('PUT /organisations/{organisation}/registers/{register}/imports/{import}/check', {
            params: one(place, id),
          })
        : way === 'run'
          ? call('PUT /organisations/{organisation}/registers/{register}/imports/{import}/run', {
              params: one(place, id),
            })
          : call('DELETE /organisations/{organisation}/registers/{register}/imports/{import}/run', {
              params: one(place, id),
            }),
    onSuccess: (started) => queries.setQueryData(importQuery(place, id).queryKey, started),
  });
}

/** When the machine is done, everything that was read of the register may be another. */
export function useForgetRecords(place: Place): (id: string) => void {
  const queries = useQueryClient();
  return (id) => {
    void queries.invalidateQueries({ queryKey: recordsKey(place) });
    void queries.invalidateQueries({ queryKey: [...importsKey(place), id, 'rows'] });
    void queries.invalidateQueries({ queryKey: importsQuery(place).queryKey });
  };
}

const columnsKey = (place: Place, id: string) => [...importsKey(place), id, 'columns'] as const;

const forgetRows = (queries: QueryClient, place: Place, id: string) =>
  Promise.all([
    queries.invalidateQueries({ queryKey: [...importsKey(place), id, 'rows'] }),
    queries.invalidateQueries({ queryKey: columnsKey(place, id) }),
  ]);

/** What each column seems to hold. */
export const importColumnsQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: columnsKey(place, id),
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/imports/{import}/columns', {
        params: one(place, id),
        signal,
      }),
  });

/** The same file, read in another way. */
export function useRereadImport(place: Place, id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ file, choices }: { file: File; choices: FileChoices }) => {
      const read = await call('PUT /organisations/{organisation}/registers/{register}/imports/{import}/file', {
        params: one(place, id),
        query: choices,
        body: file,
      });
      keepFile(id, file);
      return read;
    },
    onSuccess: (staged) => {
      queries.setQueryData(importQuery(place, id).queryKey, staged);
      return forgetRows(queries, place, id);
    },
  });
}

export function useDiscardImport(place: Place, id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call('DELETE /organisations/{organisation}/registers/{register}/imports/{import}', { params: one(place, id) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: importsQuery(place).queryKey }),
  });
}

/** Writes over cells of a row, by the number of their column. */
export function useCorrectRow(place: Place, id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ row, cells }: { row: number; cells: Record<string, string> }) =>
      call('PATCH /organisations/{organisation}/registers/{register}/imports/{import}/rows/{row}', {
        params: { ...one(place, id), row },
        body: { cells },
      }),
    onSuccess: () => Promise.all([forgetRows(queries, place, id), queries.invalidateQueries(importQuery(place, id))]),
  });
}

/** Tries the given failed rows again, or all. */
export function useRetryRows(place: Place, id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rows?: number[]) =>
      call('POST /organisations/{organisation}/registers/{register}/imports/{import}/retries', {
        params: one(place, id),
        body: rows === undefined ? {} : { rows },
      }),
    onSuccess: (started) => queries.setQueryData(importQuery(place, id).queryKey, started),
  });
}

type FieldDraft = Omit<Field, 'isVisible' | 'isReadable'>;

/** Adds a field to the register's definition, as it stands now. */
export function useAddField(place: Place) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ register, field }: { register: Register; field: FieldDraft }) => {
      const { version, name, subject, title, fields } = register;
      const kept = fields.map(({ isVisible: _visible, isReadable: _readable, ...own }) => own);
      return call('PUT /organisations/{organisation}/registers/{register}/definition', {
        params: { ...place },
        body: { version, definition: { name, subject, title, fields: [...kept, field] } },
      });
    },
    onSettled: () => queries.invalidateQueries(registersQuery(place.organisation)),
  });
}
