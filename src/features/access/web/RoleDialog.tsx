import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { organisationQuery, useOrganisation, type Permission } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';
import { PermissionMatrix } from './PermissionMatrix.tsx';
import { rolesQuery, type Role } from './queries.ts';

// Whoever reads nothing sees an empty organisation: a new role begins with what nearly every one has.
const FIRST: readonly Permission[] = ['organisation.read', 'register.read', 'record.read'];

interface RoleDialogProps {
  /** Absent for a new one. */
  role?: Role;
  onClose: () => void;
}

export function RoleDialog({ role, onClose }: RoleDialogProps) {
  const text = useMessages(messages);
  const { id: organisation, may } = useOrganisation();
  const queries = useQueryClient();
  const form = useId();
  const [name, setName] = useState(role?.name ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set(role?.permissions ?? FIRST.filter(may)));
  const save = useMutation({
    mutationFn: () => {
      const body = { name, permissions: [...chosen] };
      return role
        ? call('PUT /organisations/{organisation}/roles/{role}', { params: { organisation, role: role.id }, body })
        : call('POST /organisations/{organisation}/roles', { params: { organisation }, body });
    },
    onSuccess: async (saved) => {
      toast({ title: role ? text.rolePage.saved(saved.name) : text.rolePage.created(saved.name) });
      onClose();
      await Promise.all([
        queries.invalidateQueries({ queryKey: rolesQuery(organisation).queryKey }),
        // The role may be one's own.
        queries.invalidateQueries({ queryKey: organisationQuery(organisation).queryKey }),
      ]);
    },
  });
  const title = role ? text.rolePage.changeTitle(role.name) : text.rolePage.createTitle;
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
            {text.save}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={() => save.mutate()} error={save.error} label={title}>
        <TextField
          label={text.rolePage.name}
          name="name"
          value={name}
          onChange={setName}
          autoComplete="off"
          autoFocus
          isRequired
        />
        <PermissionMatrix chosen={chosen} onChange={setChosen} />
        {role && role.memberCount > 0 && <p className="v-muted">{text.rolePage.takesEffect}</p>}
      </Form>
    </Dialog>
  );
}
