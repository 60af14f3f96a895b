import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '#web/client.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { FormActions } from '#web/ui/Form.tsx';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { messages } from './messages.ts';
import { useFormatPhone } from './phone.ts';
import type { Field, RecordView } from './queries.ts';
import type { Values } from './record-store.ts';
import { recordsKey } from './queries.ts';
import { useRegister } from './register.ts';
import { valueWords } from './value-words.ts';

interface StaleChoiceProps {
  /** What the form began with. */
  base: RecordView;
  /** What somebody else has made of it. */
  current: RecordView;
  /** What was to be changed here. */
  changes: Values;
  isPending: boolean;
  onSave: (changes: Values) => void;
  onBack: () => void;
  /** Where that is, when it is not the form. */
  back?: string;
}

/** Both sides of a change that came too late, field by field. Nothing is decided for anybody. */
export function StaleChoice({ base, current, changes, isPending, onSave, onBack, back }: StaleChoiceProps) {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  const formatPhone = useFormatPhone();
  const { fields, place } = useRegister();
  const start = useRef<HTMLDivElement>(null);
  const [taken, setTaken] = useState<Readonly<Record<string, 'mine' | 'theirs'>>>({});
  useEffect(() => start.current?.focus(), []);

  const latest = useQuery({
    queryKey: [...recordsKey(place), 'latest', current.id, current.version],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/records/{record}/history', {
        params: { ...place, record: current.id },
        query: { limit: 1 },
        signal,
      }),
  });
  const who = latest.data?.entries[0]?.actor.name;

  const isTheirs = ({ key }: Field) => current.data[key] !== base.data[key];
  const mine = fields.filter(({ key }) => key in changes);
  const onlyTheirs = fields.filter((field) => isTheirs(field) && !(field.key in changes));
  const shown = (field: Field, value: string | null | undefined): string => {
    if (value === null || value === undefined || value === '') return text.emptyValue;
    return valueWords(field, value, { formats, language, formatPhone, names: { ...base.names, ...current.names } });
  };
  const choiceOf = (key: string) => taken[key] ?? 'mine';

  return (
    <div className="v-stack r-stale" ref={start} tabIndex={-1}>
      <Banner tone="warning" title={text.staleTitle}>
        {who
          ? text.staleBy(who, formats.dateTime(current.changedAt))
          : text.staleAt(formats.dateTime(current.changedAt))}{' '}
        {text.staleText}
      </Banner>
      {mine.map((field) => (
        <div key={field.key} className="r-sides">
          <RadioGroup
            label={field.label[language]}
            value={choiceOf(field.key)}
            onChange={(id) => setTaken({ ...taken, [field.key]: id as 'mine' | 'theirs' })}
            options={[
              { id: 'mine', label: shown(field, changes[field.key]), detail: text.mine },
              {
                id: 'theirs',
                label: shown(field, current.data[field.key]),
                detail: isTheirs(field) ? text.theirs : text.unchanged,
              },
            ]}
          />
        </div>
      ))}
      {onlyTheirs.length > 0 && (
        <section className="r-sides">
          <h3>{text.onlyTheirs}</h3>
          <dl>
            {onlyTheirs.map((field) => (
              <div key={field.key}>
                <dt>{field.label[language]}</dt>
                <dd>
                  <del>{shown(field, base.data[field.key])}</del> → <ins>{shown(field, current.data[field.key])}</ins>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <FormActions>
        <Button
          variant="primary"
          isPending={isPending}
          onPress={() =>
            onSave(Object.fromEntries(Object.entries(changes).filter(([key]) => choiceOf(key) === 'mine')))
          }
        >
          {text.saveChosen}
        </Button>
        <Button onPress={onBack}>{back ?? text.backToForm}</Button>
      </FormActions>
    </div>
  );
}
