import { describe, expect, it } from 'vitest';
import { parseEnv } from '../env/env';
import { catalogSettings } from './catalog-settings';

const STRIPE = { STRIPE_SECRET_KEY: 'sk_test_provision0' };
const APIM = {
  AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
  APIM_RESOURCE_GROUP: 'tollgate',
  APIM_SERVICE_NAME: 'tollgate-apim',
  APIM_GATEWAY_URL: 'https://gateway.example.com',
  APIM_PORTAL_URL: 'https://portal.example.com',
  APIM_DELEGATION_KEY: 'MDEyMzQ1Njc4OWFiY2RlZg==',
};
const read = (source: Record<string, string>) =>
  catalogSettings(() => parseEnv(source, 'provisioning'));

describe('the settings of provisioning', () => {
  it('name the vendor that is missing', () => {
    expect(() => read(STRIPE)).toThrow(/API Management are missing/);
    expect(() => read({})).toThrow(/Stripe and API Management/);
  });

  it('are enough before there is a webhook endpoint, whose secret is known only after the first run', () => {
    expect(read({ ...STRIPE, ...APIM })).toMatchObject({ stripe: { webhookSecrets: [] } });
  });

  it('are still refused when half of a group is there, or when the application itself would start', () => {
    const { APIM_GATEWAY_URL: _, ...half } = APIM;
    expect(() => read({ ...STRIPE, ...half })).toThrow(/APIM_GATEWAY_URL is missing/);
    expect(() => parseEnv({ ...STRIPE, ...APIM })).toThrow(/STRIPE_WEBHOOK_SECRET is missing/);
  });
});
