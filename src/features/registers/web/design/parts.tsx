import { useId, useState, type ReactNode } from 'react';
import { useMessages } from '#web/language.ts';
import { Icon } from '#web/ui/Icon.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import type { Words } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';

interface GroupProps {
  title: string;
  /** What is chosen, for who has it closed. */
  hint?: string | undefined;
  /** Settings that stand in it: a fault in one of them opens it. */
  settings: readonly string[];
  field: string | undefined;
  isOpenAtFirst?: boolean;
  children: ReactNode;
}

/** Settings that belong together, closed when they are seldom needed. */
export function Group({ title, hint, settings, field, isOpenAtFirst = false, children }: GroupProps) {
  const { faultAt } = useDesigner();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const isFaulty = settings.some((setting) => faultAt(field, setting) !== undefined);
  const isShown = isOpen || isFaulty;
  return (
    <details className="d-group" open={isShown} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevronRight" size={16} />
        <h3>{title}</h3>
        {hint !== undefined && hint !== '' && <span className="d-group-hint">{hint}</span>}
      </summary>
      {isShown && <div className="d-group-body">{children}</div>}
    </details>
  );
}

/** What the server says of a setting whose control cannot say it itself. */
export function FaultNote({ of, field }: { of: string; field: string | undefined }) {
  const { faultAt } = useDesigner();
  const message = faultAt(field, of);
  if (message === undefined) return null;
  return (
    <span className="v-field-error" data-fault role="alert">
      <Icon name="danger" size={15} />
      <span>{message}</span>
    </span>
  );
}

interface WordsFieldProps {
  label: string;
  value: Words;
  onChange: (value: Words) => void;
  /** Path of the setting, for its faults. */
  setting: string;
  field: string | undefined;
  description?: string;
  maxLength?: number;
  isRequired?: boolean;
  labelOf?: (language: 'sv' | 'en') => string;
}

/** A text in both languages, side by side where there is room. One of them is enough. */
export function WordsField({ label, value, onChange, setting, field, description, ...more }: WordsFieldProps) {
  const { maxLength = 100, isRequired = false, labelOf } = more;
  const text = useMessages(messages);
  const { faultAt } = useDesigner();
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className="d-words">
      <span id={id} className={labelOf ? 'v-hidden' : 'v-label'}>
        {label}
      </span>
      <div className="d-pair">
        {(['sv', 'en'] as const).map((language) => (
          <TextField
            key={language}
            label={labelOf?.(language) ?? text.languages[language]}
            isLabelHidden={labelOf !== undefined}
            value={value[language]}
            onChange={(written) => onChange({ ...value, [language]: written })}
            placeholder={value[language === 'sv' ? 'en' : 'sv'] || (labelOf ? text.languages[language] : '')}
            error={faultAt(field, `${setting}.${language}`)}
            isRequired={isRequired && language === 'sv'}
            maxLength={maxLength}
            autoComplete="off"
          />
        ))}
      </div>
      {description !== undefined && <span className="v-description">{description}</span>}
    </div>
  );
}

/** A whole number, or none. */
export function WholeNumberField({
  value,
  onChange,
  ...shown
}: {
  label: string;
  description?: string;
  error?: string | undefined;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  return (
    <TextField
      {...shown}
      value={value === null ? '' : String(value)}
      onChange={(written) => {
        const digits = written.replaceAll(/\D/g, '').slice(0, 6);
        onChange(digits === '' ? null : Number(digits));
      }}
      inputMode="numeric"
      autoComplete="off"
    />
  );
}
