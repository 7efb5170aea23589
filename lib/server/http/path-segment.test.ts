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

test('a path with a character that no database keeps is read by nobody', () => {
  expect(isPathReadable('/checkout/a%00b')).toBe(false);
  expect(isPathReadable('/checkout/a%2500b')).toBe(true);
});
