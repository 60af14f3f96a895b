import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { useSession } from '#web/session.ts';
import { Avatar } from '#web/ui/Avatar.tsx';
import { Badge } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Link } from '#web/ui/Link.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { CreateOrganisationDialog } from './CreateOrganisationDialog.tsx';
import { messages } from './messages.ts';
import { hostedOrganisationsQuery } from './queries.ts';

/** The operator's page: the organisations of the installation, and a new one. */
export function HostedOrganisationsPage() {
  const text = useMessages(messages).hosted;
  const formats = useFormats();
  const { id } = useOrganisation();
  const own = useSession().data?.organisations ?? [];
  const hosted = useInfiniteQuery(hostedOrganisationsQuery(id));
  const [isCreating, setCreating] = useState(false);
  const rows = hosted.data?.pages.flatMap((page) => page.organisations) ?? [];
  return (
    <div className="f-page">
      <PageHeader
        title={text.title}
        description={text.description}
        actions={
          <Button variant="primary" icon="add" onPress={() => setCreating(true)}>
            {text.create}
          </Button>
        }
      />
      {hosted.isPending && <SkeletonLines lines={6} />}
      {hosted.isError && (
        <ErrorState error={hosted.error} onRetry={() => void hosted.refetch()} isRetrying={hosted.isRefetching} />
      )}
      {hosted.isSuccess && rows.length === 0 && (
        <EmptyState icon="building" title={text.empty}>
          {text.emptyText}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Card isFlush>
          <RowList
            label={text.title}
            rows={rows}
            rowKey={(organisation) => organisation.id}
            lead={({ name }) => <Avatar name={name} shape="square" />}
            title={({ id, name, slug, status, isDemonstration }) => (
              <>
                {/* The operator enters only where they are a member, as everybody else. */}
                {own.some((one) => one.id === id) ? <Link href={`/o/${slug}`}>{name}</Link> : name}
                {isDemonstration && <Badge tone="warning">{text.demonstration}</Badge>}
                {status === 'closed' && <Badge tone="danger">{text.closed}</Badge>}
              </>
            )}
            detail={({ slug, createdAt }) => `/o/${slug}, ${text.since(formats.date(createdAt))}`}
            end={({ memberCount }) => <Badge>{text.memberCount(formats.number(memberCount), memberCount)}</Badge>}
          />
        </Card>
      )}
      {hosted.hasNextPage && (
        <Button isWide onPress={() => void hosted.fetchNextPage()} isPending={hosted.isFetchingNextPage}>
          {text.showMore}
        </Button>
      )}
      {isCreating && <CreateOrganisationDialog onClose={() => setCreating(false)} />}
    </div>
  );
}
