import { expect, type Page } from '@playwright/test';
import { e2eAddresses } from '../fixtures/addresses';
import type { Person } from '../fixtures/people';
import { fillSignUp } from './sign-up';

/** From the developer portal's start page through our sign-up, back into the portal. */
export async function signUpFromPortal(page: Page, person: Person): Promise<void> {
  await page.goto(e2eAddresses.portal);
  await page.getByRole('link', { name: 'Sign up' }).first().click();
  await page.waitForURL(`${e2eAddresses.app}/sign-up?**`);
  await fillSignUp(page, person);
  await page.waitForURL(`${e2eAddresses.portal}/**`);
  await expect(page.getByText(person.name).first()).toBeVisible();
}

/** Presses Subscribe on the portal's page of a product; ends on our checkout page. */
export async function chooseInPortal(page: Page, product: string): Promise<void> {
  await page.goto(`${e2eAddresses.portal}/products`);
  await page.getByRole('link', { name: product, exact: true }).click();
  await expect(page.getByRole('heading', { name: product, exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Subscribe', exact: true }).click();
  await page.waitForURL(`${e2eAddresses.app}/checkout/**`);
}
