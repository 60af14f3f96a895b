import { expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

test('only addresses of the internet are public', () => {
  const isPublic = ['1.1.1.1', '192.0.1.1', '172.32.0.1', '100.128.0.1', '2a00:1450:400f::1', '2606:4700::1'];
  const isNot =
    '127.0.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ' +
    '198.18.0.1 203.0.113.9 192.0.0.8 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 2001:db8::1 2001::1 3fff::1 ' +
    // IPv4 in disguise, and what is no address.
    '::ffff:127.0.0.1 ::ffff:7f00:1 64:ff9b::7f00:1 2002:7f00:1:: ::127.0.0.1 localhost 127.1 0x7f.0.0.1 2130706433';
  expect(isPublic.filter((address) => !isPublicAddress(address))).toEqual([]);
  expect(isNot.split(' ').filter(isPublicAddress)).toEqual([]);
});
