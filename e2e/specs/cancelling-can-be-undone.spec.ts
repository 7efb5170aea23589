import { callGateway, gatewaySubscriptionsNamed } from '../fixtures/azure';
import { expect, test } from '../fixtures/world';
import { expectAccessible } from '../pages/accessible';
import { buy } from '../pages/buy';
import { invoiceRows, openSubscription } from '../pages/subscription';

test('cancelled for the period’s end: the key works until then, and it can be undone', async ({
  page,
}) => {
  const { key } = await buy(page, 'basic');
  await page.getByText('Cancel the subscription').click();
  await page.getByRole('button', { name: /^Cancel for / }).click();
  await expect(page.getByText(/^Cancelled: the key works until \d+ \w+ \d{4}\./)).toBeVisible();
  await expectAccessible(page);
  expect(await callGateway(key)).toBe(200);

  await page.getByRole('button', { name: 'Keep the subscription' }).click();
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Cancelled:/)).toHaveCount(0);
});

test('cancelled and not undone: the last calls are billed, then the key is refused', async ({
  page,
  control,
  syncUsage,
}) => {
  test.setTimeout(300_000);
  const { name, subscriptionId, key } = await buy(page, 'payg');
  await control.traffic({ subscription: subscriptionId, calls: 2_000 });
  await page.getByText('Cancel the subscription').click();
  await page.getByRole('button', { name: /^Cancel for / }).click();
  await expect(page.getByText(/^Cancelled: the key works until/)).toBeVisible();

  await control.advance('P1M');
  await control.advance('PT6H');
  await syncUsage();
  await control.advance('PT2H');
  await openSubscription(page, subscriptionId);
  await expect(page.getByText('Ended as you asked.')).toBeVisible();
  await expect(invoiceRows(page, '$3.00')).toContainText('Paid');
  expect(await callGateway(key)).toBe(401);
  expect(await gatewaySubscriptionsNamed(name)).toEqual([
    expect.objectContaining({ state: 'cancelled' }),
  ]);
  await expectAccessible(page);
});
