import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password';

test('a password counts whole: nothing is cut off, trimmed or changed in case', async () => {
  const password = 'Vier Wörter '.repeat(11).slice(0, 128);
  const hash = await hashPassword(password);
  expect(await verifyPassword(hash, password)).toBe(true);
  for (const other of [`${password}x`, password.slice(0, -1), password.toLowerCase(), ''])
    expect(await verifyPassword(hash, other), other).toBe(false);
});

test('without an account nothing matches, the decoy’s own password neither', async () => {
  expect(await verifyPassword(null, 'no account has this password')).toBe(false);
  expect(await verifyPassword(null, '')).toBe(false);
});

test('the hash is argon2id with 19 MiB and two passes', async () => {
  expect(await hashPassword('four words make it')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
