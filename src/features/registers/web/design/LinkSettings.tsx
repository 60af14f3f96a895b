import { useQuery } from '@tanstack/react-query';
import { useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { Select } from '#web/ui/Select.tsx';
import { registersQuery } from '../queries.ts';
import { useRegister } from '../register.ts';
import { blankWords, inBoth, type FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { FaultNote, WordsField } from './parts.tsx';

/** Where a link leads, to how many, and what it is called from there. */
export function LinkSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { id: organisation } = useOrganisation();
  const { register: own } = useRegister();
  const { design, set, faultAt } = useDesigner();
  const registers = useQuery(registersQuery(organisation)).data?.registers ?? [];
  const isPerson = field.type === 'person';
  const offered = registers.filter(
    ({ id, subject }) => !isPerson || (id === own.id ? design.subject : subject) === 'person',
  );
  return (
    <>
      <Select
        label={isPerson ? text.targetOfPerson : text.target}
        value={field.target}
        onChange={(target) => set(field.id, { target })}
        options={offered.map(({ id, name }) => ({
          id,
          label: id === own.id ? text.thisRegister(inBoth(design.name)[language]) : name[language],
        }))}
        {...(offered.length === 0 && { description: text.noPersonRegisters })}
        error={faultAt(field.id, 'target')}
        isRequired
      />
      <div>
        <Checkbox isSelected={field.isMany} onChange={(isMany) => set(field.id, { isMany })}>
          {text.isMany}
        </Checkbox>
        <FaultNote of="isMany" field={field.id} />
      </div>
      <WordsField
        label={text.inverse}
        value={field.inverse ?? blankWords()}
        onChange={(inverse) => set(field.id, { inverse })}
        setting="inverse"
        field={field.id}
        description={text.inverseHelp}
      />
    </>
  );
}
