import { expect, type Page } from '@playwright/test';
import { e2eAddresses } from '../fixtures/addresses';

export const cards = {
  paid: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  declinedLater: '4000 0000 0000 0341',
  asksBank: '4000 0025 0000 3155',
};

/** Stripe's page, as far as it is the emulator's. */
export async function expectHostedCheckout(page: Page): Promise<void> {
  await page.waitForURL(`${e2eAddresses.stripe}/c/pay/**`);
  await expect(page.getByRole('heading', { name: 'Pay with card' })).toBeVisible();
}

/** Fills in a card form of Checkout, of a hosted invoice or of the customer portal. */
export async function fillCard(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry').fill('12 / 40');
  await page.getByLabel('CVC').fill('123');
  await page.getByLabel('Name on card').fill('Ada Lovelace');
}

export async function payCheckout(page: Page, number = cards.paid): Promise<void> {
  await expectHostedCheckout(page);
  await fillCard(page, number);
  await page.getByRole('button', { name: /subscribe/i }).click();
}
