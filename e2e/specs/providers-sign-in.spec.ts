import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import {
  allow,
  codeFor,
  expectProvider,
  goToProvider,
  setProviderDown,
} from '../pages/identity-provider';
import { followMail } from '../pages/mailbox';
import { signIn, signUp } from '../pages/sign-up';
import { panel } from '../pages/subscription';

const REFUSED = 'Sign-in with the provider failed';

for (const name of ['Microsoft', 'GitHub', 'Google']) {
  test(`${name} makes an account with a proven email, and signs in to it again`, async ({
    page,
  }) => {
    const person = newPerson();
    await goToProvider(page, name, '/account/settings');
    await allow(page, { person });
    await page.waitForURL('**/account/settings');
    await expect(panel(page, 'Email').getByText(person.email)).toBeVisible();
    await expect(page.getByText('Confirmed', { exact: true })).toBeVisible();
    await page.goto('/sign-out');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await goToProvider(page, name, '/account/settings');
    // The email may be another one there by now: the provider's own id counts.
    await allow(page, { person });
    await expect(panel(page, 'Email').getByText(person.email)).toBeVisible();
  });
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a provider signs in, and leads on to where the person was going', async ({ page }) => {
    await goToProvider(page, 'GitHub', '/checkout/basic');
    await allow(page, { person: newPerson() });
    await expect(page.getByRole('heading', { name: 'Subscribe to Basic' })).toBeVisible();
  });
});

test('an account with the same email is entered by its password first, and linked by that', async ({
  page,
}) => {
  const person = newPerson();
  await signUp(page, person);
  await page.context().clearCookies();
  await goToProvider(page, 'Google');
  await allow(page, { person });
  await expect(page.getByText('This email address already has an account')).toBeVisible();
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, person);
  await page.waitForURL('**/account');
  await page.goto('/account/settings');
  await expect(
    panel(page, 'Other ways to sign in').getByText('Remove Google', { exact: true }),
  ).toBeVisible();
  await page.context().clearCookies();
  await goToProvider(page, 'Google', '/account/settings');
  await allow(page, { person });
  await expect(panel(page, 'Email').getByText(person.email)).toBeVisible();
});

test('somebody else who signs in on the same browser is not linked', async ({ page }) => {
  const [owner, other] = [newPerson(), newPerson()];
  await signUp(page, owner);
  await page.context().clearCookies();
  await signUp(page, other);
  await page.goto('/sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await goToProvider(page, 'Google');
  await allow(page, { person: owner });
  await signIn(page, other);
  await page.waitForURL('**/account');
  await page.goto('/account/settings');
  await expect(panel(page, 'Other ways to sign in').getByText('Link Google')).toBeVisible();
});

test('a provider is linked and removed in the settings, each with the password', async ({
  page,
}) => {
  const person = newPerson();
  await signUp(page, person);
  await page.goto('/account/settings');
  const providers = panel(page, 'Other ways to sign in');
  await providers.getByText('Link GitHub').click();
  await providers.locator('#current-github').fill('not mine');
  await providers.getByRole('button', { name: 'Go to GitHub' }).click();
  await expect(providers.getByText('That is not your current password.').first()).toBeVisible();
  await providers.locator('#current-github').fill(person.password);
  await providers.getByRole('button', { name: 'Go to GitHub' }).click();
  await expectProvider(page);
  const elsewhere = newPerson();
  await allow(page, { person: elsewhere });
  await page.waitForURL('**/account/settings#providers');
  await providers.getByText('Remove GitHub', { exact: true }).click();
  await providers.locator('#current-github').fill(person.password);
  await providers.getByRole('button', { name: 'Remove GitHub now' }).click();
  await expect(providers.getByText('Link GitHub')).toBeVisible();
});

test('a provider’s account that belongs to another account here is not taken from it', async ({
  page,
  newVisitor,
}) => {
  const owner = newPerson();
  const first = await newVisitor();
  await goToProvider(first, 'GitHub');
  await allow(first, { person: owner });
  await first.waitForURL('**/account');

  const person = newPerson();
  await signUp(page, person);
  await page.goto('/account/settings');
  const providers = panel(page, 'Other ways to sign in');
  await providers.getByText('Link GitHub').click();
  await providers.locator('#current-github').fill(person.password);
  await providers.getByRole('button', { name: 'Go to GitHub' }).click();
  await allow(page, { person: owner });
  await expect(page.getByText(/is linked to another account here/)).toBeVisible();
  await expect(panel(page, 'Email').getByText(person.email)).toBeVisible();
});

test('an email that the provider has not proven makes no account', async ({ page }) => {
  for (const name of ['Microsoft', 'GitHub', 'Google']) {
    await goToProvider(page, name);
    await allow(page, { person: newPerson(), isEmailProven: false });
    await expect(page.getByText('hasn’t confirmed your email address')).toBeVisible();
  }
});

test('who says no there, is back at the form here', async ({ page }) => {
  await goToProvider(page, 'GitHub');
  await page.getByRole('button', { name: 'Deny' }).click();
  await expect(page.getByText(REFUSED)).toBeVisible();
});

test('a provider that is down is said to be, and the password still signs in', async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await page.context().clearCookies();
  await setProviderDown(true);
  try {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    await expect(page.getByText('The provider isn’t responding')).toBeVisible();
    await signIn(page, person);
    await page.waitForURL('**/account');
  } finally {
    await setProviderDown(false);
  }
});

test('an answer with another state, another nonce or another browser’s code signs nobody in', async ({
  page,
  newVisitor,
}) => {
  const callback = '/api/auth/callback/google';
  await goToProvider(page, 'Google');
  const code = await codeFor(page, { person: newPerson() });
  await page.goto(`${callback}?code=${code}&state=forged`);
  await expect(page.getByText(REFUSED)).toBeVisible();

  await goToProvider(page, 'Google');
  await allow(page, { person: newPerson(), misbehave: 'with another nonce' });
  await expect(page.getByText(REFUSED)).toBeVisible();

  // Mallory's own, good code, planted into somebody else's browser with that browser's state.
  const mallory = await newVisitor();
  await goToProvider(mallory, 'Google');
  const planted = await codeFor(mallory, { person: newPerson() });
  await goToProvider(page, 'Google');
  const state = await page.locator('input[name=state]').inputValue();
  await page.goto(`${callback}?code=${planted}&state=${encodeURIComponent(state)}`);
  await expect(page.getByText(REFUSED)).toBeVisible();
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('somebody who came by a provider sets a first password by a mailed link', async ({ page }) => {
  const person = newPerson();
  await goToProvider(page, 'GitHub', '/account/settings');
  await allow(page, { person });
  await panel(page, 'Password').getByRole('button', { name: 'Email me a link' }).click();
  await expect(page.getByText(/We’ve sent a link to/)).toBeVisible();
  await followMail(page, person.email, 'Set a password');
  await page.getByLabel('New password').fill(person.password);
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.waitForURL('**/account');
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await signIn(page, person);
  await page.waitForURL('**/account');
});
