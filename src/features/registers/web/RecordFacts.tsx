import { useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { KeyValueList } from '#web/ui/KeyValueList.tsx';
import { Disclosure } from './Disclosure.tsx';
import { FieldValue } from './FieldValue.tsx';
import { messages } from './messages.ts';
import type { Field, RecordView } from './queries.ts';
import { useRegister } from './register.ts';
import { RelatedRecords } from './RelatedRecords.tsx';

export function RecordFacts({ record }: { record: RecordView }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { may } = useOrganisation();
  const { fields } = useRegister();
  const noteOf = (field: Field) => {
    if (field.isReadable || record.data[field.key] === null) return undefined;
    if (field.type !== 'identity_number') return text.notReadable;
    return may('identity_number.read') ? undefined : text.numberMasked;
  };
  return (
    <>
      <KeyValueList
        items={fields.map((field) => {
          const value = record.data[field.key] ?? null;
          const isDisclosable = field.type === 'identity_number' && value !== null && may('identity_number.read');
          return {
            label: field.label[language],
            value: isDisclosable ? (
              <Disclosure key={record.id} record={record} field={field} masked={value} />
            ) : (
              value && <FieldValue field={field} value={value} names={record.names} hasLinks />
            ),
            note: noteOf(field),
          };
        })}
      />
      <RelatedRecords record={record.id} />
    </>
  );
}
