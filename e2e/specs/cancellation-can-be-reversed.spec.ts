import { callGateway, gatewaySubscriptionsNamed } from '../fixtures/azure';
import { newName } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { expectAccessible } from '../pages/accessible';
import { buy, getFree } from '../pages/buy';
import { invoiceRows, openSubscription, showKey } from '../pages/subscription';

test('cancelled for the period’s end: the key works until then, and it can be undone', async ({
  page,
}) => {
  const { key } = await buy(page, 'basic');
  await page.getByText('Cancel subscription').click();
  await page.getByRole('button', { name: /^Cancel on / }).click();
  await expect(page.getByText(/^Canceled: your key works until \d+ \w+ \d{4}\./)).toBeVisible();
  await expectAccessible(page);
  expect(await callGateway(key)).toBe(200);

  await page.getByRole('button', { name: 'Resume subscription' }).click();
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Canceled:/)).toHaveCount(0);
});

test('cancelled and not undone: the last calls are billed, then the key is refused', async ({
  page,
  control,
  syncUsage,
}) => {
  test.setTimeout(300_000);
  const { name, subscriptionId, key } = await buy(page, 'payg');
  await control.traffic({ subscription: subscriptionId, calls: 2_000 });
  await page.getByText('Cancel subscription').click();
  await page.getByRole('button', { name: /^Cancel on / }).click();
  await expect(page.getByText(/^Canceled: your key works until/)).toBeVisible();

  await control.advance('P1M');
  await control.advance('PT6H');
  await syncUsage();
  await control.advance('PT2H');
  await openSubscription(page, subscriptionId);
  await expect(page.getByText('This subscription was canceled.')).toBeVisible();
  await expect(invoiceRows(page, '$3.00')).toContainText('Paid');
  expect(await callGateway(key)).toBe(401);
  expect(await gatewaySubscriptionsNamed(name)).toEqual([
    expect.objectContaining({ state: 'cancelled' }),
  ]);
  await expectAccessible(page);
});

test('a free subscription is renamed and ended in the account, and may be had again after', async ({
  page,
}) => {
  const { subscriptionId, key } = await getFree(page);
  const name = newName('renamed');
  await page.getByLabel('Subscription name').fill(name);
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  expect(await gatewaySubscriptionsNamed(name)).toEqual([
    expect.objectContaining({ id: subscriptionId, state: 'active' }),
  ]);

  await page.getByRole('link', { name: 'Cancel subscription' }).click();
  await expect(page.getByText('Nothing more is charged.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel now' }).click();
  await expect(page.getByText('This subscription was canceled.')).toBeVisible();
  expect(await callGateway(key)).toBe(401);
  // Nothing is offered that does not work any more.
  await expect(page.getByRole('button', { name: 'Show keys' })).toHaveCount(0);
  await expect(page.getByText('Projected')).toHaveCount(0);

  await page.getByRole('link', { name: 'Subscribe again' }).click();
  await page.getByRole('button', { name: 'Get my key' }).click();
  await page.waitForURL('**/account/subscriptions/sub-*');
  expect(await callGateway(await showKey(page))).toBe(200);
});
