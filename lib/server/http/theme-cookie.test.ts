import { expect, test } from 'vitest';
import { themeCookie } from './theme-cookie';

test('over https the choice of colors is tied to this host, as every other cookie is', () => {
  const { name, options } = themeCookie('https://shop.example');
  expect(name).toBe('__Host-theme');
  expect(options).toEqual({
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    path: '/',
    maxAge: 31_536_000,
  });
});

test('on a laptop it is kept as well', () => {
  const { name, options } = themeCookie('http://localhost:3000');
  expect([name, options.secure]).toEqual(['theme', false]);
});
