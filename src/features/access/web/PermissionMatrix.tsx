import { useMessages } from '#web/language.ts';
import { useOrganisation, type Permission } from '#web/organisation.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { ChoiceGroup } from './ChoiceGroup.tsx';
import { messages } from './messages.ts';
import { ALL_PERMISSIONS, groupPermissions } from './permission-groups.ts';

interface PermissionMatrixProps {
  chosen: ReadonlySet<Permission>;
  onChange: (chosen: ReadonlySet<Permission>) => void;
  /** Leave out what the reader lacks, where nothing can hold it already: a new key. */
  isOwnOnly?: boolean;
  error?: string | undefined;
}

/** Every permission in words. Nobody gives what they lack: that is shown, and cannot be ticked. */
export function PermissionMatrix({ chosen, onChange, isOwnOnly = false, error }: PermissionMatrixProps) {
  const text = useMessages(messages);
  const { may, isInstallation } = useOrganisation();
  const isShown = (permission: Permission) =>
    may(permission) || (!isOwnOnly && (permission !== 'installation.operate' || isInstallation));
  const toggle = (permission: Permission, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(permission);
    else next.delete(permission);
    onChange(next);
  };
  return (
    <ChoiceGroup legend={text.permissionsLegend} error={error}>
      <div className="access-matrix">
        {groupPermissions(ALL_PERMISSIONS.filter(isShown)).map(({ id, permissions }) => (
          <div key={id} className="access-matrix-group" role="group" aria-label={text.groups[id]}>
            <h3 aria-hidden="true">{text.groups[id]}</h3>
            {permissions.map((permission) => (
              <Checkbox
                key={permission}
                isSelected={chosen.has(permission)}
                onChange={(isChosen) => toggle(permission, isChosen)}
                isDisabled={!may(permission)}
                description={may(permission) ? text.permissions[permission].text : text.beyondOwn}
              >
                {text.permissions[permission].name}
              </Checkbox>
            ))}
          </div>
        ))}
      </div>
    </ChoiceGroup>
  );
}
