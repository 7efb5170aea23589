import { expect, test } from 'vitest';
import { hostCookie, nextAuthCookies } from './host-cookie';

test('over https every cookie is tied to this very host', () => {
  const url = 'https://shop.example';
  for (const { name, options } of [
    hostCookie(url, 'tollgate.session'),
    ...Object.values(nextAuthCookies(url)),
  ]) {
    expect(name).toMatch(/^__Host-/);
    // What browsers ask of the prefix: Secure, the root path, and no domain.
    expect(options).toMatchObject({ secure: true, path: '/', httpOnly: true, sameSite: 'lax' });
    expect(options).not.toHaveProperty('domain');
  }
});

test('on a laptop a cookie can be neither Secure nor have the prefix', () => {
  const { name, options } = hostCookie('http://localhost:3000', 'tollgate.session');
  expect(name).toBe('tollgate.session');
  expect(options.secure).toBe(false);
});

test('what next-auth keeps of a sign-in under way is over after a quarter of an hour', () => {
  const { pkceCodeVerifier, state, nonce } = nextAuthCookies('https://shop.example');
  for (const { options } of [pkceCodeVerifier, state, nonce]) expect(options.maxAge).toBe(900);
});
