import { Fragment, memo, useState } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { isAsked } from '../draft.ts';
import type { Field } from '../queries.ts';
import { RecordField } from '../RecordField.tsx';
import { inSections } from '../sections.ts';
import { abilities } from './abilities.ts';
import type { Definition } from './design.ts';
import { messages } from './messages.ts';

/** The form as a member meets it, with what is drawn and not saved yet. What is written in it goes nowhere. */
export const FormPreview = memo(function FormPreview({ definition }: { definition: Definition }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const [written, setWritten] = useState<Readonly<Record<string, string>>>({});
  const fields = definition.fields
    .filter(({ isRetired }) => !isRetired)
    .map((field): Field => {
      const label = field.label[language] || text.nameless;
      return { ...field, label: { sv: label, en: label }, isVisible: true, isReadable: true };
    });
  const values = Object.fromEntries(fields.map(({ key, default: first }) => [key, written[key] ?? first ?? '']));
  const asked = fields.filter((field) => isAsked(field, fields, values));
  const machine = fields.filter(({ type }) => !abilities[type].isWritten).map(({ label }) => label[language]);
  return (
    <section className="d-preview" aria-label={text.preview}>
      <h2>{text.preview}</h2>
      <p className="v-description">{text.previewText}</p>
      <div className="d-preview-form">
        {inSections(asked, definition.sections).map(({ section, fields: here }) => (
          <Fragment key={section?.key ?? ''}>
            {section?.label[language] && <h3 className="r-section">{section.label[language]}</h3>}
            {here.map((field) => (
              <RecordField
                // Another type is another control.
                key={`${field.key} ${field.type}`}
                field={field}
                record={undefined}
                value={values[field.key] ?? ''}
                onChange={(value) => setWritten((now) => ({ ...now, [field.key]: value }))}
                isEmptied={false}
                onEmptied={ignore}
              />
            ))}
          </Fragment>
        ))}
        {asked.length === 0 && <p className="v-muted">{text.previewEmpty}</p>}
        {machine.length > 0 && <p className="v-muted">{text.previewMachine(machine.join(', '))}</p>}
      </div>
    </section>
  );
});

const ignore = () => {};
