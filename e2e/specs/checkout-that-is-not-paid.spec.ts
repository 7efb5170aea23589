import { gatewaySubscriptionsNamed } from '../fixtures/azure';
import { newName, newPerson } from '../fixtures/people';
import { stripeSubscriptionsNamed } from '../fixtures/stripe-records';
import { expect, test } from '../fixtures/world';
import { continueToPayment, openFromSuccess } from '../pages/checkout';
import { cards, expectHostedCheckout, fillCard, payCheckout } from '../pages/hosted-checkout';
import { signUp } from '../pages/sign-up';

test('a cancelled checkout provisions nothing, and the way back leads to the same checkout', async ({
  page,
  control,
}) => {
  const name = newName('cancelled');
  await signUp(page, newPerson(), '/checkout/pro');
  await continueToPayment(page, name);
  await expectHostedCheckout(page);
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing was charged' })).toBeVisible();
  expect(await gatewaySubscriptionsNamed(name)).toEqual([]);
  expect(await stripeSubscriptionsNamed(control, name)).toEqual([]);

  await page.goto('/account');
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('Incomplete');

  await page.goto('/checkout/cancel?product=pro');
  await page.getByRole('link', { name: 'Back to Pro' }).click();
  await expect(page.getByRole('heading', { name: 'Subscribe to Pro' })).toBeVisible();
  await continueToPayment(page, name);
  await payCheckout(page);
  await openFromSuccess(page, name);
  expect(await gatewaySubscriptionsNamed(name)).toHaveLength(1);
});

test('a checkout that is not wanted any more is discarded, and nobody can pay it then', async ({
  page,
  control,
}) => {
  const name = newName('unwanted');
  await signUp(page, newPerson(), '/checkout/pro');
  await continueToPayment(page, name);
  await expectHostedCheckout(page);
  const payAddress = page.url();
  await page.goto('/account');
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.waitForURL('**/account');
  await expect(page.getByText(name)).toHaveCount(0);
  await page.goto(payAddress);
  await expect(page.getByLabel('Card number')).toHaveCount(0);
  expect(await stripeSubscriptionsNamed(control, name)).toEqual([]);
});

test('a card that is declined at checkout provisions nothing; another card pays', async ({
  page,
  control,
  consoleWatch,
}) => {
  // The page that says no is answered 402.
  consoleWatch.allow(/status of 402.*\/c\/pay\//);
  const name = newName('declined');
  await signUp(page, newPerson(), '/checkout/basic');
  await continueToPayment(page, name);
  await payCheckout(page, cards.declined);
  await expect(page.getByRole('alert')).toContainText('declined');
  expect(await gatewaySubscriptionsNamed(name)).toEqual([]);

  await test.step('the account says that it waits for payment', async () => {
    const other = await page.context().newPage();
    await other.goto('/account');
    await expect(other.getByRole('listitem').filter({ hasText: name })).toContainText('Incomplete');
    await other.getByRole('link', { name }).click();
    await expect(other.getByText('Waiting for payment.')).toBeVisible();
    await expect(other.getByRole('button', { name: 'Show keys' })).toHaveCount(0);
    await expect(other.getByRole('link', { name: 'Continue to payment' })).toBeVisible();
    await other.close();
  });

  await fillCard(page, cards.paid);
  await page.getByRole('button', { name: /subscribe/i }).click();
  await openFromSuccess(page, name);
  expect(await gatewaySubscriptionsNamed(name)).toHaveLength(1);
  const live = await stripeSubscriptionsNamed(control, name);
  expect(live.filter(({ status }) => status === 'active')).toHaveLength(1);
});

test('the success page of a checkout that was not paid says so and makes no key', async ({
  page,
}) => {
  const name = newName('unpaid');
  await signUp(page, newPerson(), '/checkout/payg');
  await continueToPayment(page, name);
  await expectHostedCheckout(page);
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await page.goto(`/checkout/success?session_id=${id}`);
  await expect(page.getByRole('heading', { name: 'This checkout wasn’t paid' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to checkout' }).click();
  await expect(page.getByRole('heading', { name: 'Subscribe to PAYG' })).toBeVisible();
  expect(await gatewaySubscriptionsNamed(name)).toEqual([]);
});

test('a card that asks its bank pays after the bank’s question, and not when that fails', async ({
  page,
  consoleWatch,
}) => {
  consoleWatch.allow(/status of 402.*\/c\/pay\//);
  const name = newName('bank');
  await signUp(page, newPerson(), '/checkout/basic');
  await continueToPayment(page, name);
  await payCheckout(page, cards.asksBank);
  await page.getByRole('button', { name: 'Fail authentication' }).click();
  await expect(page.getByRole('alert')).toContainText('unable to authenticate');
  expect(await gatewaySubscriptionsNamed(name)).toEqual([]);
  await payCheckout(page, cards.asksBank);
  await page.getByRole('button', { name: 'Complete authentication' }).click();
  await openFromSuccess(page, name);
});
