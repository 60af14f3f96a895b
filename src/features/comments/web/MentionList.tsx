import '#web/ui/ListBox.css';
import '#web/ui/Popover.css';
import { useLayoutEffect, useRef } from 'react';
import { useMessages } from '#web/language.ts';
import { Avatar } from '#web/ui/Avatar.tsx';
import { messages } from './messages.ts';

interface MentionListProps {
  id: string;
  members: readonly { id: string; name: string }[];
  /** The one that Enter mentions. */
  active: string;
  onChoose: (member: { id: string; name: string }) => void;
}

export const optionId = (list: string, member: string) => `${list}-${member}`;

/** Members who can be mentioned: above the text, or below it where there is more room. Its keys are those of the text. */
export function MentionList({ id, members, active, onChoose }: MentionListProps) {
  const text = useMessages(messages);
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const field = list.current?.parentElement?.getBoundingClientRect();
    const around = list.current?.closest('.v-panel-body')?.getBoundingClientRect();
    if (!field || !around) return;
    list.current?.toggleAttribute('data-below', around.bottom - field.bottom > field.top - around.top);
  }, []);
  return (
    <div ref={list} className="v-popover v-list c-mention-list" role="listbox" id={id} aria-label={text.members}>
      {members.map((member) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the focus and the keys stay in the text
        <div
          key={member.id}
          id={optionId(id, member.id)}
          role="option"
          className="v-item"
          aria-selected={member.id === active}
          {...(member.id === active && { 'data-focus-visible': '' })}
          // A press must not take the focus out of the text.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(member)}
        >
          <Avatar name={member.name} size="small" />
          <span className="v-item-text">{member.name}</span>
        </div>
      ))}
    </div>
  );
}
