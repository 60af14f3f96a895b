import { TokenFieldValue, type Position, type TokenFieldSegment } from 'react-aria-components/TokenField';
import { partsOf } from './text-parts.ts';

// What is being written: text with mentions in it as whole things, which know whose they are whatever they are called.

export type Segments = readonly TokenFieldSegment<string>[];

const mentionOf = (id: string, name: string): TokenFieldSegment<string> => ({
  type: 'token',
  text: `@${name}`,
  value: id,
});

/** A stored text as it is written on; `name` says what somebody is called. */
export const segmentsOf = (text: string, name: (id: string) => string): TokenFieldSegment<string>[] =>
  partsOf(text).map((part) =>
    part.kind === 'mention' ? mentionOf(part.id, name(part.id)) : { type: 'text', text: part.text },
  );

/** What is stored of it. */
export const storedText = (segments: Segments): string =>
  segments
    .map((segment) => (segment.type === 'token' ? `@[${segment.value}]` : segment.text))
    .join('')
    .trim();

/** What the mentioned are called, by id. */
export const namesIn = (segments: Segments): Record<string, string> =>
  Object.fromEntries(
    segments.flatMap((segment) =>
      segment.type === 'token' && segment.value !== undefined ? [[segment.value, segment.text.slice(1)]] : [],
    ),
  );

export interface Sought {
  /** Where the `@` stands. */
  from: Position;
  words: string;
}

/** At most this far behind an `@` somebody is still writing a name. */
const NAME_LENGTH_MAX = 40;

/** Whom the writer is about to mention: what stands between an `@` that begins a word and the caret. */
export function findSought(value: TokenFieldValue<string>): Sought | undefined {
  const { index, offset } = value.caretPosition;
  const segment = value.segments[index];
  if (!value.selectedRange.isCollapsed || segment?.type !== 'text') return undefined;
  const [before, words = ''] = /(?:^|[\s(])@([^@\n]*)$/.exec(segment.text.slice(0, offset)) ?? [];
  if (before === undefined || words.length > NAME_LENGTH_MAX || words.startsWith(' ')) return undefined;
  return { from: { index, offset: offset - words.length - 1 }, words };
}

/** The mention in the place of what was written of the name, and a space to write on behind. */
export const withMention = (
  value: TokenFieldValue<string>,
  { from }: Sought,
  member: { id: string; name: string },
): TokenFieldValue<string> =>
  value.replaceRangeWithSegments(
    from,
    value.caretPosition,
    [mentionOf(member.id, member.name), { type: 'text', text: ' ' }],
    false,
  );

/** Whether a part of the name begins as it was written. */
export const isCalled = (name: string, words: string): boolean =>
  ` ${name.toLocaleLowerCase('sv')}`.includes(` ${words.toLocaleLowerCase('sv').trimEnd()}`);
