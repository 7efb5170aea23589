import { z } from 'zod';
import { e2eAddresses } from '../fixtures/addresses';
import { callArm } from '../fixtures/azure';
import { freshWorld } from '../fixtures/fresh-world';
import { newName, newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { followMail } from '../pages/mailbox';
import { chooseInPortal, signUpFromPortal } from '../pages/portal';
import { signIn, signUp } from '../pages/sign-up';
import { panel } from '../pages/subscription';

const { portal, app } = e2eAddresses;

/** Signs up from the portal and subscribes to the free product there; ends on the subscription's page here. */
async function subscribeFromPortal(page: Parameters<typeof signUpFromPortal>[0]) {
  const person = newPerson();
  const name = newName('from the portal');
  await signUpFromPortal(page, person);
  await chooseInPortal(page, 'Free');
  await page.getByLabel('Subscription name').fill(name);
  await page.getByRole('button', { name: 'Get my key' }).click();
  await page.waitForURL('**/account/subscriptions/sub-*');
  const subscriptionId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  return { person, name, subscriptionId };
}

test('ChangeProfile: a name changed from the portal is the portal’s too', async ({ page }) => {
  await signUpFromPortal(page, newPerson());
  await page.goto(`${portal}/profile`);
  await page.getByRole('link', { name: 'Change profile' }).click();
  await expect(page).toHaveURL(`${app}/account/settings`);
  await page.getByLabel('Name', { exact: true }).fill('Augusta King');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Name saved.')).toBeVisible();
  await page.goto(`${portal}/profile`);
  await expect(page.locator('dd').filter({ hasText: 'Augusta King' })).toBeVisible();
});

test('ChangePassword: changed from the portal, the old one is over', async ({ page }) => {
  const person = newPerson();
  await signUpFromPortal(page, person);
  await page.goto(`${portal}/profile`);
  await page.getByRole('link', { name: 'Change password' }).click();
  await expect(page).toHaveURL(`${app}/account/settings#password`);
  const password = panel(page, 'Password');
  await password.getByLabel('Current password').fill(person.password);
  await password.getByLabel('New password').fill('another four words');
  await password.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password was changed.')).toBeVisible();
  await page.context().clearCookies({ domain: 'localhost' });
  await page.goto('/sign-in');
  await signIn(page, person);
  await expect(page.getByText('Wrong email or password')).toBeVisible();
  await signIn(page, { ...person, password: 'another four words' });
  await page.waitForURL('**/account');
});

test('CloseAccount: asked for in the portal, done here, gone there', async ({ page }) => {
  const { person, name } = await subscribeFromPortal(page);
  await page.goto(`${portal}/profile`);
  await page.getByRole('link', { name: 'Close account' }).click();
  await expect(page).toHaveURL(`${app}/account/settings/close`);
  await expect(page.getByText(name)).toBeVisible();
  await page.getByLabel('Current password').fill(person.password);
  await page.getByRole('button', { name: 'Close my account' }).click();
  await expect(page.getByRole('heading', { name: 'Your account is closed' })).toBeVisible();
  await page.goto(`${portal}/profile`);
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeHidden();
});

test('SignOut: the portal’s button ends both sessions', async ({ page }) => {
  await signUpFromPortal(page, newPerson());
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${portal}/**`);
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('Renew: an expired subscription’s button in the portal leads to its page here', async ({
  page,
}) => {
  const { name, subscriptionId } = await subscribeFromPortal(page);
  await callArm('PATCH', `/subscriptions/${subscriptionId}`, { state: 'expired' });
  await page.goto(`${portal}/subscriptions`);
  await page.getByRole('link', { name: 'Renew' }).click();
  await expect(page).toHaveURL(`${app}/account/subscriptions/${subscriptionId}`);
  await expect(page.getByRole('heading', { name })).toBeVisible();
});

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('Unsubscribe: the portal’s button asks here, and the answer ends it there', async ({
      page,
    }) => {
      const { name } = await subscribeFromPortal(page);
      await page.goto(`${portal}/subscriptions`);
      await page.getByRole('link', { name: `Cancel ${name}` }).click();
      await expect(page.getByRole('heading', { name: `Cancel “${name}”?` })).toBeVisible();
      await page.getByRole('button', { name: 'Cancel now' }).click();
      await page.waitForURL('**/account/subscriptions/sub-*');
      await page.goto(`${portal}/subscriptions`);
      await expect(page.getByText('Cancelled').first()).toBeVisible();
      await expect(page.getByRole('link', { name: `Cancel ${name}` })).toBeHidden();
    });
  });
}

