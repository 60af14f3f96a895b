import { useLanguage, useMessages } from '#web/language.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { Select } from '#web/ui/Select.tsx';
import { messages } from './messages.ts';
import type { Field } from './queries.ts';
import { TOTAL_KINDS } from './saved-views.ts';
import type { View } from './view.ts';

interface SummaryChooserProps {
  fields: readonly Field[];
  shown: View;
  onShow: (view: View) => void;
}

const NOTHING = ' nothing';
const UNGROUPED: readonly Field['type'][] = ['long_text', 'address', 'date_time', 'identity_number'];

/** What to count by and what to add up. Loaded with the popover that it stands in. */
export default function SummaryChooser({ fields, shown, onShow }: SummaryChooserProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const usable = fields.filter(({ isFilterable, class: of }) => isFilterable && of !== 'sensitive');
  const numbers = usable.filter(
    ({ type, result }) => type === 'number' || type === 'money' || (type === 'calculated' && result === 'number'),
  );
  const change = (group: string | undefined, totals: readonly string[]) => {
    const { group: _, totals: __, ...rest } = shown;
    onShow({ ...rest, ...(group !== undefined && { group }), ...(totals.length > 0 && { totals }) });
  };
  const totals = shown.totals ?? [];
  return (
    <div className="v-stack">
      <Select
        label={text.groupBy}
        value={shown.group ?? NOTHING}
        onChange={(id) => change(id === NOTHING ? undefined : id, totals)}
        options={[
          { id: NOTHING, label: text.noGroup },
          ...usable
            .filter(({ type }) => !UNGROUPED.includes(type))
            .map(({ key, label }) => ({ id: key, label: label[language] })),
        ]}
      />
      {numbers.map((field) => (
        <fieldset key={field.key} className="r-choices">
          <legend>{field.label[language]}</legend>
          {TOTAL_KINDS.filter((kind) => kind !== 'filled').map((kind) => {
            const total = `${field.key}:${kind}`;
            return (
              <Checkbox
                key={kind}
                isSelected={totals.includes(total)}
                onChange={(isOn) =>
                  change(shown.group, isOn ? [...totals, total] : totals.filter((one) => one !== total))
                }
              >
                {text.totalKinds[kind]}
              </Checkbox>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}
