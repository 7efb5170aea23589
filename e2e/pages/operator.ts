import type { Page } from '@playwright/test';
import { followMail } from './mailbox';
import { signIn, signUp } from './sign-up';

/** The one whom the world's OPERATOR_EMAILS names. */
export const OPERATOR = {
  name: 'Grace Hopper',
  email: 'operator@example.com',
  password: 'four words make it',
};

/** Signs the operator in; the first time in a world with an account made and its address confirmed. */
export async function signInAsOperator(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await signIn(page, OPERATOR);
  // Another test, or another process of the same run, may have made the account.
  const isUnknown = page.getByText('Wrong email or password');
  const isInside = page.getByRole('heading', { name: 'Subscriptions', exact: true });
  await isUnknown.or(isInside).first().waitFor();
  if (await isUnknown.isVisible()) {
    await signUp(page, OPERATOR);
    await followMail(page, OPERATOR.email, 'Confirm your email address');
    await page.getByRole('button', { name: /confirm/i }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/confirm-email'));
  }
  await page.goto('/operator');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}
