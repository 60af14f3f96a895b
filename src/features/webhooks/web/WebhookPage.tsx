import './webhooks.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { registersQuery } from '#features/registers/web/queries.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Card } from '#web/ui/Card.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { KeyValueList } from '#web/ui/KeyValueList.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { Deliveries } from './Deliveries.tsx';
import { messages } from './messages.ts';
import { webhookQuery, type Webhook } from './queries.ts';
import { standingOf, StatusBadge } from './StatusBadge.tsx';
import { WebhookActions } from './WebhookActions.tsx';

/** One webhook: how it is set, how it fares, and everything it was told. */
export function WebhookPage() {
  const { webhook = '' } = useParams({ strict: false }) as { webhook?: string };
  const { id: organisation } = useOrganisation();
  const text = useMessages(messages);
  const { slug } = useOrganisation();
  const read = useQuery(webhookQuery({ organisation, webhook }));
  const crumbs = [{ label: text.title, href: `/o/${slug}/webhooks` }];
  return (
    <div className="f-page">
      <PageHeader
        title={read.data?.name ?? text.title}
        crumbs={crumbs}
        badge={read.data && <StatusBadge webhook={read.data} />}
        actions={read.data && <WebhookActions webhook={read.data} />}
      />
      {read.isPending && <SkeletonLines lines={8} />}
      {read.isError && (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} isRetrying={read.isRefetching} />
      )}
      {read.isSuccess && (
        <>
          <Standing webhook={read.data} />
          <Facts webhook={read.data} />
          <Deliveries place={{ organisation, webhook }} isActive={read.data.status === 'active'} />
        </>
      )}
    </div>
  );
}

function Standing({ webhook }: { webhook: Webhook }) {
  const text = useMessages(messages);
  switch (standingOf(webhook)) {
    case 'given_up':
      return (
        <Banner tone="warning" title={text.givenUpTitle}>
          {text.givenUpText}
        </Banner>
      );
    case 'paused':
      return <Banner>{text.pausedBanner}</Banner>;
    case 'failing':
      return (
        <Banner tone="warning" title={text.failingTitle(webhook.failureCount)}>
          {text.failingText}
        </Banner>
      );
    case 'active':
      return null;
  }
}

function Facts({ webhook }: { webhook: Webhook }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  const { id: organisation } = useOrganisation();
  const registers = useQuery(registersQuery(organisation));
  const nameOf = (id: string) =>
    registers.data?.registers.find((register) => register.id === id)?.name[language] ?? text.unknownRegister;
  const when = (at: string | null) => (at === null ? text.never : formats.dateTime(at));
  return (
    <Card title={text.facts}>
      <KeyValueList
        items={[
          { label: text.url, value: <span className="webhook-address">{webhook.url}</span> },
          {
            label: text.subscriptions,
            value: (
              <ul className="webhook-told">
                {webhook.subscriptions.map(({ register, events }) => (
                  <li key={register}>
                    {nameOf(register)}: {formats.list(events.map((event) => text.events[event].toLowerCase()))}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            label: text.created,
            value: formats.dateTime(webhook.createdAt),
            note: webhook.formerSecretUntil && text.formerUntil(formats.dateTime(webhook.formerSecretUntil)),
          },
          { label: text.lastDeliveredAt, value: when(webhook.lastDeliveredAt) },
          { label: text.lastFailedAt, value: when(webhook.lastFailedAt) },
        ]}
      />
    </Card>
  );
}
