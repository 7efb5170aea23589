import { e2eAddresses } from '../fixtures/addresses';
import { delegationLink } from '../fixtures/delegation-link';
import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { buy } from '../pages/buy';
import { signUpFromPortal } from '../pages/portal';
import { signIn, signUp } from '../pages/sign-up';

const returnUrl = '/products';

test('a delegation link with a bad signature gets a page with 401, and nothing else', async ({
  page,
  consoleWatch,
}) => {
  consoleWatch.allow(/status of 401.*\/apim-delegation/);
  const good = delegationLink({ operation: 'SignIn', returnUrl }, [returnUrl]);
  const links = {
    'another return address': good.replace('%2Fproducts', '%2Felsewhere'),
    'another signature': good.replace(/sig=./, (start) =>
      start.endsWith('A') ? 'sig=B' : 'sig=A',
    ),
    'no signature': good.replace(/&sig=[^&]*/, ''),
    'two return addresses': `${good}&returnUrl=%2Fother`,
    'an unknown operation': good.replace('SignIn', 'Obliterate'),
    'no parameter at all': `${e2eAddresses.app}/apim-delegation`,
  };
  for (const [what, link] of Object.entries(links)) {
    const response = await page.goto(link);
    expect(response?.status(), what).toBe(401);
    await expect(
      page.getByRole('heading', { name: 'This link from the developer portal can’t be trusted' }),
    ).toBeVisible();
  }
});

test('a subscribe link for another user offers to switch, and subscribes nobody', async ({
  page,
}) => {
  await signUp(page, newPerson());
  const link = delegationLink(
    { operation: 'Subscribe', productId: 'standard', userId: 'somebody-else' },
    ['standard', 'somebody-else'],
  );
  await page.goto(link);
  await expect(
    page.getByRole('heading', { name: 'The developer portal uses another account' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a subscribe link of one’s own, opened signed out, leads through sign-in to the checkout', async ({
  page,
}) => {
  const person = newPerson();
  await signUpFromPortal(page, person);
  await page.goto(`${e2eAddresses.portal}/profile`);
  const userId = (await page.locator('dd code').textContent()) ?? '';
  await page.context().clearCookies({ domain: 'localhost' });
  await page.goto(
    delegationLink({ operation: 'Subscribe', productId: 'basic', userId }, ['basic', userId]),
  );
  await signIn(page, person);
  await expect(page.getByRole('heading', { name: 'Subscribe to Basic' })).toBeVisible();
});

test('signing in from the portal comes back to the page where it began', async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await page.context().clearCookies();
  await page.goto(`${e2eAddresses.portal}/products/pro`);
  await page.getByRole('link', { name: 'Sign in to subscribe' }).click();
  await signIn(page, person);
  await page.waitForURL(`${e2eAddresses.portal}/products/pro`);
  await expect(page.getByText(person.name).first()).toBeVisible();
});

test('signing out of the portal asks before it signs out here', async ({ page }) => {
  await signUpFromPortal(page, newPerson());
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign out of Tollgate too?' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a delegated unsubscribe changes nothing by itself: it shows the subscription', async ({
  page,
}) => {
  const { name, subscriptionId } = await buy(page, 'payg');
  const link = delegationLink({ operation: 'Unsubscribe', subscriptionId }, [subscriptionId]);
  await page.goto(link);
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
});
