import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call, onSignedOut, ProblemError } from './client.ts';
import type { Session as SignedIn } from './contracts.ts';

/** Null when nobody is signed in. */
export type Session = SignedIn | null;

// What a 401 is called when the session is the reason; a refused sign-in is a 401 too, and ends nothing.
const ENDED = ['nobody', 'idle'];
const isEnded = (error: unknown) => error instanceof ProblemError && error.status === 401 && ENDED.includes(error.code);

/** Who is signed in, and which organisations that account may enter. */
export const sessionQuery = queryOptions<Session>({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    try {
      return await call('GET /session', { signal });
    } catch (error) {
      if (isEnded(error)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const useSession = () => useQuery(sessionQuery);

/** For pages that are shown to somebody signed in only. */
export function useSignedIn(): SignedIn {
  const session = useSession().data;
  if (!session) throw new Error('useSignedIn is for pages that need a session');
  return session;
}

/** Everything that was read is of the session that is now over, or of somebody else: nothing of a person stays behind (P18). */
export function becomeNobody(queries: QueryClient): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  queries.setQueryData(sessionQuery.queryKey, null);
}

const endKey = ['session-end'];

/** What the server said when the session ended while it was in use; null for somebody who just came, or left. */
export const useSessionEnd = (): ProblemError | null =>
  useQuery<ProblemError | null>({ queryKey: endKey, queryFn: () => null, enabled: false }).data ?? null;

export const forgetSessionEnd = (queries: QueryClient) => queries.setQueryData(endKey, null);

/** The pages follow the session: where one stood, sign-in is shown, and afterwards the same page again. */
export function followSession(queries: QueryClient): void {
  onSignedOut((problem) => {
    if (!isEnded(problem) || !queries.getQueryData(sessionQuery.queryKey)) return;
    becomeNobody(queries);
    queries.setQueryData(endKey, problem);
  });
}

/** Ends the session on the server, then forgets everything that was read with it. */
export function useSignOut(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('DELETE /session', {}),
    onSuccess: () => {
      becomeNobody(queries);
      onDone();
    },
  });
}
