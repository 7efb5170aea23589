import { expect, type Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import type { Person } from '../fixtures/people';
import { panel } from './subscription';

export interface Authenticator {
  /** The code of now, or of some steps of half a minute later. */
  code: (stepsLater?: number) => string;
  recoveryCodes: string[];
}

/** Switches the second factor on as a person does: the secret typed into an app, its code typed back. */
export async function switchOn(page: Page, person: Person): Promise<Authenticator> {
  await page.goto('/account/settings/second-factor');
  const secret =
    (await page
      .locator('ol')
      .getByText(/^([A-Z2-7]{4} ){7}/)
      .textContent()) ?? '';
  const totp = new TOTP({ secret: secret.replaceAll(' ', '') });
  const code = (stepsLater = 0) => totp.generate({ timestamp: Date.now() + stepsLater * 30_000 });
  await page.getByLabel('Code').fill(code());
  await page.getByLabel('Current password').fill(person.password);
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('Two-factor authentication is on')).toBeVisible();
  const recoveryCodes = await page
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents();
  return { code, recoveryCodes };
}

export async function enterCode(page: Page, code: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export function secondFactorPanel(page: Page) {
  return panel(page, 'Two-factor authentication');
}
