import { expect, test } from 'vitest';
import { addressIn } from './address.ts';

test.each([
  ['lindangen', 'lindangen'],
  [' Lindangen ', 'lindangen'],
  ['/lindangen/', 'lindangen'],
  ['https://valv.example/o/lindangen', 'lindangen'],
  ['valv.example/o/lindangen/registers/members?sort=name', 'lindangen'],
  ['http://localhost:8080/o/lindangen#x', 'lindangen'],
  ['', ''],
])('%j is written for the address %j', (written, address) => {
  expect(addressIn(written)).toBe(address);
});
