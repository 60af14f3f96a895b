import { afterEach, expect, test, vi } from 'vitest';
import { createXlsx } from './write-xlsx.ts';

afterEach(() => void vi.useRealTimers());

function workbookAt(instant: string): Buffer {
  vi.useFakeTimers({ now: new Date(instant) });
  const workbook = createXlsx('Medlemmar', ['Namn']);
  return Buffer.concat([workbook.write([['Åsa'], [{ date: '2026-11-22' }]]), workbook.end()]);
}

test('equal rows are an equal workbook, byte by byte, whenever it is written', () => {
  expect(workbookAt('2031-05-04T03:02:01Z').equals(workbookAt('2026-11-22T12:00:00Z'))).toBe(true);
});
