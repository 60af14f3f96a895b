// A comment is plain text. Its mentions and its addresses are found when it is shown; nothing of it is ever HTML.

export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'mention'; id: string }
  | { kind: 'link'; text: string; href: string };

// A mention as it is stored, or an address of the web; the other schemes that a browser knows are text.
const FOUND = /@\[(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]|\bhttps?:\/\/[^\s<>"]+/g;
/** What ends a sentence and not an address. */
const ENDING = /[.,;:!?'”»]+$/;

/** A bracket belongs to the address only when it was opened there. */
function addressIn(found: string): string {
  const address = found.replace(ENDING, '');
  const isOver = address.endsWith(')') && address.split(')').length > address.split('(').length;
  return isOver ? addressIn(address.slice(0, -1)) : address;
}

export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  const found = (at: number, length: number, part: TextPart) => {
    if (at > from) parts.push({ kind: 'text', text: text.slice(from, at) });
    parts.push(part);
    from = at + length;
  };
  for (const match of text.matchAll(FOUND)) {
    const id = match.groups?.['id'];
    if (id !== undefined) found(match.index, match[0].length, { kind: 'mention', id });
    else {
      const address = addressIn(match[0]);
      if (URL.canParse(address)) found(match.index, address.length, { kind: 'link', text: address, href: address });
    }
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
