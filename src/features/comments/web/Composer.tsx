import { useId, useRef, useState } from 'react';
import { TokenFieldValue } from 'react-aria-components/TokenField';
import { useFormats, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Tooltip } from '#web/ui/Tooltip.tsx';
import { namesIn, storedText, type Segments } from './draft.ts';
import { holdsIdentityNumber } from './identity-number.ts';
import { MentionField } from './MentionField.tsx';
import { messages } from './messages.ts';

interface ComposerProps {
  label: string;
  placeholder?: string;
  /** With what it begins; a new key begins anew. */
  initial: Segments;
  onChange?: (segments: Segments) => void;
  onSend: (text: string, segments: Segments) => void;
  /** Given for a comment that is being changed: it is saved, or left as it was. */
  onCancel?: () => void;
  isPending?: boolean;
  hasFocus?: boolean;
}

const TEXT_MAX = 5_000;
/** From here on the writer is told how much room is left. */
const TOLD_FROM = 200;

/** Where a comment is written. What looks like an identity number is sent by a second look only. */
export function Composer(props: ComposerProps) {
  const { label, placeholder, initial, onChange, onSend, onCancel, isPending = false, hasFocus = false } = props;
  const text = useMessages(messages);
  const formats = useFormats();
  const notes = useId();
  const composer = useRef<HTMLDivElement>(null);
  const [value, setValue] = useState(() => atEnd(initial));
  const stored = storedText(value.segments);
  const left = TEXT_MAX - stored.length;
  const hasNumber = holdsIdentityNumber(stored);
  const isSendable = stored !== '' && left >= 0 && !isPending;
  const told = Object.values(namesIn(value.segments));
  const words = onCancel
    ? { plain: text.save, anyway: text.saveAnyway }
    : { plain: text.send, anyway: text.sendAnyway };
  const send = () => {
    if (!isSendable) return;
    onSend(stored, value.segments);
    // One that is being changed stays until it is saved; the next new one begins where this one was.
    if (onCancel) return;
    setValue(atEnd([]));
    composer.current?.querySelector<HTMLElement>('[role="textbox"]')?.focus();
  };
  return (
    <div ref={composer} className="c-composer">
      <MentionField
        label={label}
        {...(placeholder !== undefined && { placeholder })}
        value={value}
        onChange={(next) => {
          setValue(next);
          if (next.segments !== value.segments) onChange?.(next.segments);
        }}
        onSend={() => {
          if (!hasNumber) send();
        }}
        describedBy={notes}
        hasFocus={hasFocus}
      />
      {hasNumber && (
        <Banner tone="warning" title={text.numberTitle}>
          {text.numberText}
        </Banner>
      )}
      <div className="c-composer-foot">
        <div id={notes} className="v-description">
          {left < 0 ? (
            <span className="c-too-long">{text.tooLong(formats.number(-left))}</span>
          ) : left < TOLD_FROM ? (
            text.left(formats.number(left))
          ) : told.length > 0 ? (
            text.told(formats.list(told))
          ) : (
            text.hint
          )}
        </div>
        <div className="c-composer-actions">
          {onCancel && (
            <Button size="small" onPress={onCancel}>
              {text.cancel}
            </Button>
          )}
          <Tooltip text={text.sendKeys}>
            <Button size="small" variant="primary" isDisabled={!isSendable} isPending={isPending} onPress={send}>
              {words[hasNumber ? 'anyway' : 'plain']}
            </Button>
          </Tooltip>
        </div>
      </div>
    </div>
  );
}

/** With the caret behind what is there already. */
function atEnd(segments: Segments): TokenFieldValue<string> {
  const last = segments.at(-1);
  const index = Math.max(0, segments.length - 1);
  return new TokenFieldValue<string>(segments, {
    selectedRange: new TokenFieldValue.SelectedRange({ index, offset: last?.text.length ?? 0 }),
  });
}
