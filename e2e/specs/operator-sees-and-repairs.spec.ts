import { callArm, callGateway } from '../fixtures/azure';
import { expect, test } from '../fixtures/world';
import { expectAccessible } from '../pages/accessible';
import { buy } from '../pages/buy';
import { signInAsOperator } from '../pages/operator';

const PAGES = [
  '/operator',
  '/operator/subscriptions',
  '/operator/events',
  '/operator/runs',
  '/operator/runs?kind=reconcile',
  '/operator/holds',
  '/operator/late-usage',
];

test('nobody but the operator finds the operator’s pages', async ({ page }) => {
  await buy(page, 'basic');
  for (const address of PAGES) {
    const response = await page.request.get(address);
    expect([address, response.status()]).toEqual([address, 404]);
  }
});

test('every operator page says as of when, and is fit for everybody', async ({
  page,
  syncUsage,
}) => {
  await syncUsage();
  await signInAsOperator(page);
  for (const address of PAGES) {
    const response = await page.goto(address);
    expect(response?.headers()['cache-control']).toContain('no-store');
    await expect(page.getByText(/^As of /)).toBeVisible();
    await expectAccessible(page);
  }
});

test('an event that failed is replayed when its cause is gone', async ({
  page,
  newVisitor,
  control,
}) => {
  await buy(page, 'basic');
  await control.fault({ webhook: 'delay', type: 'customer.subscription.updated', times: 1 });
  await page.getByText('Cancel subscription').click();
  await page.getByRole('button', { name: /^Cancel on / }).click();
  await expect(page.getByText(/^Canceled: your key works until/)).toBeVisible();
  await control.fault({
    kind: 'status',
    status: 500,
    listener: 'stripe',
    method: 'GET',
    path: '/v1/subscriptions/*',
    times: 60,
  });
  const operator = await newVisitor();
  const failed = operator.getByRole('row', { name: /customer\.subscription\.updated/ });
  try {
    await control.advance('PT11M');
    await signInAsOperator(operator);
    await expect(async () => {
      await operator.goto('/operator/events?show=failed');
      await expect(failed.first()).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expectAccessible(operator);
  } finally {
    await control.fault({ clear: true });
  }
  await failed
    .first()
    .getByRole('button', { name: /^Replay/ })
    .click();
  await expect(operator.getByText(/^evt_\w+ was handled\.$/)).toBeVisible();
  await expect(failed).toHaveCount(0);
  await operator.goto('/operator/events?show=handled');
  await expect(failed.first()).toBeVisible();
});

test('what was changed at the gateway by hand is seen, synced, and written down', async ({
  page,
  newVisitor,
}) => {
  const { name, person, subscriptionId, key } = await buy(page, 'standard');
  await callArm('PATCH', `/subscriptions/${subscriptionId}`, { state: 'suspended' });
  expect(await callGateway(key)).toBe(401);
  const operator = await newVisitor();
  await signInAsOperator(operator);
  const nav = operator.getByRole('navigation', { name: 'Operator' });
  await nav.getByRole('link', { name: 'Subscriptions' }).click();
  await operator.getByRole('searchbox').fill(person.email);
  await operator.getByRole('button', { name: 'Search' }).click();
  await operator.getByRole('link', { name: person.email }).click();
  await expect(operator.getByRole('heading', { name })).toBeVisible();
  await expect(
    operator.getByText('API Management says suspended, our record says active.'),
  ).toBeVisible();
  await expectAccessible(operator);
  await operator.getByRole('button', { name: 'Sync now' }).click();
  await expect(operator.getByText('In sync', { exact: true })).toBeVisible();
  await expect(operator.getByRole('cell', { name: 'Synced by an operator' })).toBeVisible();
  expect(await callGateway(key)).toBe(200);
});
