import { callGateway } from '../fixtures/azure';
import { expect, test } from '../fixtures/world';
import { expectAccessible } from '../pages/accessible';
import { buy } from '../pages/buy';
import { tabTo } from '../pages/keyboard';
import { invoiceRows, openSubscription, showKey } from '../pages/subscription';

test('a plan is changed now: what it costs is said before, the old calls are billed, the key stays', async ({
  page,
  control,
  syncUsage,
}) => {
  const { subscriptionId, key } = await buy(page, 'payg');
  await control.traffic({ subscription: subscriptionId, calls: 2_000 });
  await control.advance('PT2H');
  await syncUsage();
  // Stripe counts reported usage a moment later.
  await control.advance('PT5M');
  await openSubscription(page, subscriptionId);
  await page.getByRole('link', { name: 'Change plan' }).click();
  await expect(page.getByRole('heading', { name: 'Change plan' })).toBeVisible();
  await expectAccessible(page);

  // With the keyboard alone.
  const standard = page.getByRole('radio', { name: /^Standard/ });
  await tabTo(page, page.getByRole('radio', { name: /^Developer/ }));
  while (!(await standard.isChecked())) await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByRole('button', { name: 'See what it costs' }));
  await page.keyboard.press('Enter');
  const preview = page.getByRole('region', { name: 'From PAYG to Standard' });
  await expect(preview.getByText('Charged now')).toBeVisible();
  await expect(preview).toContainText('$3.00');
  await expect(preview).toContainText('Stay the same');
  await expectAccessible(page);
  await tabTo(page, page.getByRole('button', { name: 'Change to Standard now' }));
  await page.keyboard.press('Enter');

  await page.waitForURL(`**/account/subscriptions/${subscriptionId}`);
  await expect(page.getByText('Standard', { exact: true })).toBeVisible();
  await expect(invoiceRows(page, '$3.00')).toContainText('Paid');
  expect(await showKey(page)).toBe(key);
  expect(await callGateway(key)).toBe(200);
});

test('a plan is changed with the next period without scripts, and the change can be taken back', async ({
  page,
  newVisitor,
  control,
}) => {
  const { subscriptionId, key } = await buy(page, 'payg');
  const cookies = await page.context().cookies();
  const plain = await newVisitor({ javaScriptEnabled: false });
  await plain.context().addCookies(cookies);
  const choose = async () => {
    await plain.goto(`/account/subscriptions/${subscriptionId}/plan`);
    await plain.getByRole('radio', { name: /^Basic/ }).check();
    await plain.getByRole('radio', { name: /when the period ends/ }).check();
    await plain.getByRole('button', { name: 'See what it costs' }).click();
    await expect(plain.getByText('Nothing', { exact: true })).toBeVisible();
    await plain.getByRole('button', { name: /^Change to Basic on / }).click();
    await expect(plain.getByText(/^Changes to Basic on /)).toBeVisible();
  };
  await choose();
  await plain.getByRole('button', { name: 'Stay with PAYG' }).click();
  await expect(plain.getByText(/^Changes to Basic/)).toHaveCount(0);

  await choose();
  await openSubscription(page, subscriptionId);
  await expectAccessible(page);
  await control.advance('P1M');
  await control.advance('PT2H');
  await openSubscription(page, subscriptionId);
  await expect(page.getByText('Basic', { exact: true })).toBeVisible();
  expect(await showKey(page)).toBe(key);
  expect(await callGateway(key)).toBe(200);
});

test('ended at once: what it costs is said before, the key is refused, the last calls are billed', async ({
  page,
  control,
  syncUsage,
}) => {
  const { subscriptionId, key } = await buy(page, 'payg');
  await control.traffic({ subscription: subscriptionId, calls: 1_000 });
  await control.advance('PT2H');
  await syncUsage();
  await openSubscription(page, subscriptionId);
  await page.getByRole('link', { name: 'Cancel immediately' }).click();
  await expect(page.getByText('$1.50')).toBeVisible();
  await expect(page.getByText(/can’t be undone/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel now' }).click();
  await expect(page.getByText(/^Ending…/)).toBeVisible();
  await expectAccessible(page);
  expect(await callGateway(key)).toBe(401);

  await control.advance('PT3H');
  await syncUsage();
  await openSubscription(page, subscriptionId);
  await expect(page.getByText('This subscription was canceled.')).toBeVisible();
  await expect(invoiceRows(page, '$1.50')).toContainText('Paid');
});
