import './Form.css';
import { useEffect, useMemo, useRef, useState, type InputEvent, type ReactNode } from 'react';
import { Form as AriaForm } from 'react-aria-components/Form';
import { useMessages } from '../language.ts';
import { ProblemError, type FieldProblem } from '../problem.ts';
import { Banner } from './Banner.tsx';
import { problemWords } from './ErrorState.tsx';
import { messages } from './messages.ts';

export interface FormProps {
  onSubmit: () => void | Promise<void>;
  /** What the last try failed with. A problem's fields are set on the inputs whose `name` is their path. */
  error?: unknown;
  id?: string;
  label?: string;
  children: ReactNode;
}

/**
 * The server alone decides what is right; its errors land on the fields, the first of them gets focus, and what has no field
 * here is told above the form. An error leaves its field when the field is changed.
 */
export function Form({ onSubmit, error, id, label, children }: FormProps) {
  const text = useMessages(messages);
  const form = useRef<HTMLFormElement>(null);
  const fields = error instanceof ProblemError ? error.fields : NO_FIELDS;
  const [corrected, setCorrected] = useState<Corrected>({ error: undefined, names: NO_NAMES });
  const names = corrected.error === error ? corrected.names : NO_NAMES;
  const byName = useMemo(() => groupByName(fields.filter((field) => !names.has(nameOf(field)))), [fields, names]);
  const [homeless, setHomeless] = useState<readonly FieldProblem[]>(NO_FIELDS);

  useEffect(() => {
    if (!error || !form.current) return;
    const names = new Set([...form.current.elements].map((element) => element.getAttribute('name')));
    setHomeless(fields.filter((field) => !names.has(nameOf(field))));
    const first = form.current.querySelector<HTMLElement>('[aria-invalid="true"]:not([hidden]), [data-invalid] input');
    if (first) first.focus();
    // An alert is read out where the focus is; only the eye needs to be led.
    else form.current.querySelector('.v-form-problem')?.scrollIntoView({ block: 'nearest' });
  }, [error, fields]);

  // React Aria would take the error away when the field is left: by a press on the button, which then moves from under it.
  // Its types leave `onInput` out, though it hands it on. By React's own event: between a listener of the element and React's,
  // the field would be drawn once with its old value, and what was typed would be lost.
  const listening = {
    onInput: (event: InputEvent<HTMLFormElement>) => {
      const name = event.target instanceof Element ? event.target.getAttribute('name') : null;
      if (name !== null && Object.hasOwn(byName, name)) setCorrected({ error, names: new Set([...names, name]) });
    },
  };

  const words = error ? problemWords(error, text) : undefined;
  return (
    <AriaForm
      {...listening}
      ref={form}
      {...(id && { id })}
      {...(label && { 'aria-label': label })}
      className="v-form"
      validationBehavior="aria"
      validationErrors={byName}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {words && (
        <div className="v-form-problem">
          <Banner tone="danger" title={fields.length > 0 ? text.checkFields(fields.length) : words.title}>
            {fields.length === 0 && words.detail}
            {homeless.length > 0 && (
              <ul className="v-form-homeless">
                {homeless.map((field) => (
                  <li key={field.path}>{field.message}</li>
                ))}
              </ul>
            )}
          </Banner>
        </div>
      )}
      {children}
    </AriaForm>
  );
}

/** The row of buttons that ends a form. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="v-form-actions">{children}</div>;
}

/** The fields that were changed since the try that failed with this error. */
interface Corrected {
  error: unknown;
  names: ReadonlySet<string>;
}

const NO_NAMES: ReadonlySet<string> = new Set();
const NO_FIELDS: readonly FieldProblem[] = [];
const nameOf = (field: FieldProblem): string => field.path.replace(/^body\./, '');

function groupByName(fields: readonly FieldProblem[]): Record<string, string[]> {
  const byName: Record<string, string[]> = {};
  for (const field of fields) (byName[nameOf(field)] ??= []).push(field.message);
  return byName;
}

/** Short fields side by side where there is room. */
export function FormRow({ children }: { children: ReactNode }) {
  return <div className="v-form-row">{children}</div>;
}
