import { Fragment, useEffect, useState } from 'react';
import { ProblemError } from '#web/client.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Form } from '#web/ui/Form.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { ChangedMeanwhile } from './ChangedMeanwhile.tsx';
import { changesOf, draftOf, isAsked } from './draft.ts';
import { liveMessages } from './live-messages.ts';
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
  const live = useMessages(liveMessages);
  const { cancel } = useMessages(kit);
  const language = useLanguage();
  const { register, fields, place } = useRegister();
  // What the form began with: a newer version that is read meanwhile must not slip under what is being written.
  const [record, setRecord] = useState(given);
  const formatPhone = useFormatPhone();
  const [before, setBefore] = useState(() => draftOf(fields, record, formatPhone));
  const [draft, setDraft] = useState(before);
  const [emptied, setEmptied] = useState<ReadonlySet<string>>(new Set());
  const [begunAt] = useState(given?.version);
  const save = useSave(place);
  const changes = changesOf(fields, before, draft, emptied);
  const isChanged = Object.keys(changes).length > 0;
  const refused = staleSide(save.error);
  // Somebody else's version, and which of them has been answered: shown beside mine, or left for when it is saved.
  const [answered, setAnswered] = useState<{ version: number; isShown: boolean }>();
  const newer =
    given && record && given.version > record.version && !save.isPending && !save.isSuccess ? given : undefined;
  const isAnswered = newer !== undefined && answered?.version === newer.version;
  const current = refused ?? (isAnswered && answered.isShown && newer.trashedAt === null ? newer : undefined);
  // Nothing has been written: the form is of the record as it now is.
  if (newer && !isChanged && !refused && newer.trashedAt === null) {
    const draftNow = draftOf(fields, newer, formatPhone);
    setRecord(newer);
    setBefore(draftNow);
    setDraft(draftNow);
  }
  const adopted = record?.version;
  useEffect(() => {
    if (adopted !== undefined && adopted !== begunAt) announce(live.formFollows);
  }, [adopted, begunAt, live]);

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
          onBack={() => {
            save.reset();
            if (newer) setAnswered({ version: newer.version, isShown: false });
          }}
        />
      ) : (
        <>
          {newer && (isChanged || newer.trashedAt !== null) && !isAnswered && (
            <ChangedMeanwhile
              record={newer}
              onShow={() => setAnswered({ version: newer.version, isShown: true })}
              onKeep={() => setAnswered({ version: newer.version, isShown: false })}
            />
          )}
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
        </>
      )}
    </>
  );
}

/** The record as somebody else has made it, when that is why the change was refused. */
function staleSide(error: unknown): RecordView | undefined {
  if (!(error instanceof ProblemError) || error.code !== 'record.stale') return undefined;
  return error.extension['current'] as RecordView | undefined;
}
