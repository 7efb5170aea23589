import type { Page } from '@playwright/test';
import { newName, newPerson, type Person } from '../fixtures/people';
import { continueToPayment, openFromSuccess, subscriptionIdOf } from './checkout';
import { cards, payCheckout } from './hosted-checkout';
import { signUp } from './sign-up';
import { showKey } from './subscription';

export interface Bought {
  person: Person;
  name: string;
  subscriptionId: string;
  key: string;
}

/** Somebody new signs up and pays for a product in the browser; ends on the subscription's page, keys shown. */
export async function buy(page: Page, productId: string, card = cards.paid): Promise<Bought> {
  const person = newPerson();
  const name = newName(productId);
  await signUp(page, person, `/checkout/${productId}`);
  await continueToPayment(page, name);
  await payCheckout(page, card);
  const subscriptionId = await openFromSuccess(page, name);
  return { person, name, subscriptionId, key: await showKey(page) };
}

/** The same for the product that costs nothing. */
export async function getFree(page: Page): Promise<Bought> {
  const person = newPerson();
  const name = newName('free');
  await signUp(page, person, '/checkout/free');
  await page.getByLabel('Subscription name').fill(name);
  await page.getByRole('button', { name: 'Get my key' }).click();
  await page.waitForURL('**/account/subscriptions/sub-*');
  return { person, name, subscriptionId: subscriptionIdOf(page), key: await showKey(page) };
}
