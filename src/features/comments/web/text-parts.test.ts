import { expect, test } from 'vitest';
import { partsOf } from './text-parts.ts';

const id = '0193a1b2-0000-7000-8000-000000000001';
const text = (words: string) => ({ kind: 'text', text: words });
const link = (address: string) => ({ kind: 'link', text: address, href: address });

test('a text without anything in it is one part, its line breaks and its brackets with it', () => {
  expect(partsOf('Hej <b>du</b>\nmed @[någon] och @x')).toEqual([text('Hej <b>du</b>\nmed @[någon] och @x')]);
  expect(partsOf('')).toEqual([]);
});

test('mentions are found wherever they stand', () => {
  const mention = { kind: 'mention', id };
  expect(partsOf(`@[${id}]@[${id}] hej`)).toEqual([mention, mention, text(' hej')]);
  expect(partsOf(`se @[${id}]`)).toEqual([text('se '), mention]);
});

test('an address of the web is a link, without what ends its sentence', () => {
  expect(partsOf('Se https://example.org/a?b=1#c, och (http://example.org/x_(y)).')).toEqual([
    text('Se '),
    link('https://example.org/a?b=1#c'),
    text(', och ('),
    link('http://example.org/x_(y)'),
    text(').'),
  ]);
});

test('nothing else becomes a link', () => {
  for (const words of [
    'javascript:alert(1)',
    'data:text/html,x',
    'www.example.org',
    'https://',
    'xhttps://example.org',
  ])
    expect(partsOf(words)).toEqual([text(words)]);
  expect(partsOf('http://[').map(({ kind }) => kind)).toEqual(['text']);
});
