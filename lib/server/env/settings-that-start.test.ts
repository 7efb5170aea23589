import { describe, expect, test } from 'vitest';
import { EnvError, parseEnv } from './env';
import { STRIPE } from './stripe-env';
import { TELEMETRY } from './telemetry-env';

const SECRET = '5f0c1e7a9b3d48266c1f7e0a92b4d853';
const WHOLE = {
  APP_URL: 'https://shop.example',
  NEXTAUTH_URL: 'https://shop.example',
  NEXTAUTH_SECRET: SECRET,
  CRON_SECRET: 'c2a7f40d9be15836a1',
  STRIPE_SECRET_KEY: 'rk_live_1234567890',
  STRIPE_PUBLISHABLE_KEY: 'pk_live_1234567890',
  STRIPE_WEBHOOK_SECRET: 'whsec_abc,whsec_def',
  STRIPE_METER_WEBHOOK_SECRET: 'whsec_meters',
  AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
  APIM_RESOURCE_GROUP: 'tollgate',
  APIM_SERVICE_NAME: 'tollgate-apim',
  APIM_GATEWAY_URL: 'https://gateway.example.com',
  APIM_PORTAL_URL: 'https://portal.example.com',
  APIM_DELEGATION_KEY: 'MDEyMzQ1Njc4OWFiY2RlZg==',
  APIM_ARM_TOKEN: 'a-token-of-azure',
  AZURE_CLIENT_SECRET: 'abc~def.ghi',
  GITHUB_CLIENT_ID: 'id',
  GITHUB_CLIENT_SECRET: 'github-secret',
  SMTP_URL: 'smtps://user:secret@mail.example:465',
  MAIL_FROM: 'Tollgate <no-reply@shop.example>',
};

function problemsOf(source: Record<string, string>): string {
  try {
    parseEnv(source);
    return '';
  } catch (error) {
    if (error instanceof EnvError) return error.problems.join('\n');
    throw error;
  }
}
const withThese = (changes: Record<string, string>) => problemsOf({ ...WHOLE, ...changes });

test('a whole set of settings starts', () => {
  expect(withThese({})).toBe('');
});

describe('what a copy brought along', () => {
  test.each(Object.keys(WHOLE))('a line break or a space around %s changes nothing', (name) => {
    const value = WHOLE[name as keyof typeof WHOLE];
    for (const around of [
      `${value}\n`,
      `${value}\r\n`,
      `  ${value} `,
      `\t${value}`,
      `\ufeff${value}`,
    ]) {
      expect(parseEnv({ ...WHOLE, [name]: around })).toEqual(parseEnv(WHOLE));
    }
  });

  const secrets = [
    'NEXTAUTH_SECRET',
    'CRON_SECRET',
    'STRIPE_SECRET_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'STRIPE_WEBHOOK_SECRET',
    'STRIPE_METER_WEBHOOK_SECRET',
    'APIM_DELEGATION_KEY',
    'APIM_ARM_TOKEN',
    'AZURE_CLIENT_SECRET',
    'GITHUB_CLIENT_SECRET',
    'SMTP_URL',
  ];
  test.each(secrets)('a line break, an unseen character or quotes in %s stop the start', (name) => {
    const value = WHOLE[name as keyof typeof WHOLE];
    const middle = Math.floor(value.length / 2) + 2;
    for (const inside of ['\n', '\u200b', '\0']) {
      const broken = `${value.slice(0, middle)}${inside}${value.slice(middle)}`;
      expect(withThese({ [name]: broken }), inside).toContain(`${name} is not valid`);
    }
    for (const quote of ['"', "'"]) {
      expect(withThese({ [name]: `${quote}${value}${quote}` })).toContain(`${name} is not valid`);
    }
  });
});

