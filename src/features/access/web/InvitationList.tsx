import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Badge, type BadgeProps } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { messages } from './messages.ts';
import { invitationsQuery, rolesQuery, type Invitation } from './queries.ts';
import { roleName } from './role-words.ts';

const TONES: Record<Invitation['status'], NonNullable<BadgeProps['tone']>> = {
  open: 'success',
  accepted: 'neutral',
  revoked: 'danger',
  expired: 'warning',
};

export function InvitationList({ onInvite }: { onInvite: () => void }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const formats = useFormats();
  const { id, may } = useOrganisation();
  const invitations = useQuery(invitationsQuery(id));
  const roles = useQuery({ ...rolesQuery(id), enabled: may('organisation.read') });
  const [revoking, setRevoking] = useState<Invitation>();

  if (invitations.isPending) return <SkeletonLines lines={6} />;
  if (invitations.isError) {
    return (
      <ErrorState
        error={invitations.error}
        onRetry={() => void invitations.refetch()}
        isRetrying={invitations.isRefetching}
      />
    );
  }
  if (invitations.data.invitations.length === 0) {
    return (
      <EmptyState
        icon="mail"
        title={text.invitations.empty}
        action={
          may('member.write') && (
            <Button icon="add" onPress={onInvite}>
              {text.members.invite}
            </Button>
          )
        }
      >
        {text.invitations.emptyText}
      </EmptyState>
    );
  }
  return (
    <>
      <Card isFlush>
        <RowList
          label={text.members.tabInvitations}
          rows={invitations.data.invitations}
          rowKey={(invitation) => invitation.id}
          title={({ note, status }) => (
            <>
              {note === '' ? <span className="v-muted">{text.invitations.noNote}</span> : note}
              <Badge tone={TONES[status]}>{text.invitations.status[status]}</Badge>
            </>
          )}
          detail={({ createdAt, expiresAt, status }) =>
            text.invitations.made(formats.dateTime(createdAt)) +
            (status === 'open' ? `, ${text.invitations.until(formats.dateTime(expiresAt))}` : '')
          }
          end={({ roleIds }) =>
            (roles.data?.roles ?? [])
              .filter((role) => roleIds.includes(role.id))
              .map((role) => <Badge key={role.id}>{roleName(role, language)}</Badge>)
          }
          action={(invitation) =>
            may('member.write') &&
            invitation.status === 'open' && (
              <Button
                size="small"
                aria-label={text.invitations.revokeOf(invitation.note || text.invitations.noNote)}
                onPress={() => setRevoking(invitation)}
              >
                {text.invitations.revoke}
              </Button>
            )
          }
        />
      </Card>
      {revoking && <Revocation invitation={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

function Revocation({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const text = useMessages(messages).invitations;
  const { id: organisation } = useOrganisation();
  const queries = useQueryClient();
  const tellFailure = useTellFailure();
  const revoke = useMutation({
    mutationFn: () =>
      call('DELETE /organisations/{organisation}/invitations/{invitation}', {
        params: { organisation, invitation: invitation.id },
      }),
    onSuccess: () => toast({ title: text.revoked }),
    onError: tellFailure,
    onSettled: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: invitationsQuery(organisation).queryKey });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={text.revokeTitle}
      action={text.revoke}
      onConfirm={() => revoke.mutate()}
      isPending={revoke.isPending}
      isDanger
    >
      {text.revokeText}
    </ConfirmDialog>
  );
}
