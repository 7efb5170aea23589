import { expect, type Page } from '@playwright/test';
import { e2eAddresses } from '../fixtures/addresses';
import type { Person } from '../fixtures/people';

export interface AtProvider {
  person: Person;
  isEmailProven?: boolean;
  misbehave?: 'with another nonce';
}

/** Leaves our form for the provider; ends on its page. */
export async function goToProvider(page: Page, name: string, next = '/account'): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByRole('button', { name: `Continue with ${name}` }).click();
  await expectProvider(page);
}

export async function expectProvider(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in at the provider' })).toBeVisible();
}

/** Says who one is on the provider's page, and goes back with the answer. */
export async function allow(page: Page, given: AtProvider): Promise<void> {
  const { person, isEmailProven = true, misbehave } = given;
  // One subject for a person, whatever the email: it is what the provider knows them by.
  await page.getByLabel('Subject').fill(`subject of ${person.email}`);
  await page.getByLabel('Email', { exact: true }).fill(person.email);
  await page.getByLabel('Name').fill(person.name);
  await page.getByLabel('Email is proven').setChecked(isEmailProven);
  if (misbehave) await page.getByLabel('Misbehave').selectOption(misbehave);
  await page.getByRole('button', { name: 'Allow' }).click();
}

/** What the provider would send back, without going there. */
export async function codeFor(page: Page, { person }: AtProvider): Promise<string> {
  const fields = await page
    .locator('form')
    .evaluate((form: HTMLFormElement) => Object.fromEntries(new FormData(form)));
  const answer = await page.request.post(page.url(), {
    form: {
      ...(fields as Record<string, string>),
      subject: `subject of ${person.email}`,
      email: person.email,
      name: person.name,
      answer: 'yes',
    },
    maxRedirects: 0,
  });
  return new URL(answer.headers().location ?? '').searchParams.get('code') ?? '';
}

export async function setProviderDown(down: boolean): Promise<void> {
  const answer = await fetch(`${e2eAddresses.identityProvider}/_control/down`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ down }),
  });
  if (!answer.ok) throw new Error(`The identity provider answered ${answer.status}.`);
}
