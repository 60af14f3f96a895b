import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NotFoundPage } from '#web/frame/NotFoundPage.tsx';
import { useOrganisation } from '#web/organisation.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { registerQuery, registersQuery } from './queries.ts';
import { RegisterContext, useAddressPart, useCurrentRegister } from './register.ts';

/** Finds the register of the address, and tells what else there is to tell while or when there is none. */
export function WithRegister({ children }: { children: ReactNode }) {
  const organisation = useOrganisation();
  const key = useAddressPart('register');
  const registers = useQuery(registersQuery(organisation.id));
  const id = registers.data?.registers.find((register) => register.key === key)?.id;
  const whole = useQuery({
    ...registerQuery({ organisation: organisation.id, register: id ?? '' }),
    enabled: id !== undefined,
  });
  const current = useCurrentRegister(id === undefined ? undefined : whole.data);
  if (current) return <RegisterContext value={current}>{children}</RegisterContext>;
  const asked = id === undefined ? registers : whole;
  if (asked.isPending) {
    return (
      <div className="f-page">
        <SkeletonLines lines={6} />
      </div>
    );
  }
  if (asked.isError)
    return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} isRetrying={asked.isRefetching} />;
  return <NotFoundPage />;
}
