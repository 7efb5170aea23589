import { e2eAddresses } from '../fixtures/addresses';
import { delegationLink } from '../fixtures/delegation-link';
import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { buy, getFree } from '../pages/buy';
import { signUpFromPortal } from '../pages/portal';
import { signIn, signUp } from '../pages/sign-up';

test('profile, password and closing lead from the portal to the own settings and change nothing', async ({
  page,
}) => {
  await signUpFromPortal(page, newPerson());
  await page.goto(`${e2eAddresses.portal}/profile`);
  const userId = (await page.locator('dd code').textContent()) ?? '';
  const pages = {
    ChangeProfile: '/account/settings',
    ChangePassword: '/account/settings#password',
    CloseAccount: '/account/settings/close',
  };
  for (const [operation, address] of Object.entries(pages)) {
    await page.goto(delegationLink({ operation, userId }, [userId]));
    await expect(page).toHaveURL(`${e2eAddresses.app}${address}`);
  }
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Subscriptions', exact: true })).toBeVisible();
});

test('a profile link that the portal signed over the salt alone is still accepted', async ({
  page,
}) => {
  await signUpFromPortal(page, newPerson());
  await page.goto(`${e2eAddresses.portal}/profile`);
  const userId = (await page.locator('dd code').textContent()) ?? '';
  await page.goto(delegationLink({ operation: 'ChangeProfile', userId }, []));
  await expect(page).toHaveURL(`${e2eAddresses.app}/account/settings`);
});

test('a link for somebody else offers to switch, and switching goes on with the link', async ({
  page,
  newVisitor,
}) => {
  const owner = newPerson();
  const other = await newVisitor();
  await signUpFromPortal(other, owner);
  await other.goto(`${e2eAddresses.portal}/profile`);
  const userId = (await other.locator('dd code').textContent()) ?? '';

  await signUp(page, newPerson());
  await page.goto(
    delegationLink({ operation: 'Subscribe', productId: 'basic', userId }, ['basic', userId]),
  );
  await page.getByRole('button', { name: 'Switch account' }).click();
  await signIn(page, owner);
  await expect(page.getByRole('heading', { name: 'Subscribe to Basic' })).toBeVisible();
});

test('unsubscribing shows the last bill and the end of access, and acts on the button', async ({
  page,
}) => {
  const { name, subscriptionId } = await buy(page, 'payg');
  const link = delegationLink({ operation: 'Unsubscribe', subscriptionId }, [subscriptionId]);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: `Cancel “${name}”?` })).toBeVisible();
  await expect(page.getByText(/final bill/)).toBeVisible();
  await page.getByRole('button', { name: /^Cancel on/ }).click();
  await page.waitForURL(`**/account/subscriptions/${subscriptionId}`);
  await expect(page.getByText(/your key works until/)).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: /is already canceled/ })).toBeVisible();
});

test('a free subscription ends at once from the portal’s link', async ({ page }) => {
  const { subscriptionId } = await getFree(page);
  await page.goto(delegationLink({ operation: 'Unsubscribe', subscriptionId }, [subscriptionId]));
  await page.getByRole('button', { name: 'Cancel now' }).click();
  await page.waitForURL(`**/account/subscriptions/${subscriptionId}`);
});

test('renewing leads to the subscription, and to nobody else’s', async ({ page, newVisitor }) => {
  const { name, subscriptionId } = await getFree(page);
  const link = delegationLink({ operation: 'Renew', subscriptionId }, [subscriptionId]);
  await page.goto(link);
  await expect(page.getByRole('heading', { name })).toBeVisible();
  const outsider = await newVisitor();
  await signUp(outsider, newPerson());
  await outsider.goto(link);
  await expect(outsider).toHaveURL(/other-account/);
});

test('signing out from the portal’s link comes back to the portal', async ({ page }) => {
  await signUpFromPortal(page, newPerson());
  await page.goto(`${e2eAddresses.portal}/profile`);
  const userId = (await page.locator('dd code').textContent()) ?? '';
  await page.goto(delegationLink({ operation: 'SignOut', userId }, [userId]));
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${e2eAddresses.portal}/**`);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('signing out of the portal as somebody else asks before it signs anybody out here', async ({
  page,
}) => {
  const person = newPerson();
  await signUp(page, person);
  await page.goto(delegationLink({ operation: 'SignOut', userId: 'somebody' }, ['somebody']));
  await expect(
    page.getByRole('heading', { name: 'The developer portal uses another account' }),
  ).toBeVisible();
  await page.goto('/account');
  await expect(page.getByRole('link', { name: `Settings for ${person.name}` })).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Switch account' }).click();
  await page.waitForURL(`${e2eAddresses.portal}/**`);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('the page to return to may be written with the portal’s origin, and with no other', async ({
  page,
}) => {
  await signUp(page, newPerson());
  const { portal } = e2eAddresses;
  const pages = {
    [`${portal}/products/pro`]: `${portal}/products/pro`,
    'https://evil.example/products/pro': `${portal}/`,
    [`${portal}@evil.example/`]: `${portal}/`,
  };
  for (const [returnUrl, address] of Object.entries(pages)) {
    await page.goto(delegationLink({ operation: 'SignIn', returnUrl }, [returnUrl]));
    await expect(page, returnUrl).toHaveURL(address);
  }
});

test('a subscription that was not made here is said to be none of ours', async ({ page }) => {
  await signUp(page, newPerson());
  for (const operation of ['Unsubscribe', 'Renew']) {
    await page.goto(delegationLink({ operation, subscriptionId: 'by-hand' }, ['by-hand']));
    await expect(
      page.getByRole('heading', { name: 'This subscription isn’t managed by Tollgate' }),
    ).toBeVisible();
  }
});

for (const scripts of [true, false]) {
  test(`a refused link says what is wrong with it, ${scripts ? 'with' : 'without'} scripts`, async ({
    newVisitor,
    consoleWatch,
  }) => {
    consoleWatch.allow(/status of 401.*\/apim-delegation/);
    const page = await newVisitor({ javaScriptEnabled: scripts });
    const good = delegationLink({ operation: 'SignOut', userId: 'u1' }, ['u1']);
    await page.goto(good.replace('userId=u1', 'userId='));
    await expect(page.getByText('The “userId” parameter is missing')).toBeVisible();
    await page.goto(good.replace('SignOut', 'Obliterate'));
    await expect(page.getByText('The operation “Obliterate” is unknown')).toBeVisible();
    await page.goto(good.replace('userId=u1', 'userId=u2'));
    await expect(page.getByText(/signed with another key/)).toBeVisible();
  });
}
