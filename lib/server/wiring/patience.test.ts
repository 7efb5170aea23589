import { expect, it } from 'vitest';
import { patienceOf } from './patience';

it('is what is left of the seconds since the request came, whatever was asked in them', () => {
  let waited = 0;
  const patience = patienceOf(10, () => waited);
  expect(patience.leftMs()).toBe(10_000);
  waited = 9_400;
  expect(patience.leftMs()).toBe(600);
  waited = 12_000;
  expect(patience.leftMs()).toBeLessThan(0);
});

it('never ends where nobody waits', () => {
  expect(patienceOf(10, () => null).leftMs()).toBe(Number.POSITIVE_INFINITY);
  expect(patienceOf(10).leftMs()).toBe(Number.POSITIVE_INFINITY);
});
