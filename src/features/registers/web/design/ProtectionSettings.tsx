import { useMessages } from '#web/language.ts';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextArea } from '#web/ui/TextArea.tsx';
import type { FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { WholeNumberField } from './parts.tsx';

const CHOSEN = ['ordinary', 'personal', 'sensitive'] as const;
export const BASES = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interests',
] as const satisfies FieldDraft['legalBasis'][];

/** Class, and why a value that tells of a person is kept at all. */
export function ProtectionSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const { set, faultAt } = useDesigner();
  const offered = field.type === 'identity_number' ? (['identity_number'] as const) : CHOSEN;
  return (
    <>
      <RadioGroup
        label={text.settings.class}
        value={field.class}
        onChange={(id) => set(field.id, { class: id as FieldDraft['class'] })}
        options={offered.map((id) => ({ id, label: text.classes[id].name, detail: text.classes[id].text }))}
        {...(field.type === 'identity_number' && { description: text.classOfNumber })}
        error={faultAt(field.id, 'class')}
      />
      {field.class !== 'ordinary' && (
        <>
          <TextArea
            label={text.settings.purpose}
            value={field.purpose}
            onChange={(purpose) => set(field.id, { purpose })}
            description={text.purposeHelp}
            error={faultAt(field.id, 'purpose')}
            rows={2}
            maxLength={500}
            isRequired
          />
          <Select
            label={text.settings.legalBasis}
            value={field.legalBasis === 'none' ? null : field.legalBasis}
            onChange={(id) => set(field.id, { legalBasis: id as FieldDraft['legalBasis'] })}
            options={BASES.map((id) => ({ id, label: text.legalBases[id] }))}
            placeholder={text.chooseBasis}
            error={faultAt(field.id, 'legalBasis')}
            isRequired
          />
        </>
      )}
      <WholeNumberField
        label={text.retention}
        value={field.retentionMonths}
        onChange={(retentionMonths) => set(field.id, { retentionMonths })}
        description={text.retentionHelp}
        error={faultAt(field.id, 'retentionMonths')}
      />
    </>
  );
}
