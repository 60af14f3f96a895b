import { useState } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextArea } from '#web/ui/TextArea.tsx';
import { abilities, isSealedClass } from './abilities.ts';
import { inBoth, type FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { FaultNote, WordsField } from './parts.tsx';

/** Where in the form the field stands, and when it is asked for. */
export function FormSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { design, set, faultAt } = useDesigner();
  const sections = design.sections.map(({ id, label }) => ({ id, label: inBoth(label)[language] || id }));
  return (
    <>
      {abilities[field.type].isWritten && (
        <WordsField
          label={text.help}
          value={field.help}
          onChange={(help) => set(field.id, { help })}
          setting="help"
          field={field.id}
          description={text.helpHelp}
          maxLength={300}
        />
      )}
      {sections.length > 0 && (
        <Select
          label={text.section}
          value={field.section ?? NONE}
          onChange={(id) => set(field.id, { section: id === NONE ? null : id })}
          options={[{ id: NONE, label: text.noSection }, ...sections]}
          error={faultAt(field.id, 'section')}
        />
      )}
      {abilities[field.type].isWritten && <Condition field={field} />}
    </>
  );
}

const NONE = ' none';

/** The field is asked for by the answer to another. */
function Condition({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { design, set, faultAt } = useDesigner();
  const { showIf } = field;
  const [isSome, setSome] = useState(showIf !== null);
  const others = design.fields.filter(
    (other) =>
      other.id !== field.id && !other.isRetired && !isSealedClass(other.class) && abilities[other.type].isWritten,
  );
  const other = others.find(({ id }) => id === showIf?.field);
  return (
    <>
      <RadioGroup
        label={text.condition}
        value={isSome ? 'some' : 'always'}
        onChange={(id) => {
          setSome(id === 'some');
          if (id === 'always') set(field.id, { showIf: null });
        }}
        options={[
          { id: 'always', label: text.conditionAlways },
          {
            id: 'some',
            label: text.conditionSome,
            isDisabled: others.length === 0,
            ...(others.length === 0 && { detail: text.noConditionFields }),
          },
        ]}
      />
      {isSome && (
        <div className="d-condition">
          <Select
            label={text.conditionField}
            value={showIf?.field ?? null}
            onChange={(id) => set(field.id, { showIf: { field: id, values: [] } })}
            options={others.map((one) => ({ id: one.id, label: inBoth(one.label)[language] || text.nameless }))}
            error={faultAt(field.id, 'showIf')}
          />
          {other && showIf && (
            <ConditionValues
              key={other.id}
              of={other}
              values={showIf.values}
              onChange={(values) => set(field.id, { showIf: { field: other.id, values } })}
            />
          )}
        </div>
      )}
      {!isSome && <FaultNote of="showIf" field={field.id} />}
    </>
  );
}

interface ConditionValuesProps {
  of: FieldDraft;
  values: string[];
  onChange: (values: string[]) => void;
}

function ConditionValues({ of, values, onChange }: ConditionValuesProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const [written, setWritten] = useState(values.join('\n'));
  const offered =
    of.type === 'yes_no'
      ? [
          { id: 'yes', label: text.yes },
          { id: 'no', label: text.no },
        ]
      : of.type === 'choice' || of.type === 'choices'
        ? of.choices.map(({ id, label }) => ({ id, label: inBoth(label)[language] || text.choiceWithoutName }))
        : undefined;
  if (!offered) {
    return (
      <TextArea
        label={text.conditionValues}
        value={written}
        onChange={(lines) => {
          setWritten(lines);
          onChange(
            lines
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
          );
        }}
        rows={2}
        description={text.conditionValuesHelp}
      />
    );
  }
  return (
    <div role="group" aria-label={text.conditionValues}>
      <span className="v-label">{text.conditionValues}</span>
      {offered.map(({ id, label }) => (
        <Checkbox
          key={id}
          isSelected={values.includes(id)}
          onChange={(isOn) => onChange(isOn ? [...values, id] : values.filter((one) => one !== id))}
        >
          {label}
        </Checkbox>
      ))}
      <span className="v-description">{text.conditionAny}</span>
    </div>
  );
}
