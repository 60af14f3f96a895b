import { useLanguage, useMessages } from '#web/language.ts';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { Select } from '#web/ui/Select.tsx';
import type { Mapping } from './imports.ts';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';

type Mode = NonNullable<Mapping['mode']>;
const MODES: readonly Mode[] = ['add', 'update', 'add_or_update'];

/** Whether rows make records or change those that a key finds. A key is a unique field that a column goes to. */
export function ImportMode({ mapping, onChange }: { mapping: Mapping; onChange: (mapping: Mapping) => void }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { fields } = useRegister();
  const keys = fields.filter(({ key, isUnique }) => isUnique && mapping.fields.includes(key));
  const mode = mapping.mode ?? 'add';
  return (
    <div className="i-mode">
      <RadioGroup
        label={text.modeTitle}
        value={mode}
        onChange={(id) =>
          onChange({ ...mapping, mode: id as Mode, key: id === 'add' ? null : (mapping.key ?? keys[0]?.key ?? null) })
        }
        options={MODES.map((id) => ({
          id,
          label: text.importModes[id],
          detail: id !== 'add' && keys.length === 0 ? text.noKey : text.modeTexts[id],
          isDisabled: id !== 'add' && keys.length === 0,
        }))}
      />
      {mode !== 'add' && (
        <Select
          label={text.keyField}
          description={text.keyText}
          value={mapping.key ?? null}
          onChange={(key) => onChange({ ...mapping, key })}
          options={keys.map(({ key, label }) => ({ id: key, label: label[language] }))}
        />
      )}
    </div>
  );
}
