import { useMessages } from '#web/language.ts';
import { Dialog } from '#web/ui/Dialog.tsx';
import type { FieldType } from './design.ts';
import { messages } from './messages.ts';
import { TypeIcon } from './TypeIcon.tsx';

const GROUPS: readonly (readonly [keyof typeof messages.sv.typeGroups, readonly FieldType[]])[] = [
  ['text', ['text', 'long_text', 'email', 'phone', 'address']],
  ['choice', ['choice', 'choices', 'yes_no']],
  ['number', ['number', 'money']],
  ['time', ['date', 'date_time']],
  ['link', ['person', 'link', 'member', 'identity_number']],
  ['machine', ['calculated', 'sequence']],
];

export const typesInOrder: readonly FieldType[] = GROUPS.flatMap(([, types]) => types);

/** All types of field, by what they are for. */
export function TypePalette({ onChoose, onClose }: { onChoose: (type: FieldType) => void; onClose: () => void }) {
  const text = useMessages(messages);
  return (
    <Dialog isOpen onClose={onClose} title={text.addFieldTitle} size="large">
      <div className="d-palette">
        {GROUPS.map(([group, types]) => (
          <section key={group} className="d-palette-group">
            <h3>{text.typeGroups[group]}</h3>
            <ul className="d-palette-types">
              {types.map((type) => (
                <li key={type}>
                  <button type="button" className="d-type" onClick={() => onChoose(type)}>
                    <span className="d-item-type">
                      <TypeIcon type={type} />
                    </span>
                    <span>
                      <strong>{text.types[type].name}</strong>
                      <small className="v-muted">{text.types[type].text}</small>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
