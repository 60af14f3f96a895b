import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { useFormats, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Badge, type BadgeProps } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Link } from '#web/ui/Link.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { ApiKeyDialog } from './ApiKeyDialog.tsx';
import { messages } from './messages.ts';
import { PermissionBadges } from './PermissionBadges.tsx';
import { apiKeysQuery, type ApiKey } from './queries.ts';

const TONES = { open: 'success', expired: 'warning', revoked: 'danger' } as const satisfies Record<
  string,
  BadgeProps['tone']
>;

function statusOf({ revokedAt, expiresAt }: ApiKey): keyof typeof TONES {
  if (revokedAt !== null) return 'revoked';
  return new Date(expiresAt) <= new Date() ? 'expired' : 'open';
}

export function ApiKeysPage() {
  const text = useMessages(messages).apiKeys;
  const { id, name } = useOrganisation();
  const keys = useQuery(apiKeysQuery(id));
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
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
      {keys.isPending && <SkeletonLines lines={6} />}
      {keys.isError && (
        <ErrorState error={keys.error} onRetry={() => void keys.refetch()} isRetrying={keys.isRefetching} />
      )}
      {keys.isSuccess &&
        (keys.data.apiKeys.length === 0 ? (
          <EmptyState icon="key" title={text.empty}>
            {text.emptyText}
          </EmptyState>
        ) : (
          <KeyList keys={keys.data.apiKeys} onRevoke={setRevoking} />
        ))}
      {isCreating && <ApiKeyDialog onClose={() => setCreating(false)} />}
      {revoking && <Revocation apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </div>
  );
}

function KeyList({ keys, onRevoke }: { keys: readonly ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  const text = useMessages(messages).apiKeys;
  const formats = useFormats();
  return (
    <Card isFlush>
      <RowList
        label={text.title}
        rows={keys}
        rowKey={(key) => key.id}
        title={(key) => (
          <>
            {key.name}
            <Badge tone={TONES[statusOf(key)]}>{text.status[statusOf(key)]}</Badge>
          </>
        )}
        detail={(key) => (
          <>
            {key.lastUsedAt ? text.lastUsed(formats.ago(key.lastUsedAt)) : text.neverUsed}
            {statusOf(key) === 'open' && `, ${text.until(formats.dateTime(key.expiresAt))}`}
            <PermissionBadges permissions={key.permissions} />
          </>
        )}
        action={(key) =>
          statusOf(key) === 'open' && (
            <Button size="small" aria-label={text.revokeOf(key.name)} onPress={() => onRevoke(key)}>
              {text.revoke}
            </Button>
          )
        }
      />
    </Card>
  );
}

function Revocation({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const text = useMessages(messages).apiKeys;
  const { id: organisation } = useOrganisation();
  const queries = useQueryClient();
  const tellFailure = useTellFailure();
  const revoke = useMutation({
    mutationFn: () =>
      call('DELETE /organisations/{organisation}/api-keys/{apiKey}', { params: { organisation, apiKey: apiKey.id } }),
    onSuccess: () => toast({ title: text.revoked }),
    onError: tellFailure,
    onSettled: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: apiKeysQuery(organisation).queryKey });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={text.revokeTitle(apiKey.name)}
      action={text.revoke}
      onConfirm={() => revoke.mutate()}
      isPending={revoke.isPending}
      isDanger
    >
      {text.revokeText}
    </ConfirmDialog>
  );
}
