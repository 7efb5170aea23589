import { callGateway, gatewaySubscriptionsNamed } from '../fixtures/azure';
import { newName, newPerson } from '../fixtures/people';
import { eventsAbout, stripeSubscriptionsNamed } from '../fixtures/stripe-records';
import { expect, test } from '../fixtures/world';
import { buy } from '../pages/buy';
import { continueToPayment, openFromSuccess } from '../pages/checkout';
import { expectHostedCheckout, payCheckout } from '../pages/hosted-checkout';
import { signUp } from '../pages/sign-up';
import { openSubscription, showKey } from '../pages/subscription';

test('webhooks delivered twice, after the success page has done their work: one API Management subscription, the same keys', async ({
  page,
  control,
}) => {
  const { name, subscriptionId, key } = await buy(page, 'standard');
  const [live] = await stripeSubscriptionsNamed(control, name);
  const events = await eventsAbout(control, live?.id ?? 'none');
  expect(events.map(({ type }) => type)).toContain('customer.subscription.created');
  for (const { id } of [...events, ...events]) await control.resendWebhook(id);
  expect(await gatewaySubscriptionsNamed(name)).toEqual([
    expect.objectContaining({ id: subscriptionId, state: 'active' }),
  ]);
  expect(await stripeSubscriptionsNamed(control, name)).toHaveLength(1);
  await openSubscription(page, subscriptionId);
  expect(await showKey(page)).toBe(key);
  expect(await callGateway(key)).toBe(200);
});

test('the webhook before the success page: the key is there without anybody looking, and once', async ({
  page,
  context,
}) => {
  const name = newName('webhook first');
  await signUp(page, newPerson(), '/checkout/payg');
  await continueToPayment(page, name);
  await expectHostedCheckout(page);
  const checkoutId = new URL(page.url()).pathname.split('/').at(-1);
  // The browser dies on the way back, so that only the webhook can do the work.
  await context.route('**/checkout/success**', (route) => route.abort());
  await payCheckout(page).catch(() => undefined);
  await expect
    .poll(async () => (await gatewaySubscriptionsNamed(name)).map(({ state }) => state))
    .toEqual(['active']);

  await context.unroute('**/checkout/success**');
  await page.goto('/account');
  await page.getByRole('link', { name }).click();
  const key = await showKey(page);
  expect(await callGateway(key)).toBe(200);

  // Whoever comes back late finds what the webhook made.
  await page.goto(`/checkout/success?session_id=${checkoutId}`);
  await openFromSuccess(page, name);
  expect(await showKey(page)).toBe(key);
  expect(await gatewaySubscriptionsNamed(name)).toHaveLength(1);
});

test('no webhook at all: the success page makes the key, and late webhooks change nothing', async ({
  page,
  control,
}) => {
  const name = newName('success first');
  await signUp(page, newPerson(), '/checkout/payg');
  await continueToPayment(page, name);
  await control.fault({ webhook: 'drop', type: '*', times: 50 });
  try {
    await payCheckout(page);
    await openFromSuccess(page, name);
  } finally {
    await control.fault({ clear: true });
  }
  const key = await showKey(page);
  expect(await callGateway(key)).toBe(200);

  const [live] = await stripeSubscriptionsNamed(control, name);
  const events = await eventsAbout(control, live?.id ?? 'none');
  expect(events.length).toBeGreaterThan(0);
  for (const { id } of events) await control.resendWebhook(id);
  expect(await gatewaySubscriptionsNamed(name)).toHaveLength(1);
  expect(await callGateway(key)).toBe(200);
});

test('every webhook delivered twice and out of order: one API Management subscription', async ({
  page,
  control,
}) => {
  const name = newName('shuffled');
  await signUp(page, newPerson(), '/checkout/basic');
  await continueToPayment(page, name);
  await control.fault({ webhook: 'duplicate', type: 'customer.*', times: 10 });
  await control.fault({ webhook: 'shuffle', type: '*', times: 10 });
  try {
    await payCheckout(page);
    await openFromSuccess(page, name);
  } finally {
    await control.fault({ clear: true });
  }
  await control.advance('PT15M');
  expect(await gatewaySubscriptionsNamed(name)).toHaveLength(1);
  expect(await callGateway(await showKey(page))).toBe(200);
});
