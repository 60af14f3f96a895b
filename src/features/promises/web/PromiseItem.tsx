import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { messages } from './messages.ts';
import type { PromiseView } from './queries.ts';
import { StateBadge } from './StateBadge.tsx';

/** One promise: what is promised, how it stands, and what shows it. */
export function PromiseItem({ promise }: { promise: PromiseView }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  const { proof, reason, state } = promise;
  return (
    <li className="p-promise" id={promise.id}>
      <a className="p-id" href={`#${promise.id}`}>
        {promise.id}
      </a>
      <div className="p-words">
        <p className="p-text">{promise.text[language]}</p>
        <p className="p-standing">
          <StateBadge state={state} />
          <Times promise={promise} />
          {reason !== null && <span>{text.reasons[reason] ?? reason}</span>}
        </p>
        <details className="p-details">
          <summary>{proof?.outcome === 'passed' ? text.whatShows : text.whatWouldShow}</summary>
          <dl>
            <div>
              <dt>{text.method}</dt>
              <dd>{promise.shownBy[language]}</dd>
            </div>
            {proof && (
              <div>
                <dt>{text.probe}</dt>
                <dd>
                  <code>{proof.shownBy}</code>
                </dd>
              </div>
            )}
            {proof && Object.keys(proof.evidence).length > 0 && (
              <div>
                <dt>{text.evidence}</dt>
                <dd>
                  <ul className="p-evidence">
                    {Object.entries(proof.evidence).map(([name, value]) => (
                      <li key={name}>
                        <code>{name}</code>{' '}
                        {typeof value === 'boolean'
                          ? value
                            ? text.yes
                            : text.no
                          : typeof value === 'number'
                            ? formats.number(value)
                            : value}
                      </li>
                    ))}
                  </ul>
                </dd>
              </div>
            )}
          </dl>
        </details>
      </div>
    </li>
  );
}

/** When it was shown and until when that holds; a proof that is over is told as over. */
function Times({ promise: { proof, state, reason } }: { promise: PromiseView }) {
  const text = useMessages(messages);
  const formats = useFormats();
  if (!proof) return null;
  if (proof.outcome === 'failed') return <span>{text.failedAt(formats.dateTime(proof.at))}.</span>;
  if (reason === 'proof_expired') return <span>{text.expiredAt(formats.dateTime(proof.expiresAt))}.</span>;
  return (
    <span>
      {text.provedAt(formats.dateTime(proof.at))}
      {state === 'kept' && `, ${text.until(formats.dateTime(proof.expiresAt))}`}.
    </span>
  );
}
