import { useState } from 'react';
import { useMessages } from '../language.ts';
import { Badge, type BadgeProps } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { announce } from '../ui/LiveRegion.tsx';
import { curlOf, find, type Operation, type Reference } from './description.ts';
import { messages } from './messages.ts';
import { Necessity, SchemaView, TypeWords } from './SchemaView.tsx';

const TONES: Readonly<Record<string, BadgeProps['tone']>> = {
  GET: 'info',
  POST: 'success',
  PUT: 'accent',
  PATCH: 'accent',
  DELETE: 'danger',
};

interface OperationViewProps {
  operation: Operation;
  components: Reference['components'];
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}

/** One call: a line, and everything about it for who opens it. Its summary is English, as the file it comes from. */
export function OperationView({ operation, components, isOpen, onToggle }: OperationViewProps) {
  const { operationId, method, path, summary } = operation;
  return (
    <details
      id={operationId}
      className="api-operation"
      open={isOpen}
      onToggle={(event) => onToggle(event.currentTarget.open)}
    >
      <summary>
        <Badge tone={TONES[method] ?? 'neutral'}>{method}</Badge>
        <span className="api-operation-words">
          <code className="api-path">{path}</code>
          <span className="api-summary" lang="en">
            {summary}
          </span>
        </span>
      </summary>
      {isOpen && <OperationBody operation={operation} components={components} />}
    </details>
  );
}

function OperationBody({ operation, components }: Pick<OperationViewProps, 'operation' | 'components'>) {
  const text = useMessages(messages);
  const { parameters, requestBody, responses } = operation;
  const bodies = Object.entries(requestBody?.content ?? {});
  const answers = Object.entries(responses).map(([status, answer]) => ({
    status,
    ...(find(components.responses, answer) ?? answer),
  }));
  const media = answers.flatMap(({ status, content }) =>
    status.startsWith('2') ? Object.values(content ?? {}) : [],
  )[0];
  return (
    <div className="api-body">
      <Access operation={operation} />
      {parameters.length > 0 && (
        <section>
          <h3>{text.parameters}</h3>
          <dl className="api-properties">
            {parameters.map((parameter) => (
              <div key={`${parameter.in} ${parameter.name}`} className="api-property">
                <dt>
                  <code>{parameter.name}</code>
                  <span className="api-necessity">{text.places[parameter.in]}</span>
                  <Necessity isRequired={parameter.required} />
                </dt>
                <dd>
                  <TypeWords schema={parameter.schema} components={components} />
                  {parameter.description && (
                    <div className="v-muted" lang="en">
                      {parameter.description}
                    </div>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {bodies.length > 0 && (
        <section>
          <h3>{text.body}</h3>
          {bodies.map(([type, { schema }]) =>
            schema ? (
              <SchemaView key={type} schema={schema} components={components} />
            ) : (
              <p key={type}>
                <code>{type}</code>
              </p>
            ),
          )}
        </section>
      )}
      <Example operation={operation} />
      <section>
        <h3>{text.answers}</h3>
        <ul className="api-answers">
          {answers.map(({ status, description }) => (
            <li key={status}>
              <code>{status}</code> <span lang="en">{description}</span>
            </li>
          ))}
        </ul>
        {operation['x-problems'] && (
          <p>
            {text.problems}:{' '}
            {operation['x-problems'].map((code) => (
              <code key={code} className="api-code">
                {code}
              </code>
            ))}
          </p>
        )}
        {(media?.['x-event'] ?? media?.schema) && (
          <>
            <p className="v-muted">{media?.['x-event'] ? text.event : text.answer}</p>
            <SchemaView schema={media?.['x-event'] ?? media?.schema ?? {}} components={components} />
          </>
        )}
      </section>
    </div>
  );
}

function Access({ operation }: { operation: Operation }) {
  const text = useMessages(messages);
  const { permission, account } = operation['x-access'];
  if (permission === undefined) return <p>{account === undefined ? text.open : text.signedIn}</p>;
  return (
    <p>
      {text.needs} <code>{permission}</code>
    </p>
  );
}

function Example({ operation }: { operation: Operation }) {
  const text = useMessages(messages);
  const [isCopied, setCopied] = useState(false);
  const curl = curlOf(operation, window.location.origin);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(curl);
    } catch {
      // Not every browser lets a page write to the clipboard; the text can be marked by hand.
      return;
    }
    setCopied(true);
    announce(text.copied);
  };
  return (
    <section>
      <div className="api-example-head">
        <h3>{text.example}</h3>
        <Button size="small" variant="quiet" icon={isCopied ? 'check' : 'copy'} onPress={() => void copy()}>
          {isCopied ? text.copied : text.copy}
        </Button>
      </div>
      <pre className="api-example" role="region" aria-label={`${text.example} ${operation.operationId}`}>
        {curl}
      </pre>
    </section>
  );
}
