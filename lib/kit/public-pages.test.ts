import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPublicPage, keptAddress, leadsToPublicPage } from './public-pages';

test('a page is kept under its path, whatever a campaign adds to the link', () => {
  expect(keptAddress('/', '')).toBe('/');
  expect(keptAddress('/pricing', '')).toBe('/pricing');
  expect(keptAddress('/pricing', 'utm_source=mail&gclid=1')).toBe('/pricing');
  expect(keptAddress('/pricing', 'calls=1000&utm_source=mail')).toBe('/pricing?calls=1000');
});

test('a number that no link of ours has, or a parameter that nobody knows, is rendered for its request', () => {
  expect(keptAddress('/pricing', 'calls=1234')).toBeNull();
  expect(keptAddress('/pricing', 'calls=1,000')).toBeNull();
  expect(keptAddress('/pricing', 'calls=1000&calls=100')).toBeNull();
  expect(keptAddress('/', 'calls=1000')).toBeNull();
  expect(keptAddress('/', 'currency=eur')).toBeNull();
  expect(keptAddress('/account', '')).toBeNull();
  expect(keptAddress('/pricing/', '')).toBeNull();
  expect(keptAddress('//pricing', '')).toBeNull();
  expect(keptAddress('/pricing', `utm_source=${'x'.repeat(2000)}`)).toBeNull();
});

test('whatever is asked for, few addresses are kept', () => {
  const kept = new Set<string>();
  const query = fc.oneof(
    fc.webQueryParameters(),
    fc.nat(2_000_000).map((calls) => `calls=${calls}`),
  );
  const path = fc.constantFrom('/', '/pricing', '/goodbye', '/account');
  fc.assert(
    fc.property(path, query, (at, asked) => {
      const address = keptAddress(at, asked);
      if (address !== null) kept.add(address);
      expect(kept.size).toBeLessThanOrEqual(11);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('a link is judged by its path', () => {
  expect(leadsToPublicPage('/pricing?calls=100#top')).toBe(true);
  expect(leadsToPublicPage('/account')).toBe(false);
  expect(leadsToPublicPage('https://elsewhere.example/')).toBe(false);
  expect(isPublicPage('/account')).toBe(false);
});
