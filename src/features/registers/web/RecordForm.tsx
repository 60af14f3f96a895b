import { Fragment, useState } from 'react';
import { ProblemError } from '#web/client.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Form } from '#web/ui/Form.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { changesOf, draftOf, isAsked } from './draft.ts';
import { messages } from './messages.ts';
import { useFormatPhone } from './phone.ts';
import type { RecordView } from './queries.ts';
import { RecordField } from './RecordField.tsx';
import { useSave } from './record-store.ts';
import { useRegister } from './register.ts';
import { inSections } from './sections.ts';
import { StaleChoice } from './StaleChoice.tsx';
import { UnsavedGuard } from './UnsavedGuard.tsx';

interface RecordFormProps {
  /** Absent for a new one. */
  record?: RecordView;
  onDone: (record: RecordView) => void;
  onCancel: () => void;
}

/** The register's definition as a form. Only what was touched is sent; whoever was faster is asked about, field by field. */
export function RecordForm({ record: given, onDone, onCancel }: RecordFormProps) {
  const text = useMessages(messages);
  const { cancel } = useMessages(kit);
  const language = useLanguage();
  const { register, fields, place } = useRegister();
  // What the form began with: a newer version that is read meanwhile must not slip under what is being written.
  const [record] = useState(given);
  const formatPhone = useFormatPhone();
  const [before] = useState(() => draftOf(fields, record, formatPhone));
  const [draft, setDraft] = useState(before);
  const [emptied, setEmptied] = useState<ReadonlySet<string>>(new Set());
  const save = useSave(place);
  const changes = changesOf(fields, before, draft, emptied);
  const isChanged = Object.keys(changes).length > 0;
  const current = staleSide(save.error);

  const send = (of: Pick<RecordView, 'id' | 'version'> | undefined, data: typeof changes) =>
    save.mutate({ of, data }, { onSuccess: onDone });
  return (
    <>
      <UnsavedGuard isOn={isChanged && !save.isSuccess} />
      {record && current ? (
        <StaleChoice
          base={record}
          current={current}
          changes={changes}
          isPending={save.isPending}
          onSave={(data) => (Object.keys(data).length > 0 ? send(current, data) : onDone(current))}
          onBack={save.reset}
        />
      ) : (
        <Form
          label={record ? text.edit : text.newRecord}
          error={save.error}
          onSubmit={() => (record && !isChanged ? onDone(record) : send(record, changes))}
        >
          {inSections(
            fields.filter((field) => isAsked(field, fields, draft)),
            register.sections,
          ).map(({ section, fields: asked }) => (
            <Fragment key={section?.key ?? ''}>
              {section && <h3 className="r-section">{section.label[language]}</h3>}
              {asked.map((field) => (
                <RecordField
                  key={field.key}
                  field={field}
                  record={record}
                  value={draft[field.key] ?? ''}
                  onChange={(value) => setDraft((now) => ({ ...now, [field.key]: value }))}
                  isEmptied={emptied.has(field.key)}
                  onEmptied={(isEmptied) => {
                    const next = new Set(emptied);
                    if (isEmptied) next.add(field.key);
                    else next.delete(field.key);
                    setEmptied(next);
                  }}
                />
              ))}
            </Fragment>
          ))}
          <div className="r-form-foot">
            <Button type="submit" variant="primary" isPending={save.isPending}>
              {record ? text.save : text.create}
            </Button>
            <Button onPress={onCancel}>{cancel}</Button>
          </div>
        </Form>
      )}
    </>
  );
}

/** The record as somebody else has made it, when that is why the change was refused. */
function staleSide(error: unknown): RecordView | undefined {
  if (!(error instanceof ProblemError) || error.code !== 'record.stale') return undefined;
  return error.extension['current'] as RecordView | undefined;
}
