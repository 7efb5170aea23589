import { describe, expect, test } from 'vitest';
import { EnvError, parseEnv } from './env';

const STRIPE = {
  STRIPE_SECRET_KEY: 'sk_test_1234567890',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1234567890',
  STRIPE_WEBHOOK_SECRET: 'whsec_abc,whsec_def',
};
const APIM = {
  AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
  APIM_RESOURCE_GROUP: 'tollgate',
  APIM_SERVICE_NAME: 'tollgate-apim',
  APIM_GATEWAY_URL: 'https://gateway.example.com/',
  APIM_PORTAL_URL: 'https://portal.example.com',
  APIM_DELEGATION_KEY: 'MDEyMzQ1Njc4OWFiY2RlZg==',
};
const SECRET = { NEXTAUTH_SECRET: '5f0c1e7a9b3d48266c1f7e0a92b4d853' };

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  test('by default successful calls are billed, and usage is reported to Stripe at its full rate', () => {
    const usual = parseEnv({ ...SECRET, ...STRIPE, ...APIM });
    expect(usual.apim?.usageCounts).toBe('successful');
    expect(usual.stripe).toMatchObject({ meterWebhookSecrets: [], meterEventsPerSecond: 1_000 });
    expect(usual.app).toMatchObject({ deferHours: 48, runBudgetSeconds: 240 });
    const other = parseEnv({
      ...SECRET,
      ...STRIPE,
      ...APIM,
      USAGE_COUNTS: 'all',
      STRIPE_METER_WEBHOOK_SECRET: 'whsec_a,whsec_b',
      STRIPE_METER_EVENTS_PER_SECOND: '25',
    });
    expect(other.apim?.usageCounts).toBe('all');
    expect(other.stripe).toMatchObject({
      meterWebhookSecrets: ['whsec_a', 'whsec_b'],
      meterEventsPerSecond: 25,
    });
    expect(problemsOf({ ...SECRET, ...STRIPE, ...APIM, USAGE_COUNTS: 'some' })).toEqual([
      expect.stringContaining('successful or all'),
    ]);
  });

  test('without any setting the application has its defaults and no vendor', () => {
    const env = parseEnv({});
    expect(env.stripe).toBeNull();
    expect(env.apim).toBeNull();
    expect(env.app).toMatchObject({
      url: 'http://localhost:3000',
      dataDir: '.data',
      scheduler: false,
      graceDays: 14,
      clockUrl: null,
    });
  });

  test('complete groups are read, addresses lose their trailing slash, two webhook secrets are kept', () => {
    const env = parseEnv({ ...STRIPE, ...APIM, ...SECRET });
    expect(env.stripe?.webhookSecrets).toEqual(['whsec_abc', 'whsec_def']);
    expect(env.stripe?.apiBase).toBe('https://api.stripe.com');
    expect(env.apim?.gatewayUrl).toBe('https://gateway.example.com');
    expect(env.apim?.delegationKeys).toEqual(['MDEyMzQ1Njc4OWFiY2RlZg==']);
  });

  test('half a group is refused with every missing name and where to get it', () => {
    const problems = problemsOf({ ...SECRET, STRIPE_SECRET_KEY: STRIPE.STRIPE_SECRET_KEY });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toBe(
      'STRIPE_PUBLISHABLE_KEY is missing (Stripe is only partly configured). Where to get it: Stripe Dashboard > Developers > API keys.',
    );
    expect(problems[1]).toContain('STRIPE_WEBHOOK_SECRET is missing');
  });

  test('problems of all groups are reported at once', () => {
    const problems = problemsOf({
      ...SECRET,
      ...STRIPE,
      STRIPE_WEBHOOK_SECRET: 'abc',
      APIM_SERVICE_NAME: 'x',
    });
    expect(problems.some((p) => p.startsWith('STRIPE_WEBHOOK_SECRET is not valid'))).toBe(true);
    expect(problems.some((p) => p.startsWith('APIM_DELEGATION_KEY is missing'))).toBe(true);
  });

  test('a wrong value is never repeated in the message', () => {
    const [problem] = problemsOf({
      ...SECRET,
      ...STRIPE,
      STRIPE_SECRET_KEY: 'sk-live-very-secret',
    });
    expect(problem).toContain('STRIPE_SECRET_KEY is not valid');
    expect(problem).not.toContain('very-secret');
  });

  test('vendors without a session secret, and a scheduler without a cron secret, are refused', () => {
    expect(problemsOf({ ...STRIPE }).join()).toContain('NEXTAUTH_SECRET is missing');
    expect(problemsOf({ SCHEDULER: 'on' }).join()).toContain('CRON_SECRET is not set');
  });

  test('an empty value counts as not given', () => {
    expect(parseEnv({ DATABASE_URL: '', CRON_SECRET: '  ' }).app.databaseUrl).toBeNull();
  });

  test.each([
    ['APP_URL', 'localhost:3000'],
    ['DATABASE_URL', 'mysql://x'],
    ['CRON_SECRET', 'short'],
    ['PAYMENT_GRACE_DAYS', '-1'],
    ['USAGE_LAG_MINUTES', 'soon'],
    ['SCHEDULER', 'yes'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(problemsOf({ [name]: value }).join()).toContain(`${name} is not valid`);
  });
});
