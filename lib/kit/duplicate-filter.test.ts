import { expect, test } from 'vitest';
import { createDuplicateFilter } from './duplicate-filter';

test('a name that came before is always recognized', () => {
  const seen = createDuplicateFilter();
  const names = Array.from({ length: 2_000 }, (_, i) => `sub-${i}`);
  for (const name of names) seen(name);
  expect(names.filter((name) => !seen(name))).toEqual([]);
});

test.each([
  [100_000, 0],
  [1_000_000, 1_000],
])('of %i new names at most %i are reported as known', (names, most) => {
  const seen = createDuplicateFilter();
  let wrong = 0;
  for (let i = 0; i < names; i += 1) {
    if (seen(`sub-00000000-0000-4000-8000-${String(i).padStart(12, '0')}`)) wrong += 1;
  }
  expect(wrong).toBeLessThanOrEqual(most);
});
