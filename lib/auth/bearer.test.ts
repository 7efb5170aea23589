import { expect, test } from 'vitest';
import { isBearer } from './bearer';

test('only the exact bearer secret passes', () => {
  expect(isBearer('Bearer 0123456789abcdef', '0123456789abcdef')).toBe(true);
  for (const wrong of [
    null,
    '',
    'Bearer',
    'Bearer 0123456789abcde',
    '0123456789abcdef',
    'bearer 0123456789abcdef',
  ]) {
    expect(isBearer(wrong, '0123456789abcdef')).toBe(false);
  }
});
