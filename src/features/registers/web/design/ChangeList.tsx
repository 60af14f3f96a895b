import { useMessages } from '#web/language.ts';
import { Badge, type BadgeProps } from '#web/ui/Badge.tsx';
import type { Change } from './changes.ts';
import { messages } from './messages.ts';

const TONES: Partial<Record<Change['kind'], NonNullable<BadgeProps['tone']>>> = {
  added: 'success',
  removed: 'danger',
  retired: 'warning',
  restored: 'info',
};

/** What changes, in plain words: each field with what it was and becomes. */
export function ChangeList({ changes, label }: { changes: readonly Change[]; label: string }) {
  const text = useMessages(messages);
  if (changes.length === 0) return <p className="v-muted">{text.noDifference}</p>;
  return (
    <ul className="d-changes" aria-label={label}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.field ?? ''}`}>
          <div className="d-change-head">
            <strong>{change.about || text.nameless}</strong>
            <Badge tone={TONES[change.kind] ?? 'neutral'}>{text.kinds[change.kind]}</Badge>
          </div>
          {change.lines.length > 0 && (
            <ul className="d-lines">
              {change.lines.map(({ what, from, to }) => (
                <li key={`${what} ${to ?? ''}`}>
                  {what}
                  {to !== undefined && (
                    <>
                      {': '}
                      <del>{from}</del> <span aria-hidden="true">→</span>
                      <span className="v-hidden">{text.becomes}</span> <ins>{to}</ins>
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
