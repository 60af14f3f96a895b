import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { registerHref, registersQuery } from '#features/registers/web/queries.ts';
import { Redirect } from '#web/frame/Redirect.tsx';
import { localPath } from '#web/local-path.ts';
import { useOrganisation } from '#web/organisation.ts';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';

/** Nobody stays here: the first register is what most come for, an operator comes for the organisations. */
export function ArrivalPage() {
  const { back }: { back?: unknown } = useSearch({ strict: false });
  const { id, slug, isInstallation, may } = useOrganisation();
  const mayRead = may('register.read') && may('record.read');
  const registers = useQuery({ ...registersQuery(id), enabled: mayRead });
  const way = localPath(back, location.origin);
  if (way !== undefined) return <Redirect href={way} />;
  if (isInstallation && may('installation.operate')) return <Redirect href={`/o/${slug}/organisations`} />;
  if (mayRead && registers.isPending) {
    return (
      <div className="f-page">
        <SkeletonLines lines={5} />
      </div>
    );
  }
  const first = registers.data?.registers[0];
  return <Redirect href={first ? registerHref(slug, first) : `/o/${slug}/overview`} />;
}
