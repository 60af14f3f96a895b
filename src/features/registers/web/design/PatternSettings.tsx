import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMessages } from '#web/language.ts';
import { TextField } from '#web/ui/TextField.tsx';
import type { FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';

type Verdict = 'fits' | 'fitsNot' | 'patternBroken';

/** Tried by the engine that the server uses, which comes when somebody writes a pattern. */
async function tryPattern(pattern: string, value: string): Promise<Verdict> {
  const { RE2JS } = await import('re2js');
  try {
    return RE2JS.compile(pattern).matches(value) ? 'fits' : 'fitsNot';
  } catch {
    return 'patternBroken';
  }
}

/** A pattern, and a value to try it with. */
export function PatternSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const { set, faultAt } = useDesigner();
  const [tried, setTried] = useState('');
  const { pattern } = field;
  const verdict = useQuery({
    queryKey: ['pattern', pattern, tried],
    queryFn: () => tryPattern(pattern ?? '', tried),
    enabled: pattern !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  }).data;
  const isBroken = verdict === 'patternBroken';
  return (
    <div className="d-pair">
      <TextField
        label={text.pattern}
        value={pattern ?? ''}
        onChange={(written) => set(field.id, { pattern: written === '' ? null : written })}
        description={text.patternHelp}
        error={faultAt(field.id, 'pattern') ?? (isBroken ? text.patternBroken : undefined)}
        maxLength={200}
        autoComplete="off"
      />
      {pattern !== null && (
        <TextField
          label={text.tryPattern}
          value={tried}
          onChange={setTried}
          autoComplete="off"
          description={
            <span role="status">{tried !== '' && verdict !== undefined && !isBroken ? text[verdict] : ' '}</span>
          }
        />
      )}
    </div>
  );
}