test('a link that the portal made for one, opened by another, offers to switch and goes on', async ({
  page,
  newVisitor,
}) => {
  const owner = newPerson();
  await signUpFromPortal(page, owner);
  const made = await page.request.get(`${portal}/delegation-subscribe?productId=basic`, {
    maxRedirects: 0,
  });
  const link = made.headers().location ?? '';

  const visitor = await newVisitor();
  const other = newPerson();
  await signUp(visitor, other);
  await visitor.goto(link);
  await expect(
    visitor.getByRole('heading', { name: 'The developer portal uses another account' }),
  ).toBeVisible();
  await expect(visitor.getByText(other.email)).toBeVisible();
  await expect(visitor.getByText(owner.email)).toBeHidden();
  await visitor.getByRole('button', { name: 'Switch account' }).click();
  await signIn(visitor, owner);
  await expect(visitor.getByRole('heading', { name: 'Subscribe to Basic' })).toBeVisible();
});

const token = z.object({ value: z.string() });

test.describe('a portal that delegates subscriptions only', () => {
  test.beforeAll(async () => {
    await freshWorld();
    await delegateSignIn(false);
  });
  test.afterAll(() => delegateSignIn(true));

  test('its user signs in here with the same email, proves it, and gets the key there', async ({
    page,
    control,
  }) => {
    const person = newPerson();
    const name = newName('portal alone');
    const portalUserId = `portal-${person.email.split('@')[0]}`;
    await callArm('PUT', `/users/${portalUserId}`, {
      email: person.email,
      firstName: 'Ada',
      lastName: 'Lovelace',
      password: 'known to the portal alone',
    });
    const expiry = new Date((await control.now()).getTime() + 3600_000).toISOString();
    const given = await callArm('POST', `/users/${portalUserId}/token`, {
      keyType: 'primary',
      expiry,
    });
    const { value } = token.parse(given);
    await page.goto(`${portal}/signin-sso?token=${encodeURIComponent(value)}&returnUrl=/products`);
    await page.getByRole('link', { name: 'Free', exact: true }).click();
    await page.getByRole('link', { name: 'Subscribe', exact: true }).click();

    await page.getByRole('link', { name: 'Create one' }).click();
    await page.getByLabel('Name', { exact: true }).fill(person.name);
    await page.getByLabel('Email').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('heading', { name: 'Confirm your email address' })).toBeVisible();
    const waiting = page.url();
    await followMail(page, person.email, 'Confirm your email address');
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await page.waitForURL((url) => url.pathname !== '/confirm-email');
    await page.goto(waiting);
    await page.getByRole('link', { name: 'I’ve confirmed it' }).click();
    await page.getByLabel('Subscription name').fill(name);
    await page.getByRole('button', { name: 'Get my key' }).click();
    await page.waitForURL('**/account/subscriptions/sub-*');
    // The subscription is the portal's user's own.
    await page.goto(`${portal}/subscriptions`);
    await expect(page.getByRole('heading', { name })).toBeVisible();
  });
});

async function delegateSignIn(enabled: boolean): Promise<void> {
  await callArm('PATCH', '/portalsettings/delegation', { userRegistration: { enabled } });
}
