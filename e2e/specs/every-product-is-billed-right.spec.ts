import type { Page } from '@playwright/test';
import { e2eAddresses } from '../fixtures/addresses';
import { callGateway } from '../fixtures/azure';
import { controlAt } from '../fixtures/control';
import { freshWorld } from '../fixtures/fresh-world';
import { runUsageSync } from '../fixtures/usage-sync';
import { expect, test } from '../fixtures/world';
import { type Bought, buy } from '../pages/buy';
import { expectPeriod, invoiceRows, openSubscription, panel } from '../pages/subscription';

interface Sale {
  productId: string;
  calls: number;
  /** What the account shows while the month runs. */
  shown: { calls: string; cost: string };
  /** What the month's invoice says. */
  invoiced: string;
}

const sales: Sale[] = [
  sale('payg', 1_234, '1,234', '$1.85'),
  sale('developer', 99, '99', '$0.00'),
  sale('developer', 100, '100', '$0.00'),
  sale('developer', 350, '350', '$0.50'),
  sale('basic', 20_000, '20,000', '$14.95'),
  sale('standard', 0, '0', '$89.95'),
  sale('pro', 500_100, '500,100', '$450.01'),
  sale('enterprise', 1_600_000, '1,600,000', '$1,499.90'),
];

type Cookies = Parameters<ReturnType<Page['context']>['addCookies']>[0];
interface Customer extends Bought {
  cookies: Cookies;
}

/**
 * Every product is bought by somebody else and called, and then one month passes for all of them. Each test below
 * only reads, so their order does not matter.
 */
const customers = new Map<Sale, Customer>();

test.beforeAll(async ({ browser }) => {
  test.setTimeout(600_000);
  await freshWorld();
  const control = controlAt(e2eAddresses.control);
  for (const one of sales) {
    const context = await browser.newContext();
    const bought = await buy(await context.newPage(), one.productId);
    if (one.calls > 0) {
      expect(await callGateway(bought.key), `first call of ${one.productId}`).toBe(200);
    }
    customers.set(one, { ...bought, cookies: await context.cookies(e2eAddresses.app) });
    await context.close();
  }
  await control.advance('P2D');
  for (const one of sales) {
    // The first was made through the gateway.
    const calls = one.calls - 1;
    const { subscriptionId } = customerOf(one);
    if (calls > 0) await control.traffic({ subscription: subscriptionId, calls });
  }
  await control.advance('PT2H');
  await runUsageSync();
});

for (const one of sales) {
  test(`${one.productId}: the account shows ${one.shown.calls} calls and ${one.shown.cost}`, async ({
    page,
  }) => {
    await page.context().addCookies(customerOf(one).cookies);
    await openSubscription(page, customerOf(one).subscriptionId);
    await expectPeriod(page, one.shown);
  });
}

test('only what is paid in advance was charged on the first day: Basic, $14.95', async ({
  page,
}) => {
  for (const one of sales) {
    await page.context().clearCookies();
    await page.context().addCookies(customerOf(one).cookies);
    await openSubscription(page, customerOf(one).subscriptionId);
    const rows = panel(page, 'Invoices').getByRole('row').filter({ hasText: 'Paid' });
    // Usage alone makes no first invoice.
    await expect(rows, one.productId).toHaveCount(one.productId === 'basic' ? 1 : 0);
    if (one.productId === 'basic') await expect(rows).toContainText('$14.95');
  }
});

test.describe('a month later', () => {
  test.beforeAll(async () => {
    test.setTimeout(300_000);
    const control = controlAt(e2eAddresses.control);
    await control.advance('P1M');
    await control.advance('PT6H');
    await runUsageSync();
    await control.advance('PT2H');
  });

  for (const one of sales) {
    test(`${one.productId}: ${one.shown.calls} calls are invoiced ${one.invoiced}, and paid`, async ({
      page,
    }) => {
      await page.context().addCookies(customerOf(one).cookies);
      await openSubscription(page, customerOf(one).subscriptionId);
      const rows = invoiceRows(page, one.invoiced);
      // Newest first; a product that is paid in advance has one of its first day too.
      await expect(rows.first()).toContainText('Paid');
      await rows.first().getByRole('link').first().click();
      await expect(page.getByText(/^Paid on /)).toBeVisible();
      await expect(page.locator('dl .total')).toHaveText(`Total${one.invoiced}`);
    });
  }
});

function sale(productId: string, calls: number, callsShown: string, amount: string): Sale {
  return { productId, calls, shown: { calls: callsShown, cost: amount }, invoiced: amount };
}

function customerOf(one: Sale): Customer {
  const customer = customers.get(one);
  if (!customer) throw new Error(`Nobody bought ${one.productId}.`);
  return customer;
}
