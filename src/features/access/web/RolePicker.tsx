import { useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { ChoiceGroup } from './ChoiceGroup.tsx';
import { messages } from './messages.ts';
import type { Role } from './queries.ts';
import { roleName, roleText } from './role-words.ts';

interface RolePickerProps {
  roles: readonly Role[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  error?: string | undefined;
}

/** The roles of the organisation. One that gives more than the reader may give is shown, and cannot be chosen. */
export function RolePicker({ roles, chosen, onChange, error }: RolePickerProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { may } = useOrganisation();
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <ChoiceGroup legend={text.rolesLegend} error={error}>
      {roles.map((role) => {
        const isWithinOwn = role.permissions.every(may);
        return (
          <Checkbox
            key={role.id}
            isSelected={chosen.has(role.id)}
            onChange={(isChosen) => toggle(role.id, isChosen)}
            isDisabled={!isWithinOwn}
            description={
              isWithinOwn
                ? (roleText(role, language) ?? text.permissionCount(role.permissions.length))
                : text.roleBeyondOwn
            }
          >
            {roleName(role, language)}
          </Checkbox>
        );
      })}
    </ChoiceGroup>
  );
}
