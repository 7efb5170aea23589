import { expect, type Page } from '@playwright/test';
import type { Person } from '../fixtures/people';

/** Fills in the form that is open. */
export async function fillSignUp(page: Page, person: Person): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(person.name);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Create account' }).click();
}

/** Opens the form and signs up; `next` is where it leads. */
export async function signUp(page: Page, person: Person, next = '/account'): Promise<void> {
  await page.goto(`/sign-up?next=${encodeURIComponent(next)}`);
  await fillSignUp(page, person);
  await page.waitForURL((url) => `${url.pathname}${url.search}` === next);
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
