import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { CopyField } from '#web/ui/CopyField.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { messages } from './messages.ts';
import { invitationsQuery, rolesQuery } from './queries.ts';
import { RolePicker } from './RolePicker.tsx';

const VALID_DAYS = [1, 7, 14, 30];
const DEFAULT_DAYS = 7;

interface InviteDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function InviteDialog({ isOpen, onClose }: InviteDialogProps) {
  // Its own component, so that the next invitation begins empty and the last one's link is gone.
  return isOpen ? <Invite onClose={onClose} /> : null;
}

function Invite({ onClose }: { onClose: () => void }) {
  const text = useMessages(messages);
  const { id: organisation } = useOrganisation();
  const queries = useQueryClient();
  const roles = useQuery(rolesQuery(organisation));
  const form = useId();
  const [note, setNote] = useState('');
  const [validDays, setValidDays] = useState(DEFAULT_DAYS);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [wasTried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: () =>
      call('POST /organisations/{organisation}/invitations', {
        params: { organisation },
        body: { note, validDays, roleIds: [...chosen] },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery(organisation).queryKey }),
  });

  if (create.data) {
    return (
      <Dialog
        isOpen
        onClose={onClose}
        isDismissable={false}
        title={text.invitations.madeTitle}
        footer={
          <Button variant="primary" onPress={onClose}>
            {text.close}
          </Button>
        }
      >
        <div className="v-stack">
          <p>{text.invitations.madeText}</p>
          <CopyField
            label={text.invitations.link}
            value={`${location.origin}/invitation#${create.data.token}`}
            isShownOnce
          />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text.invitations.create}
      footer={
        <>
          <Button onPress={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" form={form} isPending={create.isPending}>
            {text.invitations.submit}
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
        error={create.error ?? roles.error}
        label={text.invitations.create}
      >
        <TextField
          label={text.invitations.note}
          name="note"
          value={note}
          onChange={setNote}
          description={text.invitations.noteDescription}
          autoComplete="off"
          autoFocus
        />
        <RolePicker
          roles={roles.data?.roles ?? []}
          chosen={chosen}
          onChange={setChosen}
          error={wasTried && chosen.size === 0 ? text.chooseRole : undefined}
        />
        <Select
          label={text.invitations.validDays}
          name="validDays"
          value={String(validDays)}
          onChange={(id) => setValidDays(Number(id))}
          options={VALID_DAYS.map((days) => ({ id: String(days), label: text.invitations.days(days) }))}
        />
      </Form>
    </Dialog>
  );
}
