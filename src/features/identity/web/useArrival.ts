import { useQueryClient } from '@tanstack/react-query';
import { adoptLanguage } from '#web/language.ts';
import { forgetSessionEnd, sessionQuery, type Session } from '#web/session.ts';

/**
 * After a sign-in that the server accepted: asks who one is, as every later call will. Null when the browser did not keep the
 * cookie: then nothing is gained, and the page says so instead of leading back here in a circle.
 */
export function useArrival(): () => Promise<Session> {
  const queries = useQueryClient();
  return async () => {
    const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    if (session) {
      forgetSessionEnd(queries);
      // What was read before was read by somebody else, or by nobody.
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      adoptLanguage(session.account.language);
    }
    return session;
  };
}
