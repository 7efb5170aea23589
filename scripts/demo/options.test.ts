import { expect, test } from 'vitest';
import { parseDemoOptions } from './options';

test('the demo starts, starts over, or runs the catalog program; anything else is asked back', () => {
  expect(parseDemoOptions([])).toEqual({ kind: 'start', reset: false });
  expect(parseDemoOptions(['--reset'])).toEqual({ kind: 'start', reset: true });
  expect(parseDemoOptions(['catalog', 'apply', '--allow-price-change'])).toEqual({
    kind: 'catalog',
    args: ['apply', '--allow-price-change'],
  });
  expect(parseDemoOptions(['catalog'])).toBeNull();
  expect(parseDemoOptions(['--rest'])).toBeNull();
});
