import { describe, expect, test } from 'vitest';
import { EnvError, parseEnv } from './env';

function problemsOf(source: Record<string, string>): string {
  try {
    parseEnv(source);
    return '';
  } catch (error) {
    if (error instanceof EnvError) return error.problems.join('\n');
    throw error;
  }
}

describe('settings of signing in', () => {
  test('without any there is no mail, no provider and no mailbox', () => {
    const env = parseEnv({});
    expect(env.mail).toBeNull();
    expect(env.providers).toEqual({ entra: null, github: null, google: null });
    expect(env.identity).toEqual({
      signUp: null,
      requireSecondFactor: 'operators',
      leakedPasswordsUrl: null,
      trustedProxies: 0,
      mailbox: 'off',
    });
  });

  test('a second factor is demanded of operators unless something else is said in full', () => {
    const demandOf = (value: string) =>
      parseEnv({ REQUIRE_SECOND_FACTOR: value }).identity.requireSecondFactor;
    expect(['off', 'operators', 'all', ''].map(demandOf)).toEqual([
      'off',
      'operators',
      'all',
      'operators',
    ]);
    expect(problemsOf({ REQUIRE_SECOND_FACTOR: 'on' })).toContain('off, operators or all');
  });

  test('the mailbox is refused anywhere but on this machine', () => {
    for (const url of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
      expect(problemsOf({ MAILBOX: 'on', APP_URL: url })).toBe('');
    }
    for (const url of [
      'https://shop.example',
      'https://localhost.evil.example',
      'http://10.0.0.1',
    ]) {
      expect(problemsOf({ MAILBOX: 'on', APP_URL: url })).toContain('MAILBOX is on');
    }
  });

  test('a demo that is opened to its own network keeps a mailbox for this machine', () => {
    const clock = { CLOCK_URL: 'http://127.0.0.1:4242/_control/clock' };
    const open = { ...clock, APP_URL: 'http://192.168.1.20:3000' };
    expect(problemsOf({ ...open, MAILBOX: 'on' })).toBe('');
    expect(problemsOf({ ...open, MAILBOX: 'open' })).toContain('MAILBOX is on');
    const elsewhere = { ...clock, APP_URL: 'https://shop.example' };
    expect(problemsOf({ ...elsewhere, MAILBOX: 'on' })).toContain('MAILBOX is on');
  });

  test('half a mail server and half a provider are refused by name', () => {
    expect(problemsOf({ SMTP_URL: 'smtp://mail.example:587' })).toContain('MAIL_FROM is missing');
    expect(problemsOf({ GITHUB_CLIENT_ID: 'x' })).toContain('GITHUB_CLIENT_SECRET is missing');
    expect(problemsOf({ ENTRA_CLIENT_ID: 'x' })).toContain('ENTRA_TENANT_ID is missing');
  });

  test('a sender with a line break is refused: it would write headers of its own', () => {
    const given = { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'a\r\nBcc: x <a@b.example>' };
    expect(problemsOf(given)).toContain('MAIL_FROM is not valid');
  });
});
