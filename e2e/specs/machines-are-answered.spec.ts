import { e2eWorld } from '../fixtures/addresses';
import { expect, test } from '../fixtures/world';

/** Vercel's scheduler sends GET only; everybody else should send POST. */
const METHODS = ['POST', 'GET'];

test('the cron is refused without the secret, with a wrong one and in the wrong place', async ({
  request,
}) => {
  const secret = e2eWorld.cronSecret;
  const wrong: Record<string, string>[] = [
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer wrong' },
    { authorization: secret },
    { authorization: `Basic ${secret}` },
    { authorization: `Bearer ${secret}x` },
    { authorization: `Bearer ${secret.slice(0, -1)}` },
    { 'x-cron-secret': secret },
  ];
  for (const headers of wrong) {
    for (const method of METHODS) {
      const answer = await request.fetch('/api/cron/usage', { method, headers });
      expect(answer.status(), `${method} ${JSON.stringify(headers)}`).toBe(401);
      expect(await answer.text()).not.toContain(secret);
    }
  }
  const query = await request.get(`/api/cron/usage?secret=${secret}`);
  expect(query.status()).toBe(401);
});

test('the cron with the secret answers what it did', async ({ request }) => {
  const headers = { authorization: `Bearer ${e2eWorld.cronSecret}` };
  for (const method of METHODS) {
    const answer = await request.fetch('/api/cron/usage', { method, headers });
    expect(answer.status(), method).toBe(200);
    expect(await answer.json()).toMatchObject({ failures: [] });
    expect(answer.headers()['cache-control']).toContain('no-store');
  }
});

test('the models as JSON have the seven products with their exact amounts', async ({ request }) => {
  const answer = await request.get('/api/monetization-models');
  expect(answer.status()).toBe(200);
  expect(answer.headers()['access-control-allow-origin']).toBe('*');
  const models = (await answer.json()) as { id: string }[];
  expect(models.map(({ id }) => id)).toEqual([
    'free',
    'developer',
    'payg',
    'basic',
    'standard',
    'pro',
    'enterprise',
  ]);
  expect(models[4]).toMatchObject({
    pricingModelType: 'TierWithOverage',
    prices: {
      unit: { currency: 'usd', unitAmount: 8995, quota: 1000 },
      metered: { currency: 'usd', unitAmount: 10 },
    },
  });
  const one = await request.get('/api/monetization-models/enterprise');
  expect(await one.json()).toMatchObject({
    id: 'enterprise',
    pricingModelType: 'Unit',
    prices: { unit: { unitAmount: 74995, quota: 15000 } },
  });
  const none = await request.get('/api/monetization-models/nothing');
  expect(none.status()).toBe(404);
  expect(await none.json()).toMatchObject({ error: { code: 'not-found' } });
});

test('health says that the database answers, is migrated and that all settings are there, and no secret', async ({
  request,
}) => {
  expect(await (await request.get('/api/health')).json()).toEqual({ status: 'ok' });
  const answer = await request.get('/api/health?ready');
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({
    status: 'ok',
    database: true,
    migrations: true,
    settings: { stripe: true, apim: true, sessions: true, cron: true },
  });
});

test('a webhook that Stripe did not sign is refused', async ({ request }) => {
  const data = JSON.stringify({ id: 'evt_1', type: 'customer.subscription.deleted' });
  for (const headers of [{}, { 'stripe-signature': 't=1,v1=00' }]) {
    const answer = await request.post('/api/webhooks/stripe', { data, headers });
    expect(answer.status()).toBe(400);
  }
});

test('nothing is changed by GET: addresses that act refuse it', async ({ request }) => {
  for (const path of ['/api/checkout/session', '/api/sign-out', '/api/webhooks/stripe']) {
    expect((await request.get(path)).status(), path).toBe(405);
  }
});

test('an address that is no encoding is answered 404 with a page, and not 500', async ({
  addresses,
}) => {
  const answer = await fetch(`${addresses.app}/checkout/%E0%A4%A`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('Page not found');
});
