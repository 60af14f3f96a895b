import './Field.css';
import './CopyField.css';
import { useId, useRef, useState } from 'react';
import { useMessages } from '../language.ts';
import { Button } from './Button.tsx';
import { announce } from './LiveRegion.tsx';
import { messages } from './messages.ts';

export interface CopyFieldProps {
  label: string;
  value: string;
  /** The value is not kept anywhere it could be read again, and the person must know. */
  isShownOnce?: boolean;
}

export function CopyField({ label, value, isShownOnce = false }: CopyFieldProps) {
  const text = useMessages(messages);
  const id = useId();
  const shown = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setState('copied');
      announce(text.copied);
    } catch {
      // Not every browser lets a page write to the clipboard; then the text is at least selected.
      shown.current?.select();
      setState('failed');
    }
  };

  return (
    <div className="v-field">
      <span className="v-label" id={id}>
        {label}
      </span>
      <div className="v-copy">
        <input
          ref={shown}
          className="v-input v-copy-value"
          aria-labelledby={id}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
        />
        <Button aria-describedby={id} icon={state === 'copied' ? 'check' : 'copy'} onPress={() => void copy()}>
          {state === 'copied' ? text.copied : text.copy}
        </Button>
      </div>
      {state === 'failed' && <span className="v-field-error">{text.copyFailed}</span>}
      {isShownOnce && <span className="v-description">{text.showOnce}</span>}
    </div>
  );
}
