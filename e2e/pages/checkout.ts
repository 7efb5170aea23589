import { expect, type Page } from '@playwright/test';

/** Names the subscription on the checkout page that is open and goes on to Stripe. */
export async function continueToPayment(page: Page, name: string): Promise<void> {
  await page.getByLabel('Subscription name').fill(name);
  await page.getByRole('button', { name: 'Continue to payment' }).click();
}

/** The success page, and from there to the subscription. */
export async function openFromSuccess(page: Page, name: string): Promise<string> {
  await expect(page.getByRole('heading', { name: 'Your key is ready' })).toBeVisible();
  await page.getByRole('link', { name: 'See subscription' }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  return subscriptionIdOf(page);
}

export function subscriptionIdOf(page: Page): string {
  const [, id] = /\/account\/subscriptions\/(sub-[0-9a-f-]+)/.exec(page.url()) ?? [];
  if (id === undefined) throw new Error(`This is no subscription's page: ${page.url()}`);
  return id;
}
