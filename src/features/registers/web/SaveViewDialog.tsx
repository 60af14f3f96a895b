import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { roleName } from '#features/access/web/role-words.ts';
import { call } from '#web/client.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { messages } from './messages.ts';
import type { SavedView } from './saved-views.ts';

interface SaveViewDialogProps {
  /** Absent for a new one. */
  of: SavedView | undefined;
  error: unknown;
  isPending: boolean;
  onClose: () => void;
  onSave: (named: { name: string; sharedWith: string[] | null }) => void;
}

type Sharing = 'nobody' | 'everybody' | 'roles';
const sharingOf = (roles: string[] | null): Sharing =>
  roles === null ? 'nobody' : roles.length === 0 ? 'everybody' : 'roles';

/** The name of a view and who else sees it. */
export default function SaveViewDialog({ of, error, isPending, onClose, onSave }: SaveViewDialogProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { cancel } = useMessages(kit);
  const { id: organisation } = useOrganisation();
  const form = useId();
  const [name, setName] = useState(of?.name ?? '');
  const [sharing, setSharing] = useState<Sharing>(() => sharingOf(of?.sharedWith ?? null));
  const [chosen, setChosen] = useState<readonly string[]>(of?.sharedWith ?? []);
  const roles = useQuery({
    queryKey: ['roles', organisation],
    queryFn: ({ signal }) => call('GET /organisations/{organisation}/roles', { params: { organisation }, signal }),
    enabled: sharing === 'roles',
  });
  const sharedWith = { nobody: null, everybody: [], roles: [...chosen] }[sharing];
  return (
    <Dialog
      title={of ? text.changeView : text.saveView}
      size="small"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            isPending={isPending}
            isDisabled={sharing === 'roles' && chosen.length === 0}
          >
            {text.save}
          </Button>
        </>
      }
    >
      <Form id={form} error={error} onSubmit={() => onSave({ name: name.trim(), sharedWith })}>
        {/* The dialog is opened to write this. */}
        <TextField
          label={text.viewName}
          name="name"
          value={name}
          onChange={setName}
          maxLength={100}
          autoComplete="off"
          isRequired
          autoFocus
        />
        <RadioGroup
          label={text.whoSeesView}
          value={sharing}
          onChange={(id) => setSharing(id as Sharing)}
          options={[
            { id: 'nobody', label: text.viewForMe },
            { id: 'everybody', label: text.viewForAll },
            { id: 'roles', label: text.viewForRoles },
          ]}
        />
        {sharing === 'roles' && (
          <fieldset className="r-choices">
            <legend className="v-hidden">{text.viewForRoles}</legend>
            {roles.data?.roles.map((role) => (
              <Checkbox
                key={role.id}
                isSelected={chosen.includes(role.id)}
                onChange={(isOn) => setChosen(isOn ? [...chosen, role.id] : chosen.filter((id) => id !== role.id))}
              >
                {roleName(role, language)}
              </Checkbox>
            ))}
          </fieldset>
        )}
      </Form>
    </Dialog>
  );
}
