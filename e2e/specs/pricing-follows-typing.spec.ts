import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/world';

test('pricing shows what every product costs for the calls that are typed', async ({ page }) => {
  await page.goto('/pricing');
  await page.getByLabel('What it costs to make').fill('120,000');
  const expected = {
    Free: 'Stops at 100',
    Developer: '$239.80',
    PAYG: '$180.00',
    Basic: 'Stops at 50,000',
    Standard: '$109.95',
    Pro: '$449.95',
    Enterprise: '$749.95',
  };
  for (const [name, cost] of Object.entries(expected)) {
    await expect(column(page, name), name).toContainText(cost);
  }
  await expect(column(page, 'Standard')).toContainText('Best for 120,000 calls');
  await expect(page.locator('#cheapest')).toContainText('Standard');
  await expect(page.locator('#cheapest')).toContainText('$109.95');
  await expect(page).toHaveURL(/\/pricing\?calls=120000$/);
  await page.reload();
  await expect(column(page, 'Standard')).toContainText('$109.95');
});

test('a common number is one click away, and what is no number is said so', async ({ page }) => {
  await page.goto('/pricing?calls=120000');
  await page.getByRole('link', { name: '1,500,000 calls' }).click();
  await expect(column(page, 'Enterprise')).toContainText('$749.95');
  await page.getByLabel('What it costs to make').fill('a lot');
  await expect(page.getByText('Enter a whole number from 0 to 1,000,000,000.')).toBeVisible();
  // The last number that was one stays on the page.
  await expect(column(page, 'Enterprise')).toContainText('$749.95');
});

test('the landing page leads to the prices', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'See pricing' }).click();
  await expect(page.getByRole('heading', { name: 'Pricing' })).toBeVisible();
});

function column(page: Page, name: string): Locator {
  return page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });
}
