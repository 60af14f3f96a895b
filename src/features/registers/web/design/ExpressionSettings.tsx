import { useRef } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { Icon } from '#web/ui/Icon.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextArea } from '#web/ui/TextArea.tsx';
import { isSealedClass } from './abilities.ts';
import { checkExpression, type ExpressionCheck } from './check-expression.ts';
import { Decimals } from './ContentSettings.tsx';
import { inBoth, keysOf, type FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';

const RESULTS = ['number', 'text', 'date', 'yes_no'] as const;

/** What a calculated field is calculated by: the expression, what may stand in it, and what comes out. */
export function ExpressionSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { design, set, faultAt } = useDesigner();
  const area = useRef<HTMLDivElement>(null);
  const keys = keysOf(design.fields);
  const usable = design.fields.filter(
    (other) => other.id !== field.id && !other.isRetired && !isSealedClass(other.class),
  );
  const functions = Object.keys(text.functionLines);
  const check = checkExpression(field.expression, {
    fields: design.fields.map(({ id }) => keys.get(id) ?? ''),
    functions,
  });
  const insert = (words: string) => {
    const input = area.current?.querySelector('textarea');
    const from = input?.selectionStart ?? field.expression.length;
    const to = input?.selectionEnd ?? from;
    set(field.id, { expression: `${field.expression.slice(0, from)}${words}${field.expression.slice(to)}` });
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(from + words.length, from + words.length);
    });
  };
  return (
    <>
      <div ref={area} className="d-expression">
        <TextArea
          label={text.expression}
          value={field.expression}
          onChange={(expression) => set(field.id, { expression })}
          description={text.expressionHelp}
          error={faultAt(field.id, 'expression')}
          rows={3}
          maxLength={1_000}
        />
        <CheckWords check={check} />
      </div>
      <div>
        <span className="v-label">{text.usableFields}</span>
        {usable.length === 0 ? (
          <p className="v-muted">{text.noUsableFields}</p>
        ) : (
          <ul className="d-names">
            {usable.map((other) => (
              <li key={other.id}>
                <button
                  type="button"
                  className="d-name"
                  title={text.usableFieldsHelp}
                  onClick={() => insert(keys.get(other.id) ?? '')}
                >
                  <code>{keys.get(other.id)}</code>
                  <span className="v-muted">{inBoth(other.label)[language]}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <details className="d-functions">
        <summary>{text.functions}</summary>
        <dl>
          {Object.entries(text.functionLines).map(([name, { form, text: line }]) => (
            <div key={name}>
              <dt>
                <code>{form}</code>
              </dt>
              <dd>{line}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div className="d-pair">
        <Select
          label={text.result}
          value={field.result}
          onChange={(id) => set(field.id, { result: id as FieldDraft['result'] })}
          options={RESULTS.map((id) => ({ id, label: text.results[id] }))}
          error={faultAt(field.id, 'result')}
        />
        {field.result === 'number' && <Decimals field={field} />}
      </div>
    </>
  );
}

function CheckWords({ check }: { check: ExpressionCheck }) {
  const { checks } = useMessages(messages);
  const isFine = check.kind === 'fine';
  return (
    <p className="d-check" data-fine={isFine || undefined} role="status">
      <Icon name={isFine ? 'check' : 'info'} size={15} />
      {'name' in check ? checks[check.kind](check.name) : checks[check.kind]}
    </p>
  );
}
