import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { followMail } from '../pages/mailbox';
import { signIn, signUp } from '../pages/sign-up';
import { panel } from '../pages/subscription';

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('an email is confirmed by the button behind the link, not by opening it', async ({
      page,
    }) => {
      const person = newPerson();
      await signUp(page, person);
      await page.goto('/account/settings');
      await expect(page.getByText('Not confirmed yet')).toBeVisible();
      await followMail(page, person.email, 'Confirm your email address');
      await expect(page.getByRole('heading', { name: 'Confirm your email' })).toBeVisible();
      const link = page.url();
      await page.goto('/account/settings');
      await expect(page.getByText('Not confirmed yet')).toBeVisible();
      await page.goto(link);
      await page.getByRole('button', { name: 'Confirm this address' }).click();
      await page.waitForURL('**/account');
      await page.goto('/account/settings');
      await expect(page.getByText('Confirmed', { exact: true })).toBeVisible();
      await page.goto(link);
      await expect(page.getByRole('heading', { name: 'This link has expired' })).toBeVisible();
    });

    test('a forgotten password is replaced by a link, and other browsers are out', async ({
      page,
      newVisitor,
    }) => {
      const person = newPerson();
      await signUp(page, person);
      const visitor = await newVisitor({ javaScriptEnabled: scripts });
      await visitor.goto('/sign-in');
      await visitor.getByRole('link', { name: 'Forgot your password?' }).click();
      // The page that is left has a field of the same name.
      await expect(visitor.getByRole('heading', { name: 'Reset your password' })).toBeVisible();
      await visitor.getByLabel('Email').fill(person.email);
      await visitor.getByRole('button', { name: 'Send link' }).click();
      await expect(visitor.getByRole('heading', { name: 'Check your email' })).toBeVisible();
      await followMail(visitor, person.email, 'Choose a new password');
      await visitor.getByLabel('New password').fill('short');
      await visitor.getByRole('button', { name: 'Set password' }).click();
      await expect(visitor.getByText(/Use at least 10 characters/)).toBeVisible();
      await visitor.getByLabel('New password').fill('quite another phrase');
      await visitor.getByRole('button', { name: 'Set password' }).click();
      await visitor.waitForURL('**/account');
      await page.goto('/account');
      await expect(page).toHaveURL(/\/sign-in/);
      await signIn(page, { ...person, password: 'quite another phrase' });
      await expect(page.getByRole('heading', { name: 'Subscriptions', exact: true })).toBeVisible();
    });

    test('name and password are changed, and the change of email waits for its link', async ({
      page,
    }) => {
      const person = newPerson();
      await signUp(page, person);
      await page.goto('/account/settings');
      await page.getByLabel('Name', { exact: true }).fill('Augusta Ada King');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Name saved.')).toBeVisible();

      const email = `new-${person.email}`;
      await page.getByLabel('New email').fill(email);
      await panel(page, 'Email').getByLabel('Current password').fill(person.password);
      await page.getByRole('button', { name: 'Change email' }).click();
      await expect(page.getByText(`Open the link we sent to ${email}`)).toBeVisible();
      await followMail(page, email, 'Confirm your new email address');
      await page.getByRole('button', { name: 'Confirm this address' }).click();
      await page.waitForURL('**/account');

      await page.goto('/account/settings');
      const password = panel(page, 'Password');
      await password.getByLabel('Current password').fill('not this');
      await page.getByLabel('New password').fill('a much better phrase');
      await page.getByRole('button', { name: 'Change password' }).click();
      await expect(page.getByText('That is not your current password.')).toBeVisible();
      await password.getByLabel('Current password').fill(person.password);
      await page.getByLabel('New password').fill('a much better phrase');
      await page.getByRole('button', { name: 'Change password' }).click();
      await expect(page.getByText('Your password was changed.')).toBeVisible();
      await page.goto('/sign-out');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.goto('/account');
      await signIn(page, { ...person, email, password: 'a much better phrase' });
      await expect(page.getByRole('heading', { name: 'Subscriptions', exact: true })).toBeVisible();
    });
  });
}

for (const scripts of [true, false]) {
  test.describe(scripts ? 'sessions' : 'sessions without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('another browser is signed out from the list, with the password', async ({
      page,
      newVisitor,
    }) => {
      const person = newPerson();
      await signUp(page, person);
      const other = await newVisitor();
      await other.goto('/sign-in');
      await signIn(other, person);
      await expect(
        other.getByRole('heading', { name: 'Subscriptions', exact: true }),
      ).toBeVisible();
      await page.goto('/account/settings/sessions');
      await expect(page.getByText('This browser', { exact: true })).toBeVisible();
      const signOut = page.getByRole('button', { name: 'Sign out selected' });
      await page.getByLabel('Current password').fill(person.password);
      await signOut.click();
      await expect(page.getByText('Choose where to sign out.')).toBeVisible();
      await page.getByLabel('Everywhere except this browser').check();
      await page.getByLabel('Current password').fill('a guess of a thief');
      await signOut.click();
      await expect(page.getByText('That is not your current password.').first()).toBeVisible();
      await other.goto('/account');
      await expect(
        other.getByRole('heading', { name: 'Subscriptions', exact: true }),
      ).toBeVisible();
      await page.getByLabel('Everywhere except this browser').check();
      await page.getByLabel('Current password').fill(person.password);
      await signOut.click();
      await expect(page.getByText('Other browsers')).toBeHidden();
      await other.goto('/account');
      await expect(other).toHaveURL(/\/sign-in/);
    });
  });
}

test('after ten wrong passwords the form says when to try again', async ({ page }) => {
  const person = newPerson();
  await page.goto('/sign-in');
  for (let n = 0; n < 11; n += 1) {
    await signIn(page, { ...person, password: `wrong ${n}` });
    await expect(page.getByRole('alert').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  }
  await expect(page.getByText(/Too many attempts. Try again in \d+ minutes?\./)).toBeVisible();
});

test('signing up with a taken address never says that it is taken', async ({
  page,
  newVisitor,
}) => {
  const person = newPerson();
  await signUp(page, person);
  const visitor = await newVisitor();
  await visitor.goto('/sign-up');
  await visitor.getByLabel('Name', { exact: true }).fill('Mallory');
  await visitor.getByLabel('Email').fill(person.email);
  await visitor.getByLabel('Password').fill('my own long password');
  await visitor.getByRole('button', { name: 'Create account' }).click();
  await expect(visitor.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await visitor.goto('/account');
  await expect(visitor).toHaveURL(/\/sign-in/);
});

test('closing an account ends it, erases the person and frees the address', async ({ page }) => {
  const person = newPerson();
  await signUp(page, person, '/checkout/free');
  await page.getByLabel('Subscription name').fill('short-lived');
  await page.getByRole('button', { name: 'Get my key' }).click();
  await page.waitForURL('**/account/subscriptions/sub-*');
  await page.goto('/account/settings/close');
  await expect(page.getByText('short-lived')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('tollgate-export.json');
  await page.getByLabel('Current password').fill(person.password);
  await page.getByRole('button', { name: 'Close my account' }).click();
  await expect(page.getByRole('heading', { name: 'Your account is closed' })).toBeVisible();
  await page.goto('/account');
  await signIn(page, person);
  await expect(page.getByText('Wrong email or password')).toBeVisible();
  await signUp(page, person);
});
