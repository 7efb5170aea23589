import { expect, test } from 'vitest';
import { isPathReadable, pathSegment } from './path-segment';

test('an id is read as it was written into the address', () => {
  expect(pathSegment(encodeURIComponent('my product/ü'))).toBe('my product/ü');
});

test.each(['%', '%E0%A4%A', 'a%zz'])(
  '%s, which is no encoding, is an id that nothing has',
  (given) => {
    expect(pathSegment(given)).toBe(given);
    expect(isPathReadable(`/checkout/${given}`)).toBe(false);
  },
);
