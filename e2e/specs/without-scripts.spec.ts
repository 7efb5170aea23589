import { callGateway } from '../fixtures/azure';
import { newName, newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { continueToPayment, openFromSuccess, subscriptionIdOf } from '../pages/checkout';
import { expectHostedCheckout, payCheckout } from '../pages/hosted-checkout';
import { fillSignUp, signIn } from '../pages/sign-up';
import { showKey } from '../pages/subscription';

test.use({ javaScriptEnabled: false });

test('without scripts, pricing computes what the entered calls cost', async ({ page }) => {
  await page.goto('/pricing?calls=1234');
  const payg = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'PAYG' }) });
  await expect(payg).toContainText('$1.85');
  await page.getByLabel('What it costs to make').fill('1,600,000');
  await page.getByRole('button', { name: 'Show' }).click();
  const enterprise = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'Enterprise' }) });
  await expect(enterprise).toContainText('$1,499.90');
  await page.goto('/pricing?calls=many');
  await expect(page.getByText('Enter a whole number from 0 to 1,000,000,000.')).toBeVisible();
});

test('without scripts, signing up, paying and the first call work', async ({ page }) => {
  const name = newName('no scripts');
  await page.goto('/pricing?calls=120000');
  await page.getByRole('link', { name: 'Subscribe to Standard' }).click();
  await fillSignUp(page, newPerson());
  await expect(page.getByRole('heading', { name: 'Subscribe to Standard' })).toBeVisible();
  await continueToPayment(page, name);
  await payCheckout(page);
  await openFromSuccess(page, name);
  expect(await callGateway(await showKey(page))).toBe(200);
});

test('without scripts, a Stripe that does not answer is a sentence, and the same button works after', async ({
  page,
  control,
}) => {
  await page.goto('/sign-up?next=/checkout/basic');
  await fillSignUp(page, newPerson());
  await expect(page.getByRole('heading', { name: 'Subscribe to Basic' })).toBeVisible();
  await control.fault({ kind: 'status', status: 503, path: '/v1/checkout/sessions', times: 20 });
  try {
    await continueToPayment(page, newName('down'));
    await expect(page.getByText('Something didn’t work just now.')).toBeVisible();
  } finally {
    await control.fault({ clear: true });
  }
  await continueToPayment(page, newName('up again'));
  await expectHostedCheckout(page);
});

test('without scripts, problems of a form come back with what was typed', async ({ page }) => {
  const person = newPerson();
  await page.goto('/sign-up');
  await fillSignUp(page, { ...person, password: 'short' });
  await expect(page.getByText('Use at least 10 characters')).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue(person.email);
  await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true');
  await fillSignUp(page, person);
  await page.waitForURL('**/account');

  await page.goto('/checkout/basic');
  await page.getByLabel('Subscription name').fill('   ');
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await expect(page.getByText('Enter a name of 1 to 100 characters.')).toBeVisible();
});

test('without scripts, a free key is had, a second is refused, and signing out and in works', async ({
  page,
}) => {
  const person = newPerson();
  await page.goto('/sign-up?next=/checkout/free');
  await fillSignUp(page, person);
  await page.getByRole('button', { name: 'Get my key' }).click();
  expect(subscriptionIdOf(page)).toMatch(/^sub-/);
  expect(await callGateway(await showKey(page))).toBe(200);

  await page.goto('/checkout/free');
  await page.getByRole('button', { name: 'Get my key' }).click();
  await expect(page.getByText('You already have as many Free subscriptions')).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto('/account');
  await signIn(page, { ...person, password: 'not this one' });
  await expect(page.getByText('Wrong email or password')).toBeVisible();
  await signIn(page, person);
  await expect(page.getByRole('heading', { name: 'Subscriptions', exact: true })).toBeVisible();
});
