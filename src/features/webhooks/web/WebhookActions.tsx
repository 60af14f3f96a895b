import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { Menu } from '#web/ui/Menu.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { messages } from './messages.ts';
import { webhooksKey, type Webhook } from './queries.ts';
import { SecretDialog } from './SecretDialog.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';

const OVERLAP_HOURS = 24;

/** What can be done with a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const text = useMessages(messages);
  const { id: organisation, slug } = useOrganisation();
  const params = { organisation, webhook: webhook.id };
  const queries = useQueryClient();
  const navigate = useNavigate();
  const tellFailure = useTellFailure();
  const [doing, setDoing] = useState<'change' | 'replace' | 'remove'>();
  const done = () => setDoing(undefined);
  const refresh = () => queries.invalidateQueries({ queryKey: webhooksKey(organisation) });
  const test = useMutation({
    mutationFn: () => call('POST /organisations/{organisation}/webhooks/{webhook}/tests', { params }),
    onSuccess: () => toast({ title: text.tested }),
    onError: tellFailure,
    onSettled: refresh,
  });
  const activate = useMutation({
    mutationFn: (isActive: boolean) =>
      call('PUT /organisations/{organisation}/webhooks/{webhook}/activation', { params, body: { isActive } }),
    onSuccess: ({ status }) => toast({ title: status === 'active' ? text.activated : text.paused }),
    onError: tellFailure,
    onSettled: refresh,
  });
  const replace = useMutation({
    mutationFn: () =>
      call('POST /organisations/{organisation}/webhooks/{webhook}/secrets', {
        params,
        body: { overlapHours: OVERLAP_HOURS },
      }),
    onError: tellFailure,
    onSettled: async () => {
      done();
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => call('DELETE /organisations/{organisation}/webhooks/{webhook}', { params }),
    onSuccess: async () => {
      toast({ title: text.removed });
      await navigate({ to: `/o/${slug}/webhooks` });
      await refresh();
    },
    onError: tellFailure,
    onSettled: done,
  });
  const isActive = webhook.status === 'active';
  return (
    <>
      {isActive ? (
        <Button icon="upload" onPress={() => test.mutate()} isPending={test.isPending}>
          {text.test}
        </Button>
      ) : (
        <Button variant="primary" icon="restore" onPress={() => activate.mutate(true)} isPending={activate.isPending}>
          {text.activate}
        </Button>
      )}
      <Menu
        label={text.more}
        items={[
          { label: text.change, icon: 'edit', onAction: () => setDoing('change') },
          { label: text.replaceSecret, icon: 'key', onAction: () => setDoing('replace') },
          isActive && { label: text.pause, icon: 'clock', onAction: () => activate.mutate(false) },
          'separator',
          { label: text.remove, icon: 'trash', tone: 'danger', onAction: () => setDoing('remove') },
        ]}
      />
      {doing === 'change' && <WebhookDialog webhook={webhook} onClose={done} />}
      {doing === 'replace' && (
        <ConfirmDialog
          isOpen
          onClose={done}
          title={text.replaceTitle}
          action={text.replaceSecret}
          onConfirm={() => replace.mutate()}
          isPending={replace.isPending}
        >
          {text.replaceText(OVERLAP_HOURS)}
        </ConfirmDialog>
      )}
      {replace.data && (
        <SecretDialog title={text.replacedTitle} secret={replace.data.secret} onClose={() => replace.reset()} />
      )}
      {doing === 'remove' && (
        <ConfirmDialog
          isOpen
          onClose={done}
          title={text.removeTitle(webhook.name)}
          action={text.remove}
          onConfirm={() => remove.mutate()}
          isPending={remove.isPending}
          isDanger
        >
          {text.removeText}
        </ConfirmDialog>
      )}
    </>
  );
}
