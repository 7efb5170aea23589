import { describe, expect, test } from 'vitest';
import { parseDelegation } from '../domain/access/delegation';
import { isSignedDelegation } from './delegation-signature';

const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const OTHER_KEY = 'b3RoZXIga2V5IG90aGVyIGtleSBvdGhlciBrZXkgMTI=';
const SALT = 'c2FsdC1zYWx0LXNhbHQ=';

/** Signatures over the documented texts, with the key and salt above. */
const VECTORS: [string, Record<string, string>, string][] = [
  [
    'SignIn',
    { returnUrl: '/products' },
    '5Zk/9ePZKn2Lnrd49VNmaLNuIFl1eQmtWBpAMkI/Mc4zI8vw6IC7Ihl4y3zI77yyucppfC6SKTdmBZLDwUP14w==',
  ],
  [
    'SignOut',
    { userId: 'u1' },
    'Deq3m7ATzO0sT2FC+EaO5kFDBE0qJIE2RmXAIHmgntcKftV5UVXq1mpAZbb8ckY+13qP23WVe+fkRy3pBi++xw==',
  ],
  [
    'ChangeProfile',
    { userId: 'u1' },
    'ziD0We7K2V5zZ7K7Ij03cilSA2rpg/SOm3Y+SlSq2k/Udn3sHKNWZuHNlsYwhIV7u83SN9J0093jaHTcHx7MNA==',
  ],
  [
    'Subscribe',
    { productId: 'basic', userId: 'u1' },
    'NFb4XhxjjuAWpd16WFcjhFZ1E2Kfincb9TcFPZnvzTs7QOOmGvxouAzmw/CktB1KG/N8a9GCjpZJ4PVMKjJ9zA==',
  ],
  [
    'Unsubscribe',
    { subscriptionId: 's1' },
    'HV4/rk7QY4HAahVmqj3gysVpjhFyxNZjp6gsdNzYrOazk8r2cNLfUPh1tFxLV/E73BHtPVvp3c/5xaycWofr7g==',
  ],
];

function request(operation: string, params: Record<string, string>, sig: string) {
  const parsed = parseDelegation(Object.entries({ operation, ...params, salt: SALT, sig }));
  if (parsed.kind !== 'ok') throw new Error(`not parsed: ${JSON.stringify(parsed)}`);
  return parsed.request;
}

describe('delegation signature', () => {
  test.each(VECTORS)('%s as the portal signs it is accepted', (operation, params, sig) => {
    expect(isSignedDelegation(request(operation, params, sig), [KEY])).toBe(true);
  });

  test.each(VECTORS)('%s is accepted with the older of two keys while they are rotated', (...v) => {
    expect(isSignedDelegation(request(...v), [OTHER_KEY, KEY])).toBe(true);
  });

  test.each(VECTORS)('%s signed with another key is refused', (...v) => {
    expect(isSignedDelegation(request(...v), [OTHER_KEY])).toBe(false);
  });

  test('a + that arrived as a space still counts', () => {
    const [operation, params, sig] = VECTORS[1] ?? ['', {}, ''];
    expect(isSignedDelegation(request(operation, params, sig.replaceAll('+', ' ')), [KEY])).toBe(
      true,
    );
  });

  test('a changed parameter is refused', () => {
    const sig = VECTORS[3]?.[2] ?? '';
    const changed = request('Subscribe', { productId: 'pro', userId: 'u1' }, sig);
    expect(isSignedDelegation(changed, [KEY])).toBe(false);
  });

  test('without any key nothing is accepted', () => {
    const [operation, params, sig] = VECTORS[0] ?? ['', {}, ''];
    expect(isSignedDelegation(request(operation, params, sig), [])).toBe(false);
  });
});
