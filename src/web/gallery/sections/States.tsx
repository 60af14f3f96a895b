import { ProblemError } from '../../problem.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton, SkeletonLines } from '../../ui/Skeleton.tsx';

const LOST = new ProblemError({ status: 0, code: 'network', title: '' });

const FAILED = new ProblemError({
  status: 500,
  code: 'internal',
  title: 'Något gick fel hos oss',
  detail: 'Felet är noterat. Försök igen om en stund.',
  requestId: '0199f3c2-7a41-7c10-9c0e-5f0d2b6a1e77',
});

export function States() {
  return (
    <div className="v-columns">
      <Card title="Tomt">
        <EmptyState icon="paperclip" title="Inga bilagor" action={<Button icon="upload">Lägg till bilaga</Button>}>
          Avtal och foton sparas i alla versioner, på två platser.
        </EmptyState>
      </Card>
      <Card title="Fel">
        <ErrorState error={FAILED} onRetry={() => undefined} />
      </Card>
      <Card title="Utan nät">
        <ErrorState error={LOST} onRetry={() => undefined} isRetrying />
      </Card>
      <Card title="Hämtas">
        <div className="v-stack">
          <Skeleton width="40%" height="1.25rem" />
          <SkeletonLines lines={5} />
        </div>
      </Card>
    </div>
  );
}
