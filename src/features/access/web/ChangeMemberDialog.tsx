import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';
import type { Member, Role } from './queries.ts';
import { RolePicker } from './RolePicker.tsx';
import { useMembersChanged } from './useMemberChange.ts';

interface ChangeMemberDialogProps {
  member: Member;
  roles: readonly Role[];
  onClose: () => void;
}

export function ChangeMemberDialog({ member, roles, onClose }: ChangeMemberDialogProps) {
  const text = useMessages(messages);
  const { id: organisation } = useOrganisation();
  const changed = useMembersChanged();
  const form = useId();
  const [displayName, setDisplayName] = useState(member.displayName);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(member.roleIds));
  const isEmpty = chosen.size === 0;
  const save = useMutation({
    mutationFn: () =>
      call('PATCH /organisations/{organisation}/members/{member}', {
        params: { organisation, member: member.id },
        body: { displayName, roleIds: [...chosen] },
      }),
    onSuccess: async (saved) => {
      toast({ title: text.members.saved(saved.displayName) });
      onClose();
      await changed(saved);
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text.members.changeTitle(member.displayName)}
      footer={
        <>
          <Button onPress={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" form={form} isPending={save.isPending}>
            {text.save}
          </Button>
        </>
      }
    >
      <Form
        id={form}
        onSubmit={() => {
          if (!isEmpty) save.mutate();
        }}
        error={save.error}
        label={text.members.changeTitle(member.displayName)}
      >
        <TextField
          label={text.members.displayName}
          name="displayName"
          value={displayName}
          onChange={setDisplayName}
          autoComplete="off"
          isRequired
        />
        <RolePicker roles={roles} chosen={chosen} onChange={setChosen} error={isEmpty ? text.chooseRole : undefined} />
        <p className="v-muted">{text.members.atNextCall}</p>
      </Form>
    </Dialog>
  );
}
