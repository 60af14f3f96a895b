import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation, type Permission } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { CopyField } from '#web/ui/CopyField.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { messages } from './messages.ts';
import { PermissionMatrix } from './PermissionMatrix.tsx';
import { apiKeysQuery } from './queries.ts';

const VALID_DAYS = [7, 30, 90, 365];
const DEFAULT_DAYS = 90;

export function ApiKeyDialog({ onClose }: { onClose: () => void }) {
  const text = useMessages(messages);
  const { id: organisation } = useOrganisation();
  const queries = useQueryClient();
  const form = useId();
  const [name, setName] = useState('');
  const [validDays, setValidDays] = useState(DEFAULT_DAYS);
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set());
  const [wasTried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: () =>
      call('POST /organisations/{organisation}/api-keys', {
        params: { organisation },
        body: { name, validDays, permissions: [...chosen] },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKeysQuery(organisation).queryKey }),
  });

  if (create.data) {
    return (
      <Dialog
        isOpen
        onClose={onClose}
        isDismissable={false}
        title={text.apiKeys.madeTitle}
        footer={
          <Button variant="primary" onPress={onClose}>
            {text.close}
          </Button>
        }
      >
        <div className="v-stack">
          <p>{text.apiKeys.madeText}</p>
          <CopyField label={text.apiKeys.key} value={create.data.key} isShownOnce />
          <CopyField
            label={text.apiKeys.address}
            value={`${window.location.origin}/api/v1/organisations/${organisation}`}
          />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title={text.apiKeys.createTitle}
      footer={
        <>
          <Button onPress={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" form={form} isPending={create.isPending}>
            {text.apiKeys.submit}
          </Button>
        </>
      }
    >
      <Form
        id={form}
        onSubmit={() => {
          setTried(true);
          if (chosen.size > 0) create.mutate();
        }}
        error={create.error}
        label={text.apiKeys.createTitle}
      >
        <TextField
          label={text.apiKeys.name}
          name="name"
          value={name}
          onChange={setName}
          description={text.apiKeys.nameDescription}
          autoComplete="off"
          autoFocus
          isRequired
        />
        <Select
          label={text.apiKeys.validDays}
          name="validDays"
          value={String(validDays)}
          onChange={(id) => setValidDays(Number(id))}
          options={VALID_DAYS.map((days) => ({ id: String(days), label: text.apiKeys.days(days) }))}
        />
        <PermissionMatrix
          chosen={chosen}
          onChange={setChosen}
          isOwnOnly
          error={wasTried && chosen.size === 0 ? text.choosePermission : undefined}
        />
      </Form>
    </Dialog>
  );
}
