import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { messages } from './messages.ts';
import type { Field } from './queries.ts';

interface ColumnChooserProps {
  fields: readonly Field[];
  hidden: ReadonlySet<string>;
  onChange: (hidden: readonly string[]) => void;
}

/** Which fields have a column, in this browser. Loaded with the popover that it stands in. */
export default function ColumnChooser({ fields, hidden, onChange }: ColumnChooserProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const shown = fields.filter(({ key }) => !hidden.has(key));
  return (
    <>
      <fieldset className="r-choices">
        <legend className="v-hidden">{text.columns}</legend>
        {fields.map(({ key, label }) => (
          <Checkbox
            key={key}
            isSelected={!hidden.has(key)}
            // A table without columns could not be told from one without records.
            isDisabled={shown.length === 1 && shown[0]?.key === key}
            onChange={(isSelected) =>
              onChange(isSelected ? [...hidden].filter((one) => one !== key) : [...hidden, key])
            }
          >
            {label[language]}
          </Checkbox>
        ))}
      </fieldset>
      {hidden.size > 0 && (
        <Button size="small" onPress={() => onChange([])}>
          {text.allColumns}
        </Button>
      )}
    </>
  );
}
