import './ChoiceGroup.css';
import { useMessages } from '#web/language.ts';
import type { Permission } from '#web/organisation.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { messages } from './messages.ts';
import { groupPermissions } from './permission-groups.ts';

export function PermissionBadges({ permissions }: { permissions: readonly Permission[] }) {
  const text = useMessages(messages);
  return (
    <ul className="access-permissions" aria-label={text.permissionsLegend}>
      {groupPermissions(permissions).flatMap((group) =>
        group.permissions.map((permission) => (
          <li key={permission}>
            <Badge tone={group.id === 'sealed' ? 'warning' : 'neutral'}>{text.permissions[permission].name}</Badge>
          </li>
        )),
      )}
    </ul>
  );
}
