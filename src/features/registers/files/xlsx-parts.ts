import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { Problem } from '#kernel/errors/problem.ts';
import { damagedFile } from './table.ts';

// An XLSX file is a zip of XML parts. Nothing is unpacked but the parts that are asked for, each up to a limit of its own that is
// counted while it is read: what a zip says of its sizes is said by whoever made it.

const entriesMax = 20_000;
/** Small elements take longest: as many as the largest sheet that is taken has. */
const elementsMax = 15_000_000;

export interface Parts {
  /** Reads a part as XML, telling `listener` of what it meets; `pump` is asked after each piece for what may leave already. */
  read<T>(path: string, bytesMax: number, listener: Listener, pump: () => T[]): AsyncGenerator<T>;
  has(path: string): boolean;
}

export interface Listener {
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

export const refusedFile = (code: 'file_encrypted' | 'file_too_large_inside' | 'file_unknown') =>
  new Problem(422, `import.${code}`, { fields: [{ path: 'body', code: `field.${code}` }] });

export async function openParts(bytes: Uint8Array): Promise<Parts> {
  const entries = new Map<string, yauzl.Entry>();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await whole(async () => {
    const opened = await yauzl.fromBufferPromise(buffer, { lazyEntries: true });
    if (opened.entryCount > entriesMax) throw refusedFile('file_too_large_inside');
    for await (const entry of opened.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
    return opened;
  });
  return {
    has: (path) => entries.has(path.toLowerCase()),
    async *read(path, bytesMax, listener, pump) {
      const entry = entries.get(path.toLowerCase());
      if (!entry) throw damagedFile();
      if (entry.isEncrypted()) throw refusedFile('file_encrypted');
      if (entry.uncompressedSize > bytesMax) throw refusedFile('file_too_large_inside');
      const parser = parserOf(listener);
      const decoder = new TextDecoder('utf-8', { fatal: true });
      // The library ends a part that is longer than the zip says, so that what is declared is what comes.
      const stream = await whole(() => zip.openReadStreamPromise(entry));
      try {
        for await (const piece of stream as AsyncIterable<Buffer>) {
          parser.write(decoder.decode(piece, { stream: true }));
          yield* pump();
        }
        parser.write(decoder.decode()).close();
      } catch (error) {
        throw error instanceof Problem ? error : damagedFile();
      } finally {
        stream.destroy();
      }
      yield* pump();
    },
  };
}

async function whole<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Problem ? error : damagedFile();
  }
}

/** Names come without their prefix: some programs write `x:row`. */
const plainName = (name: string) => name.slice(name.indexOf(':') + 1);

function parserOf(listener: Listener): SaxesParser {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', (error) => {
    throw error;
  });
  // Declared entities are how an XML of a page becomes one of a gigabyte; no spreadsheet program writes any.
  parser.on('doctype', () => {
    throw damagedFile();
  });
  const { open, close, text } = listener;
  let elements = 0;
  parser.on('opentag', ({ name, attributes }) => {
    elements += 1;
    if (elements > elementsMax) throw refusedFile('file_too_large_inside');
    open?.(plainName(name), attributes);
  });
  if (close) parser.on('closetag', ({ name }) => close(plainName(name)));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

/** Reads a small part to its end. */
export async function readWhole(parts: Parts, path: string, bytesMax: number, listener: Listener): Promise<void> {
  for await (const _ of parts.read(path, bytesMax, listener, () => [])) continue;
}
