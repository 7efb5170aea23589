import { callGateway } from '../fixtures/azure';
import { newName } from '../fixtures/people';
import { stripeCustomersOf } from '../fixtures/stripe-records';
import { expect, test } from '../fixtures/world';
import { buy, getFree } from '../pages/buy';
import { expectPeriod, openSubscription, panel } from '../pages/subscription';

test('Basic: call 50,000 is answered and call 50,001 is refused with 403', async ({
  page,
  control,
  syncUsage,
}) => {
  const { subscriptionId, key } = await buy(page, 'basic');
  await control.traffic({ subscription: subscriptionId, calls: 49_999 });
  expect(await callGateway(key)).toBe(200);
  expect(await callGateway(key)).toBe(403);
  await control.advance('PT2H');
  await syncUsage();
  await openSubscription(page, subscriptionId);
  // What was refused is neither counted nor paid.
  await expectPeriod(page, { calls: '50,000', cost: '$14.95' });
  await expect(panel(page, 'This period')).toContainText('0 left');
  await expect(page.getByText('Quota used up: further calls are rejected.')).toBeVisible();
});

test('Free: no card and nothing at Stripe; call 101 is refused with 403', async ({
  page,
  control,
  syncUsage,
}) => {
  const { person, subscriptionId, key } = await getFree(page);
  expect(await stripeCustomersOf(control, person.email)).toEqual([]);
  for (let call = 1; call <= 100; call += 1) {
    expect(await callGateway(key), `call ${call}`).toBe(200);
  }
  expect(await callGateway(key), 'call 101').toBe(403);
  await control.advance('PT2H');
  await syncUsage();
  await openSubscription(page, subscriptionId);
  await expectPeriod(page, { calls: '100', cost: '$0.00', isFree: true });
  await expect(page.getByText('Quota used up: further calls are rejected.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'See plans with more calls' })).toBeVisible();
  await expect(panel(page, 'Invoices')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Manage billing' })).toHaveCount(0);
});

test('a second Free subscription is refused with a sentence that says what to do', async ({
  page,
  consoleWatch,
}) => {
  // The refusal is a 409, which the browser notes.
  consoleWatch.allow(/api\/checkout\/session/);
  const { name } = await getFree(page);
  const second = newName('second');
  await page.goto('/checkout/free');
  await page.getByLabel('Subscription name').fill(second);
  await page.getByRole('button', { name: 'Get my key' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'We couldn’t create your key' });
  await expect(alert).toContainText('You already have a Free subscription');
  await expect(alert).toContainText('Use its keys, or choose a paid plan');
  await page.goto('/account');
  await expect(page.getByRole('link', { name })).toBeVisible();
  await expect(page.getByText(second)).toHaveCount(0);
});
