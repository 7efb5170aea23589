import { callGateway } from '../fixtures/azure';
import { newName, newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { continueToPayment, openFromSuccess } from '../pages/checkout';
import { expectHostedCheckout, payCheckout } from '../pages/hosted-checkout';
import { chooseInPortal, signUpFromPortal } from '../pages/portal';
import { expectPeriod, invoiceRows, openSubscription, panel, showKey } from '../pages/subscription';

test('from the developer portal to a paid invoice: Standard with 120,000 calls costs $109.95', async ({
  page,
  control,
  syncUsage,
}) => {
  test.setTimeout(300_000);
  const person = newPerson();
  const name = newName('Standard');
  let subscriptionId = '';

  await test.step('signs up and lands in the portal again, signed in', async () => {
    await signUpFromPortal(page, person);
  });

  await test.step('subscribes on the portal’s product page and pays', async () => {
    await chooseInPortal(page, 'Standard');
    await expect(page.getByRole('heading', { name: 'Subscribe to Standard' })).toBeVisible();
    await expect(page.getByText('$89.95 a month for the first 100,000 calls')).toBeVisible();
    await continueToPayment(page, name);
    await expectHostedCheckout(page);
    await expect(page.getByText('$89.95').first()).toBeVisible();
    await payCheckout(page);
    subscriptionId = await openFromSuccess(page, name);
  });

  await test.step('the key works at once', async () => {
    const key = await showKey(page);
    expect(await callGateway(key)).toBe(200);
  });

  await test.step('the account shows 120,000 calls and what they cost', async () => {
    await control.advance('P3D');
    // One was made above.
    await control.traffic({
      subscription: subscriptionId,
      calls: 119_999,
      from: new Date((await control.now()).getTime() - 2 * 86_400_000).toISOString(),
    });
    await control.advance('PT2H');
    await syncUsage();
    await openSubscription(page, subscriptionId);
    await expectPeriod(page, { calls: '120,000', cost: '$109.95' });
    await page.goto('/account');
    const row = page.getByRole('listitem').filter({ hasText: name });
    await expect(row).toContainText('120,000');
    await expect(row).toContainText('$109.95');
  });

  await test.step('the month’s invoice says so, line by line, and is paid', async () => {
    await control.advance('P1M');
    await control.advance('PT6H');
    await syncUsage();
    // The invoice is finalized now; Stripe charges it within the hour.
    await control.advance('PT2H');
    await openSubscription(page, subscriptionId);
    const invoice = invoiceRows(page, '$109.95');
    await expect(invoice).toHaveCount(1);
    await expect(invoice).toContainText('Paid');
    await invoice.getByRole('link').first().click();
    await expect(page.getByRole('heading', { name: /^Invoice / })).toBeVisible();
    await expect(page.getByText(/^Paid on /)).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: /^\$89\.95$/ })).toHaveCount(1);
    await expect(page.getByRole('definition').filter({ hasText: /^\$20\.00$/ })).toHaveCount(1);
    await expect(page.getByText('$109.95').first()).toBeVisible();
  });

  await test.step('the new month begins at nothing called', async () => {
    await openSubscription(page, subscriptionId);
    await expect(panel(page, 'This period').getByTestId('calls')).toHaveText('0');
  });
});
