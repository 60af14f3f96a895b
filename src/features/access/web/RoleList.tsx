import { useState } from 'react';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { MoreMenu } from '#web/ui/Menu.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { messages } from './messages.ts';
import { PermissionBadges } from './PermissionBadges.tsx';
import type { Role } from './queries.ts';
import { roleName, roleText } from './role-words.ts';

interface RoleListProps {
  label: string;
  roles: readonly Role[];
  onChange?: (role: Role) => void;
  onRemove?: (role: Role) => void;
}

export function RoleList({ label, roles, onChange, onRemove }: RoleListProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const formats = useFormats();
  const { may } = useOrganisation();
  return (
    <RowList
      label={label}
      rows={roles}
      rowKey={(role) => role.id}
      title={(role) => roleName(role, language)}
      detail={(role) => (
        <>
          {roleText(role, language)}
          <Permissions role={role} />
        </>
      )}
      end={(role) => <Badge>{text.rolePage.memberCount(formats.number(role.memberCount), role.memberCount)}</Badge>}
      // Taking away is a say over its members too: it needs all that the role gives.
      action={(role) =>
        onChange &&
        onRemove &&
        role.permissions.every(may) && (
          <MoreMenu
            of={role.name}
            items={[
              { label: text.rolePage.change, icon: 'edit', onAction: () => onChange(role) },
              { label: text.rolePage.remove, icon: 'trash', tone: 'danger', onAction: () => onRemove(role) },
            ]}
          />
        )
      }
    />
  );
}

function Permissions({ role }: { role: Role }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const [isOpen, setOpen] = useState(role.code === null);
  return (
    <div>
      <Button
        variant="quiet"
        size="small"
        icon={isOpen ? 'chevronDown' : 'chevronRight'}
        aria-expanded={isOpen}
        aria-label={`${text.permissionCount(role.permissions.length)}: ${roleName(role, language)}`}
        onPress={() => setOpen(!isOpen)}
      >
        {text.permissionCount(role.permissions.length)}
      </Button>
      {isOpen && <PermissionBadges permissions={role.permissions} />}
    </div>
  );
}
