import { callGateway } from '../fixtures/azure';
import { newName, newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { expectHostedCheckout } from '../pages/hosted-checkout';
import { tabTo, typeInto } from '../pages/keyboard';

test('from pricing to a working key with Tab, typing and Enter alone', async ({ page }) => {
  const person = newPerson();
  const name = newName('by keyboard');
  const enter = () => page.keyboard.press('Enter');

  await page.goto('/pricing');
  await typeInto(page, page.getByLabel('What it costs to make'), '120000');
  await tabTo(page, page.getByRole('link', { name: 'Subscribe to Standard' }));
  await enter();

  await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible();
  await typeInto(page, page.getByLabel('Name', { exact: true }), person.name);
  await typeInto(page, page.getByLabel('Email'), person.email);
  await typeInto(page, page.getByLabel('Password'), person.password);
  await enter();

  await expect(page.getByRole('heading', { name: 'Subscribe to Standard' })).toBeVisible();
  await typeInto(page, page.getByLabel('Subscription name'), name);
  await tabTo(page, page.getByRole('button', { name: 'Continue to payment' }));
  await enter();

  await expectHostedCheckout(page);
  await typeInto(page, page.getByLabel('Card number'), '4242424242424242');
  await typeInto(page, page.getByLabel('Expiry'), '12/40');
  await typeInto(page, page.getByLabel('CVC'), '123');
  await typeInto(page, page.getByLabel('Name on card'), person.name);
  await tabTo(page, page.getByRole('button', { name: /subscribe/i }));
  await enter();

  await expect(page.getByRole('heading', { name: 'Your key is ready' })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'See subscription' }));
  await enter();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Show keys' }));
  await enter();
  const key = page.locator('[data-key="primary"]');
  await expect(key).toBeVisible();
  expect(await callGateway((await key.textContent()) ?? '')).toBe(200);
});

test('by keyboard, a key is replaced after a question, and the old one is refused', async ({
  page,
}) => {
  const person = newPerson();
  const enter = () => page.keyboard.press('Enter');
  await page.goto('/sign-up?next=/checkout/free');
  await typeInto(page, page.getByLabel('Name', { exact: true }), person.name);
  await typeInto(page, page.getByLabel('Email'), person.email);
  await typeInto(page, page.getByLabel('Password'), person.password);
  await enter();
  await tabTo(page, page.getByRole('button', { name: 'Get my key' }));
  await enter();
  await tabTo(page, page.getByRole('button', { name: 'Show keys' }));
  await enter();
  const primary = page.locator('[data-key="primary"]');
  await expect(primary).toBeVisible();
  // Whoever pressed it goes on from where they were.
  await expect(page.getByRole('button', { name: 'Hide keys' })).toBeFocused();
  const old = (await primary.textContent()) ?? '';
  const secondary = (await page.locator('[data-key="secondary"]').textContent()) ?? '';

  await tabTo(page, page.getByRole('button', { name: 'Replace…' }).first());
  await enter();
  const question = page.getByText('Replace the primary key?');
  await expect(question).toBeVisible();
  await expect(page.getByRole('dialog')).toBeVisible();
  // The focus stays inside, whichever way it goes.
  for (let tab = 0; tab < 4; tab += 1) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(
      () => document.activeElement?.closest('dialog, main')?.tagName,
    );
    expect(where).not.toBe('MAIN');
  }
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(page.getByRole('button', { name: 'Replace…' }).first()).toBeFocused();
  expect(await callGateway(old)).toBe(200);

  await tabTo(page, page.getByRole('button', { name: 'Replace…' }).first());
  await enter();
  await tabTo(page, page.getByRole('button', { name: 'Replace key' }).first());
  await enter();
  await expect(page.getByText('The primary key was replaced')).toBeVisible();
  await expect(question).toBeHidden();
  await expect(page.getByRole('button', { name: 'Replace…' }).first()).toBeFocused();
  const fresh = (await primary.textContent()) ?? '';
  expect(await callGateway(old)).toBe(401);
  expect(await callGateway(fresh)).toBe(200);
  expect(await callGateway(secondary)).toBe(200);
});
