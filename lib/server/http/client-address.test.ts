import { describe, expect, test } from 'vitest';
import { clientAddress } from './client-address';

describe('the trusted address of a caller', () => {
  test.each([
    ['203.0.113.7', 0, null],
    [null, 1, null],
    ['203.0.113.7', 1, '203.0.113.7'],
    // The first was written by the caller itself.
    ['1.2.3.4, 203.0.113.7', 1, '203.0.113.7'],
    ['1.2.3.4, 203.0.113.7, 10.0.0.2', 2, '203.0.113.7'],
    ['203.0.113.7:50012', 1, '203.0.113.7'],
    ['[2001:db8:1:2:3:4:5:6]:443', 1, '2001:db8:1:2::/64'],
    ['2001:db8::1', 1, '2001:db8:0:0::/64'],
    ['::ffff:203.0.113.7', 1, '203.0.113.7'],
    ['not an address', 1, null],
    ['203.0.113.7', 2, null],
  ])('%s behind %d proxies is %s', (header, proxies, expected) => {
    expect(clientAddress(header, proxies)).toBe(expected);
  });
});
