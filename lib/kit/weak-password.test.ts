import { expect, it } from 'vitest';
import { isWeakPassword } from './weak-password';

it.each([
  'password123',
  'Password2024!',
  'P@ssw0rd12345',
  'pa55w0rd!!!!',
  'football1234',
  'iloveyou1234',
  'changeme2026',
  'welcome12345',
  'aaaaaaaaaaaa',
  '1212121212',
  'abcabcabcabc',
  'qwertyuiop',
  'qwertyuiop12',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '0987654321',
  '12345678910',
  'abcdefghij',
  'Tollgate2026!',
  'trustno1trustno1',
])('refuses %s', (password) => {
  expect(isWeakPassword(password)).toBe(true);
});

it.each([
  'four words make it',
  'quite another phrase',
  'correct horse battery',
  'my own long password',
  'xK9#mQ2$vL',
  'the password of ada',
  'Ünïcödé phrase ok',
])('takes %s', (password) => {
  expect(isWeakPassword(password)).toBe(false);
});

it('refuses what is about its owner, dressed up', () => {
  const about = ['Ada Lovelace', 'countess@example.com'];
  for (const password of ['Lovelace1815', 'adalovelace!', 'c0untess1234', 'l0vel4ce2026']) {
    expect(isWeakPassword(password, about), password).toBe(true);
    expect(isWeakPassword(password), password).toBe(false);
  }
});
