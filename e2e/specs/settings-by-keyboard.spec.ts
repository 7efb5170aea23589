import { delegationLink } from '../fixtures/delegation-link';
import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { getFree } from '../pages/buy';
import { tabTo, typeInto } from '../pages/keyboard';
import { signIn, signUp } from '../pages/sign-up';
import { panel } from '../pages/subscription';

test('settings, sessions, second factor and activity are used with Tab, typing and Enter alone', async ({
  page,
  newVisitor,
}) => {
  const person = newPerson();
  const enter = () => page.keyboard.press('Enter');
  await signUp(page, person);
  await tabTo(page, page.getByRole('link', { name: `Settings for ${person.name}` }));
  await enter();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await typeInto(page, page.getByLabel('Name', { exact: true }), 'Ada by keyboard');
  await enter();
  await expect(page.getByText('Name saved.')).toBeVisible();

  const password = panel(page, 'Password');
  await typeInto(page, password.getByLabel('Current password'), person.password);
  await typeInto(page, password.getByLabel('New password'), 'another four words');
  await enter();
  await expect(page.getByText('Your password was changed.')).toBeVisible();

  const providers = panel(page, 'Other ways to sign in');
  await tabTo(page, providers.getByText('Link GitHub'));
  await enter();
  await typeInto(page, providers.locator('#current-github'), 'wrong');
  await enter();
  await expect(providers.getByText('That is not your current password.').first()).toBeVisible();

  const other = await newVisitor();
  await other.goto('/sign-in');
  await signIn(other, { ...person, password: 'another four words' });
  await other.waitForURL('**/account');
  await tabTo(page, page.getByRole('link', { name: 'Sessions' }));
  await enter();
  await page.waitForURL('**/account/settings/sessions');
  // The one other browser comes first; the arrows go through the choices.
  await tabTo(page, page.getByRole('radio').first());
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Everywhere except this browser')).toBeChecked();
  await typeInto(page, page.getByLabel('Current password'), 'another four words');
  await enter();
  await expect(page.getByText('Other browsers')).toBeHidden();

  await tabTo(page, page.getByRole('link', { name: 'Two-factor authentication' }));
  await enter();
  await page.waitForURL('**/account/settings/second-factor');
  await typeInto(page, page.getByLabel('Code'), '000000');
  await typeInto(page, page.getByLabel('Current password'), 'another four words');
  await enter();
  await expect(page.getByText('That code is incorrect. Try the next one.')).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: 'Activity' }));
  await enter();
  await expect(page.getByText('Password changed')).toBeVisible();
});

test('closing the account takes the keyboard alone', async ({ page }) => {
  const person = newPerson();
  const enter = () => page.keyboard.press('Enter');
  await signUp(page, person);
  await page.goto('/account/settings');
  await tabTo(page, page.getByRole('link', { name: 'Export and close' }));
  await enter();
  await page.waitForURL('**/account/settings/close');
  await typeInto(page, page.getByLabel('Current password'), person.password);
  await tabTo(page, page.getByRole('button', { name: 'Close my account' }));
  await enter();
  await expect(page.getByRole('heading', { name: 'Your account is closed' })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Back to home' }));
});

test('the pages that the portal leads to take the keyboard alone', async ({ page, newVisitor }) => {
  const enter = () => page.keyboard.press('Enter');
  const { subscriptionId } = await getFree(page);
  const link = delegationLink({ operation: 'Unsubscribe', subscriptionId }, [subscriptionId]);
  const outsider = await newVisitor();
  await signUp(outsider, newPerson());
  await outsider.goto(link);
  await tabTo(outsider, outsider.getByRole('link', { name: /^Continue as/ }));
  await tabTo(outsider, outsider.getByRole('button', { name: 'Switch account' }));
  await outsider.keyboard.press('Enter');
  await expect(outsider.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();

  await page.goto(link);
  await tabTo(page, page.getByRole('link', { name: 'Keep subscription' }));
  await tabTo(page, page.getByRole('button', { name: 'Cancel now' }));
  await enter();
  await page.waitForURL(`**/account/subscriptions/${subscriptionId}`);
  await page.goto('/sign-out');
  await tabTo(page, page.getByRole('link', { name: 'Stay signed in' }));
  await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
  await enter();
  await page.waitForURL((url) => url.pathname === '/');
});
