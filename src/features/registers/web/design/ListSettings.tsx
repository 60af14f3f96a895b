import { useMessages } from '#web/language.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { hindranceOf, type Use } from './abilities.ts';
import type { FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { FaultNote } from './parts.tsx';

/** How the lists use the field. */
export function ListSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  return (
    <div>
      <UseBox field={field} use="isSortable" help={text.sortableHelp} />
      <UseBox field={field} use="isFilterable" help={text.filterableHelp} />
      <UseBox field={field} use="isSearchable" help={text.searchableHelp} />
    </div>
  );
}

/** A use that the type and class allow, or why they do not. */
export function UseBox({ field, use, help }: { field: FieldDraft; use: Use; help: string }) {
  const text = useMessages(messages);
  const { set, faultAt } = useDesigner();
  const hindrance = hindranceOf(field, use);
  return (
    <div className="d-use">
      <Checkbox
        isSelected={field[use] && hindrance === undefined}
        isDisabled={hindrance !== undefined}
        onChange={(isOn) => set(field.id, { [use]: isOn })}
        isInvalid={faultAt(field.id, use) !== undefined}
        description={hindrance === undefined ? help : text.hindrances[use][hindrance]}
      >
        {text.settings[use]}
      </Checkbox>
      <FaultNote of={use} field={field.id} />
    </div>
  );
}
