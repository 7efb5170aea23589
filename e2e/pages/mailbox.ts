import { expect, type Page } from '@playwright/test';
import { e2eAddresses } from '../fixtures/addresses';

/** Opens the newest message to an address in the demo's mailbox and follows its link to us. */
export async function followMail(page: Page, to: string, subject: string): Promise<void> {
  const row = page.getByRole('listitem').filter({ hasText: to }).filter({ hasText: subject });
  // Some messages are written after the answer of the page that asked for them.
  await expect(async () => {
    await page.goto(`${e2eAddresses.app}/mailbox`);
    await expect(row.first()).toBeVisible({ timeout: 1000 });
  }).toPass();
  await row.first().getByRole('link').click();
  await expect(page.getByRole('heading', { name: subject, level: 1 })).toBeVisible();
  await page
    .locator('main')
    .getByRole('link', { name: /token=/ })
    .click();
}
