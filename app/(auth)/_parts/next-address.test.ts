import { describe, expect, it } from 'vitest';
import { nextAddress, withNext } from './next-address';

describe('nextAddress', () => {
  it('keeps an address of our own', () => {
    expect(nextAddress('/checkout/standard', '/account')).toBe('/checkout/standard');
    expect(nextAddress('/apim-delegation/portal?returnUrl=%2F', '/account')).toBe(
      '/apim-delegation/portal?returnUrl=%2F',
    );
  });

  it.each([
    undefined,
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    ['/account', '/pricing'],
  ])('never leaves our site for %o', (given) => {
    expect(nextAddress(given, '/account')).toBe('/account');
  });
});

it('keeps the way back when somebody changes from one form to the other', () => {
  expect(withNext('/sign-up', '/checkout/pro?problem=a&b')).toBe(
    '/sign-up?next=%2Fcheckout%2Fpro%3Fproblem%3Da%26b',
  );
  expect(withNext('/sign-in', null)).toBe('/sign-in');
});
