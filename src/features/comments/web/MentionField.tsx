import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import {
  setTokenFieldSelection,
  Token,
  TokenField,
  TokenInput,
  type TokenFieldValue,
} from 'react-aria-components/TokenField';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { announce } from '#web/ui/LiveRegion.tsx';
import { findSought, isCalled, withMention, type Sought } from './draft.ts';
import { MentionList, optionId } from './MentionList.tsx';
import { messages } from './messages.ts';
import { memberNamesQuery } from './queries.ts';

interface MentionFieldProps {
  label: string;
  value: TokenFieldValue<string>;
  onChange: (value: TokenFieldValue<string>) => void;
  /** Ctrl+Enter, or ⌘ and Enter. */
  onSend: () => void;
  describedBy: string;
  placeholder?: string;
  hasFocus?: boolean;
}

const FOUND_MAX = 6;

/**
 * Text of several lines in which `@` finds members, those alone whom a mention reaches. The arrows choose among them, Enter or
 * Tab mentions, Escape closes the list; the focus stays in the text (aria-activedescendant).
 */
export function MentionField(props: MentionFieldProps) {
  const { label, value, onChange, onSend, describedBy, placeholder, hasFocus = false } = props;
  const input = useRef<HTMLDivElement>(null);
  const [isHere, setIsHere] = useState(false);
  const listId = useId();
  const choice = useChoice(isHere ? value : undefined);
  const { found, at, sought } = choice;

  useEffect(() => {
    if (!hasFocus || !input.current) return;
    input.current.focus({ preventScroll: true });
    setTokenFieldSelection(input.current, value.selectedRange);
    // oxlint-disable-next-line react/exhaustive-deps -- once, when it comes
  }, []);

  // The field takes no attributes of its own list, so they are put on its element.
  const active = found[at];
  useLayoutEffect(() => {
    input.current?.setAttribute('aria-autocomplete', 'list');
    setOrRemove(input.current, 'aria-controls', active && listId);
    setOrRemove(input.current, 'aria-activedescendant', active && optionId(listId, active.id));
  }, [active, listId]);

  const mention = (member: { id: string; name: string } | undefined) => {
    if (sought && member) onChange(withMention(value, sought, member));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isSending = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    const act = isSending ? onSend : active && actionOf(event, choice, () => mention(active));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears the keys of the field in it before the field does
    <div
      className="c-mention-field"
      onKeyDownCapture={onKey}
      onFocus={() => setIsHere(true)}
      onBlur={() => setIsHere(false)}
    >
      <TokenField<TokenFieldValue<string>>
        allowsNewlines
        aria-label={label}
        aria-describedby={describedBy}
        value={value}
        onChange={onChange}
      >
        <TokenInput
          ref={input}
          className="v-input c-input"
          {...(value.segments.length === 0 && placeholder !== undefined && { 'data-placeholder': placeholder })}
        >
          {(segment) => <Token className="c-mention">{segment.text}</Token>}
        </TokenInput>
      </TokenField>
      {active && <MentionList id={listId} members={found} active={active.id} onChoose={mention} />}
    </div>
  );
}

function setOrRemove(element: HTMLElement | null, name: string, value: string | undefined): void {
  if (value === undefined) element?.removeAttribute(name);
  else element?.setAttribute(name, value);
}

type Choice = ReturnType<typeof useChoice>;

/** Who is found by what is being written, and which of them is the one. */
function useChoice(value: TokenFieldValue<string> | undefined) {
  const text = useMessages(messages);
  const { id: organisation, me } = useOrganisation();
  const members = useQuery({ ...memberNamesQuery(organisation), enabled: value !== undefined });
  const [chosen, setChosen] = useState({ words: '', at: 0 });
  const [dismissed, setDismissed] = useState<string>();
  const sought = value && findSought(value);
  const isOpen = sought !== undefined && placeOf(sought) !== dismissed;
  const found = isOpen
    ? (members.data?.members ?? [])
        .filter((one) => one.mayReadRecords && one.id !== me.membershipId && isCalled(one.name, sought.words))
        .slice(0, FOUND_MAX)
    : [];
  const count = found.length;
  useEffect(() => {
    if (count > 0) announce(text.found(count));
  }, [count, text]);
  const words = sought?.words ?? '';
  const at = chosen.words === words ? chosen.at : 0;
  return {
    sought,
    found,
    at,
    step: (by: number) => setChosen({ words, at: (at + by + count) % count }),
    dismiss: () => setDismissed(sought && placeOf(sought)),
  };
}

const placeOf = ({ from }: Sought) => `${from.index}.${from.offset}`;

/** What a key does to the list; undefined for one that is the text's. */
function actionOf({ key, shiftKey }: KeyboardEvent, { step, dismiss }: Choice, mention: () => void) {
  if (shiftKey) return undefined;
  return {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: mention,
    Tab: mention,
    Escape: dismiss,
  }[key];
}
