import { useMessages } from '#web/language.ts';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { keysOf, type FieldDraft, type FieldType } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { WordsField } from './parts.tsx';
import { typesInOrder } from './TypePalette.tsx';

/** Name, key, type and help. */
export function NameSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const { design, set, faultAt } = useDesigner();
  return (
    <>
      <WordsField
        label={text.settings.label}
        value={field.label}
        onChange={(label) => set(field.id, { label })}
        setting="label"
        field={field.id}
        description={text.sameAs}
      />
      <div className="d-pair">
        <Select
          label={text.settings.type}
          value={field.type}
          onChange={(id) => set(field.id, typed(field, id as FieldType))}
          options={typesInOrder.map((id) => ({ id, label: text.types[id].name }))}
          {...(field.isSaved && { description: text.typeHelp })}
          error={faultAt(field.id, 'type')}
        />
        <TextField
          label={text.key}
          value={keysOf(design.fields).get(field.id) ?? ''}
          onChange={(key) => set(field.id, { key, hasOwnKey: key !== '' })}
          isReadOnly={field.isSaved}
          description={field.isSaved ? text.keyFixed : text.keyHelp}
          error={faultAt(field.id, 'key')}
          maxLength={40}
          autoComplete="off"
        />
      </div>
    </>
  );
}

/** An identity number and its class come and go together. */
function typed(field: FieldDraft, type: FieldType): Partial<FieldDraft> {
  if (type === 'identity_number') return { type, class: 'identity_number' };
  return field.class === 'identity_number' ? { type, class: 'personal' } : { type };
}
