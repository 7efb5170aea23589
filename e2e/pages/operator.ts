import type { Page } from '@playwright/test';
import { followMail } from './mailbox';
import { signIn, signUp } from './sign-up';

/** The one whom the world's OPERATOR_EMAILS names. */
export const OPERATOR = {
  name: 'Grace Hopper',
  email: 'operator@example.com',
  password: 'four words make it',
};

let isKnown = false;

/** Signs the operator in; the first time with an account made and its address confirmed. */
export async function signInAsOperator(page: Page): Promise<void> {
  if (isKnown) {
    await page.goto('/sign-in?next=/operator');
    await signIn(page, OPERATOR);
  } else {
    await signUp(page, OPERATOR);
    await followMail(page, OPERATOR.email, 'Confirm your e-mail address');
    await page.getByRole('button', { name: /confirm/i }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/confirm-email'));
    isKnown = true;
  }
  await page.goto('/operator');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}
