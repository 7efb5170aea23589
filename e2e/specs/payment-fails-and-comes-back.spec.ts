import { callGateway } from '../fixtures/azure';
import type { Control } from '../fixtures/control';
import { stripeSubscriptionsNamed } from '../fixtures/stripe-records';
import { expect, test } from '../fixtures/world';
import { expectAccessible } from '../pages/accessible';
import { type Bought, buy } from '../pages/buy';
import { cards, fillCard } from '../pages/hosted-checkout';
import { invoiceRows, openSubscription, showKey } from '../pages/subscription';

test('a declined renewal: 14 days of grace, then 401; a new card, and the same key works again', async ({
  page,
  control,
  syncUsage,
  consoleWatch,
}) => {
  test.setTimeout(300_000);
  // The page that says no is answered 402.
  consoleWatch.allow(/status of 402.*\/i\//);
  const bought = await buy(page, 'basic');
  const { subscriptionId, key } = bought;
  await failRenewal(control, bought);
  await syncUsage();

  await test.step('payment failed: the account says until when the key works, and it works', async () => {
    await openSubscription(page, subscriptionId);
    await expect(page.getByText('The last payment failed.')).toBeVisible();
    await expect(page.getByText(/Pay or update your card by \d+ \w+ \d{4}/)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Pay now' })).toBeVisible();
    await expectAccessible(page);
    expect(await callGateway(key)).toBe(200);
    await control.advance('P13D');
    await syncUsage();
    expect(await callGateway(key), 'a day before the grace ends').toBe(200);
  });

  await test.step('grace is over: calls are refused with 401 and the account says why', async () => {
    await control.advance('P1DT1H');
    await syncUsage();
    expect(await callGateway(key)).toBe(401);
    await openSubscription(page, subscriptionId);
    await expect(
      page.getByText('Suspended: a payment is overdue and calls are rejected.'),
    ).toBeVisible();
    await expectAccessible(page);
    await page.goto('/account');
    const heading = page.getByRole('heading', { name: bought.name });
    const row = page.getByRole('listitem').filter({ has: heading });
    await expect(row).toContainText('Suspended');
  });

  await test.step('a declined card on the page to pay changes nothing', async () => {
    await openSubscription(page, subscriptionId);
    await page.getByRole('link', { name: 'Pay now' }).click();
    await expect(page.getByRole('heading', { name: /^Invoice / })).toBeVisible();
    await expectAccessible(page);
    await fillCard(page, cards.declined);
    await page.getByRole('button', { name: 'Pay $14.95' }).click();
    await expect(page.getByRole('alert')).toContainText('declined');
    expect(await callGateway(key)).toBe(401);
  });

  await test.step('the card is replaced there: the same key works again', async () => {
    await fillCard(page, cards.paid);
    await page.getByRole('button', { name: 'Pay $14.95' }).click();
    await expect(page.getByText(/^Paid on /)).toBeVisible();
    await expect.poll(() => callGateway(key)).toBe(200);
    await openSubscription(page, subscriptionId);
    await expect(page.getByText('Suspended')).toHaveCount(0);
    await expect(invoiceRows(page, '$14.95')).toHaveCount(2);
    expect(await showKey(page)).toBe(key);
  });
});

test('a failed payment that is paid within the grace time never interrupts the key', async ({
  page,
  control,
  syncUsage,
}) => {
  test.setTimeout(300_000);
  const bought = await buy(page, 'payg');
  // A first month that is paid: only who has paid before has the grace time.
  await control.traffic({ subscription: bought.subscriptionId, calls: 2_000 });
  await control.advance('P1M');
  await control.advance('PT2H');
  await syncUsage();
  await control.advance('PT6H');
  await syncUsage();
  await control.advance('PT2H');
  await openSubscription(page, bought.subscriptionId);
  await expect(invoiceRows(page, '$3.00')).toContainText('Paid');
  await control.traffic({ subscription: bought.subscriptionId, calls: 10_000 });
  await failRenewal(control, bought);
  // What is paid for after the period is closed first, and charged then.
  await control.advance('PT6H');
  await syncUsage();
  await control.advance('PT2H');
  await openSubscription(page, bought.subscriptionId);
  await expect(page.getByText('The last payment failed.')).toBeVisible();
  expect(await callGateway(bought.key)).toBe(200);

  // In the customer portal the card is changed first; then Stripe's next try is paid by it.
  await page.getByRole('button', { name: 'Manage billing' }).click();
  await page.locator('summary', { hasText: 'Change the card' }).click();
  await fillCard(page, cards.paid);
  await page.getByRole('button', { name: 'Save card' }).click();
  await expect(page.getByText('The new card is in place.')).toBeVisible();
  await control.advance('P4D');
  expect(await callGateway(bought.key)).toBe(200);
  await openSubscription(page, bought.subscriptionId);
  await expect(page.getByText('The last payment failed.')).toHaveCount(0);
  await expect(invoiceRows(page, '$15.00')).toContainText('Paid');
});

/** The card is declined from now on, and the month ends. */
async function failRenewal(control: Control, { name }: Bought): Promise<void> {
  const [subscription] = await stripeSubscriptionsNamed(control, name);
  if (!subscription) throw new Error(`Stripe has no subscription named ${name}.`);
  await control.decline({ customer: subscription.customer, decline: true });
  await control.advance('P1M');
  await control.advance('PT2H');
}
