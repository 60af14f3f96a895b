import { ErrorState } from '../ui/ErrorState.tsx';
import { SkeletonLines } from '../ui/Skeleton.tsx';

interface WaitingPageProps {
  query: { isError: boolean; error: unknown; isRefetching: boolean; refetch: () => unknown };
}

/** In the place of a whole page, while nobody knows yet what it will be. */
export function WaitingPage({ query }: WaitingPageProps) {
  return (
    <main id="main" className="f-page" tabIndex={-1}>
      {query.isError ? (
        <ErrorState isPage error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isRefetching} />
      ) : (
        <SkeletonLines lines={4} />
      )}
    </main>
  );
}
