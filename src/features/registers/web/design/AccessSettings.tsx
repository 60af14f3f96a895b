import { roleName, roleText } from '#features/access/web/role-words.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import type { FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { FaultNote } from './parts.tsx';
import { useRoles } from './useNameOf.ts';

/** Which roles see the field: all who read the register, or those that are named. */
export function AccessSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { set } = useDesigner();
  const roles = useRoles();
  const { visibleTo } = field;
  return (
    <>
      <RadioGroup
        label={text.settings.visibleTo}
        value={visibleTo === null ? 'all' : 'some'}
        onChange={(id) => set(field.id, { visibleTo: id === 'all' ? null : [] })}
        options={[
          { id: 'all', label: text.visibleAll },
          { id: 'some', label: text.visibleSome, detail: text.visibleHelp },
        ]}
      />
      {visibleTo !== null && (
        <div role="group" aria-label={text.visibleRoles}>
          {roles.data ? (
            roles.data.roles.map((role) => (
              <Checkbox
                key={role.id}
                isSelected={visibleTo.includes(role.id)}
                onChange={(isOn) =>
                  set(field.id, {
                    visibleTo: isOn ? [...visibleTo, role.id] : visibleTo.filter((id) => id !== role.id),
                  })
                }
                description={roleText(role, language)}
              >
                {roleName(role, language)}
              </Checkbox>
            ))
          ) : roles.isLoading ? (
            <SkeletonLines lines={3} />
          ) : (
            <p className="v-muted">{text.rolesUnreadable}</p>
          )}
          <FaultNote of="visibleTo" field={field.id} />
        </div>
      )}
    </>
  );
}
