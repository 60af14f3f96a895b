import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { registersQuery } from '#features/registers/web/queries.ts';
import { messages } from './messages.ts';
import { webhooksKey, type Webhook } from './queries.ts';
import { SecretDialog } from './SecretDialog.tsx';
import { fromPairs, SubscriptionChoices, toPairs } from './SubscriptionChoices.tsx';

/** Makes a webhook and shows its secret, once; or changes one. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }) {
  const text = useMessages(messages);
  const { id: organisation } = useOrganisation();
  const queries = useQueryClient();
  const form = useId();
  const registers = useQuery(registersQuery(organisation));
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? 'https://');
  const [chosen, setChosen] = useState(() => toPairs(webhook?.subscriptions ?? []));
  const [wasTried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: async (): Promise<string | undefined> => {
      const body = { name, url, subscriptions: fromPairs(chosen) };
      if (webhook) {
        await call('PATCH /organisations/{organisation}/webhooks/{webhook}', {
          params: { organisation, webhook: webhook.id },
          body,
        });
        return undefined;
      }
      return (await call('POST /organisations/{organisation}/webhooks', { params: { organisation }, body })).secret;
    },
    onSuccess: async (secret) => {
      await queries.invalidateQueries({ queryKey: webhooksKey(organisation) });
      if (secret !== undefined) return;
      toast({ title: text.saved });
      onClose();
    },
  });

  if (save.data !== undefined) return <SecretDialog title={text.secretTitle} secret={save.data} onClose={onClose} />;
  const title = webhook ? text.changeTitle(webhook.name) : text.createTitle;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title={title}
      footer={
        <>
          <Button onPress={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" form={form} isPending={save.isPending}>
            {webhook ? text.save : text.submit}
          </Button>
        </>
      }
    >
      <Form
        id={form}
        label={title}
        error={save.error}
        onSubmit={() => {
          setTried(true);
          if (chosen.size > 0) save.mutate();
        }}
      >
        <TextField
          label={text.name}
          name="name"
          value={name}
          onChange={setName}
          description={text.nameDescription}
          autoComplete="off"
          autoFocus
          isRequired
        />
        <TextField
          label={text.url}
          name="url"
          type="url"
          value={url}
          onChange={setUrl}
          description={text.urlDescription}
          autoComplete="off"
          isRequired
        />
        {registers.isPending ? (
          <SkeletonLines lines={4} />
        ) : (
          <SubscriptionChoices
            registers={registers.data?.registers ?? []}
            chosen={chosen}
            onChange={setChosen}
            error={wasTried && chosen.size === 0 ? text.chooseEvent : undefined}
          />
        )}
      </Form>
    </Dialog>
  );
}
