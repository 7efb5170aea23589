import { expect, type Locator, type Page } from '@playwright/test';

export function openSubscription(page: Page, id: string): Promise<unknown> {
  return page.goto(`/account/subscriptions/${id}`);
}

/** Shows the keys of the subscription whose page is open; gives the primary one. */
export async function showKey(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Show keys' }).click();
  const key = page.locator('[data-key="primary"]');
  await expect(key).toBeVisible();
  return (await key.textContent())?.trim() ?? '';
}

/** A panel by its heading. */
export function panel(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** This period's numbers, as they stand on the page; what costs something says that it is an estimate. */
export async function expectPeriod(
  page: Page,
  expected: { calls: string; cost: string; isFree?: true },
): Promise<void> {
  const period = panel(page, 'This period');
  await expect(period.getByTestId('calls')).toHaveText(expected.calls);
  await expect(period).toContainText(
    `${expected.isFree ? 'Cost' : 'Estimated cost so far'}${expected.cost}`,
  );
}

/** The invoices' rows with this total. */
export function invoiceRows(page: Page, total: string): Locator {
  const amount = page.getByRole('cell', { name: total, exact: true });
  return panel(page, 'Invoices').getByRole('row').filter({ has: amount });
}
