import './webhooks.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Link } from '#web/ui/Link.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { messages } from './messages.ts';
import { webhooksQuery, type Webhook } from './queries.ts';
import { StatusBadge } from './StatusBadge.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';

/** Whom the organisation tells of changes, and how each of them fares. */
export function WebhooksPage() {
  const text = useMessages(messages);
  const { id, name } = useOrganisation();
  const webhooks = useQuery(webhooksQuery(id));
  const [isCreating, setCreating] = useState(false);
  return (
    <div className="f-page">
      <PageHeader
        title={text.title}
        windowTitle={`${text.title} · ${name}`}
        description={
          <>
            {text.description} <Link href="/api">{text.documentation}</Link>
          </>
        }
        actions={
          <Button variant="primary" icon="add" onPress={() => setCreating(true)}>
            {text.create}
          </Button>
        }
      />
      {webhooks.isPending && <SkeletonLines lines={6} />}
      {webhooks.isError && (
        <ErrorState error={webhooks.error} onRetry={() => void webhooks.refetch()} isRetrying={webhooks.isRefetching} />
      )}
      {webhooks.isSuccess &&
        (webhooks.data.webhooks.length === 0 ? (
          <EmptyState icon="link" title={text.empty}>
            {text.emptyText}
          </EmptyState>
        ) : (
          <WebhookList webhooks={webhooks.data.webhooks} />
        ))}
      {isCreating && <WebhookDialog onClose={() => setCreating(false)} />}
    </div>
  );
}

function WebhookList({ webhooks }: { webhooks: readonly Webhook[] }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const { slug } = useOrganisation();
  return (
    <Card isFlush>
      <RowList
        label={text.title}
        rows={webhooks}
        rowKey={({ id }) => id}
        title={(webhook) => <Link href={`/o/${slug}/webhooks/${webhook.id}`}>{webhook.name}</Link>}
        detail={(webhook) => (
          <>
            <span className="webhook-address">{webhook.url}</span>
            <span>
              {webhook.lastDeliveredAt === null
                ? text.neverDelivered
                : text.lastDelivered(formats.ago(webhook.lastDeliveredAt))}
            </span>
          </>
        )}
        end={(webhook) => <StatusBadge webhook={webhook} />}
      />
    </Card>
  );
}