describe('a secret that is none stops the start', () => {
  test.each([
    ['equal letters', 'x'.repeat(64)],
    ['a few letters', 'abcabcabcabcabcabcabcabcabcabcabc'],
    ['a word again and again', 'secret123secret123secret123secret123'],
    ['what an example says', 'change-me-please-0123456789-abcdefgh'],
    ['too short a one', '5f0c1e7a9b3d482'],
  ])('%s', (_what, value) => {
    expect(withThese({ NEXTAUTH_SECRET: value })).toContain('NEXTAUTH_SECRET is not valid');
    expect(withThese({ CRON_SECRET: value })).toContain('CRON_SECRET is not valid');
    expect(withThese({ NEXTAUTH_SECRET: value })).not.toContain(value);
  });

  test.each([
    ['one byte', 'AA=='],
    ['fifteen bytes', Buffer.from('0123456789abcde').toString('base64')],
    ['equal bytes', Buffer.alloc(64, 7).toString('base64')],
  ])('a delegation key of %s', (_what, value) => {
    expect(withThese({ APIM_DELEGATION_KEY: value })).toContain('APIM_DELEGATION_KEY is not valid');
    const both = `${WHOLE.APIM_DELEGATION_KEY},${value}`;
    expect(withThese({ APIM_DELEGATION_KEY: both })).toContain('APIM_DELEGATION_KEY is not valid');
  });

  test('one for two purposes', () => {
    expect(withThese({ CRON_SECRET: SECRET })).toContain('are the same');
  });
});

const ADDRESSES = [
  'APP_URL',
  'NEXTAUTH_URL',
  'STRIPE_API_BASE',
  'STRIPE_JS_URL',
  'APIM_ARM_ENDPOINT',
  'APIM_GATEWAY_URL',
  'APIM_PORTAL_URL',
  'LOG_ANALYTICS_ENDPOINT',
  'LEAKED_PASSWORDS_URL',
  'GITHUB_URL',
  'GITHUB_API_URL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'CLOCK_URL',
];

describe('an address', () => {
  test.each(ADDRESSES)('%s of another machine is by https and nothing but an address', (name) => {
    for (const wrong of [
      'http://shop.example.com',
      'http://203.0.113.7:3000',
      'http://localhost.evil.example',
      'http://[2001:db8::1]',
      'https://user:password@shop.example.com',
      'https://shop.example.com?x=1',
      'https://shop.example.com#x',
      'ftp://shop.example.com',
      'shop.example.com',
      'http://',
    ]) {
      expect(withThese({ [name]: wrong }), wrong).toContain(`${name} is not valid`);
    }
  });

  test('nearby it may be plain', () => {
    for (const host of [
      'localhost',
      '127.0.0.1',
      '[::1]',
      '10.1.2.3',
      '192.168.0.9',
      'emulators',
      'db.internal',
    ]) {
      const problems = problemsOf({ LEAKED_PASSWORDS_URL: `http://${host}:4242` });
      expect(problems, host).toBe('');
    }
  });

  test('a path behind ours would be lost, so it stops the start', () => {
    expect(problemsOf({ APP_URL: 'https://shop.example/app' })).toContain('without a path');
  });

  test('telemetry goes to Application Insights by https', () => {
    const text = 'InstrumentationKey=x;IngestionEndpoint=http://ingest.example/';
    expect(problemsOf({ APPLICATIONINSIGHTS_CONNECTION_STRING: text })).toContain('by https');
  });
});

describe('settings that are right by themselves and wrong together', () => {
  test('keys of test and live mode', () => {
    const mixed = 'is a live key and STRIPE_PUBLISHABLE_KEY is a test key';
    expect(withThese({ STRIPE_PUBLISHABLE_KEY: 'pk_test_1234567890' })).toContain(mixed);
    const other = 'is a test key and STRIPE_PUBLISHABLE_KEY is a live key';
    expect(withThese({ STRIPE_SECRET_KEY: 'sk_test_1234567890' })).toContain(other);
  });

  test('a live key and an emulator, another script or a moved clock', () => {
    expect(withThese({ STRIPE_API_BASE: 'http://127.0.0.1:4242' })).toContain('emulator');
    expect(withThese({ STRIPE_JS_URL: 'https://cdn.example/stripe.js' })).toContain(
      'STRIPE_JS_URL',
    );
    expect(withThese({ CLOCK_URL: 'http://127.0.0.1:4242/clock' })).toContain('CLOCK_URL moves');
  });

  test('a clock on the internet', () => {
    expect(problemsOf({ CLOCK_URL: 'https://clock.example' })).toContain('CLOCK_URL is not valid');
  });

  test('mail first without mail', () => {
    expect(problemsOf({ SIGN_UP: 'confirm-first' })).toContain('nobody can sign up');
    expect(problemsOf({ SIGN_UP: 'confirm-first', MAILBOX: 'on' })).toBe('');
  });
});

test('every address among the settings is tried above', () => {
  const named = [...Object.keys(STRIPE.shape), ...Object.keys(TELEMETRY)].filter((name) =>
    /_(URL|BASE|ENDPOINT)$/.test(name),
  );
  expect(ADDRESSES).toEqual(expect.arrayContaining(named));
});
