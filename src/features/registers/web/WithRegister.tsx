import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NotFoundPage } from '#web/frame/NotFoundPage.tsx';
import { useOrganisation } from '#web/organisation.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { registersQuery } from './queries.ts';
import { RegisterContext, useAddressPart, useCurrentRegister } from './register.ts';

/** Finds the register of the address, and tells what else there is to tell while or when there is none. */
export function WithRegister({ children }: { children: ReactNode }) {
  const organisation = useOrganisation();
  const key = useAddressPart('register');
  const registers = useQuery(registersQuery(organisation.id));
  const current = useCurrentRegister(registers.data?.registers.find((register) => register.key === key));
  if (current) return <RegisterContext value={current}>{children}</RegisterContext>;
  if (registers.isPending) {
    return (
      <div className="f-page">
        <SkeletonLines lines={6} />
      </div>
    );
  }
  if (registers.isError) {
    return (
      <ErrorState
        error={registers.error}
        onRetry={() => void registers.refetch()}
        isRetrying={registers.isRefetching}
      />
    );
  }
  return <NotFoundPage />;
}
