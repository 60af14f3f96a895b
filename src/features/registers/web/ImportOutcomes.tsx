import { useFormats, useMessages } from '#web/language.ts';
import type { Import } from './imports.ts';
import { messages } from './messages.ts';

interface ImportOutcomesProps {
  label: string;
  outcomes: NonNullable<Import['outcomes']>;
  /** Before it has been run. */
  isForesight?: boolean;
}

/** How many rows become, or have become, what. */
export function ImportOutcomes({ label, outcomes, isForesight = false }: ImportOutcomesProps) {
  const text = useMessages(messages);
  const formats = useFormats();
  const words = isForesight ? text.foreseen : text.outcomes;
  return (
    <dl className="i-outcomes" aria-label={label}>
      {(['new', 'changed', 'same', 'faulty'] as const).map((outcome) => (
        <div key={outcome} data-outcome={outcomes[outcome] > 0 ? outcome : undefined}>
          <dt>{words[outcome]}</dt>
          <dd>{formats.number(outcomes[outcome])}</dd>
        </div>
      ))}
    </dl>
  );
}
