import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { messages } from './messages.ts';
import { partsOf, type TextPart } from './text-parts.ts';

interface CommentTextProps {
  text: string;
  /** What the mentioned are called, by id. */
  names: Readonly<Record<string, string>>;
}

/** The words of a comment: its line breaks, those whom it mentions, and addresses that lead out. */
export function CommentText({ text, names }: CommentTextProps) {
  // oxlint-disable-next-line react/no-array-index-key -- the parts of a text are nothing but their places in it
  return partsOf(text).map((part, place) => <Part key={place} part={part} names={names} />);
}

function Part({ part, names }: { part: TextPart } & Pick<CommentTextProps, 'names'>) {
  const { formerMember } = useMessages(messages);
  const { me } = useOrganisation();
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'mention':
      return (
        <span className="c-mention" data-own={part.id === me.membershipId || undefined}>
          @{names[part.id] ?? formerMember}
        </span>
      );
    case 'link':
      return (
        <a className="v-link" href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {part.text}
        </a>
      );
  }
}
