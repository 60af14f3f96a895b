/**
 * Joins texts so that no two different lists give the same bytes: each part stands after its length (4 bytes, big-endian).
 * Without it `("ab", "c")` and `("a", "bc")` would be one place, and a value could move between them unseen.
 */
export function encodeParts(...parts: string[]): Buffer {
  const chunks: Buffer[] = [];
  for (const part of parts) {
    const bytes = encodeText(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    chunks.push(length, bytes);
  }
  return Buffer.concat(chunks);
}

/** UTF-8, refusing half a surrogate pair: it would silently become U+FFFD, and two different texts the same bytes. */
export function encodeText(text: string): Buffer {
  if (!text.isWellFormed()) throw new TypeError('The text holds half a surrogate pair and cannot be stored.');
  return Buffer.from(text, 'utf8');
}
