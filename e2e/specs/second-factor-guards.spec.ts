import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { enterCode, secondFactorPanel, switchOn } from '../pages/second-factor';
import { signIn, signUp } from '../pages/sign-up';

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('the password alone signs nobody in any more: a code does, once, and a recovery code, once', async ({
      page,
      newVisitor,
    }) => {
      const person = newPerson();
      await signUp(page, person);
      const { code, recoveryCodes } = await switchOn(page, person);
      expect(recoveryCodes).toHaveLength(10);

      const visitor = await newVisitor({ javaScriptEnabled: scripts });
      await visitor.goto('/sign-in');
      await signIn(visitor, person);
      await expect(visitor.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
      await visitor.goto('/account');
      await expect(visitor).toHaveURL(/\/sign-in/);
      await signIn(visitor, person);
      await enterCode(visitor, '000000');
      await expect(visitor.getByText(/That code is incorrect/)).toBeVisible();
      const next = code(1);
      await enterCode(visitor, next);
      await visitor.waitForURL('**/account');

      const thief = await newVisitor({ javaScriptEnabled: scripts });
      await thief.goto('/sign-in');
      await signIn(thief, person);
      await enterCode(thief, next);
      await expect(thief.getByText(/was already used/)).toBeVisible();

      const [recovery = ''] = recoveryCodes;
      await enterCode(thief, recovery);
      await thief.waitForURL('**/account');
      const another = await newVisitor({ javaScriptEnabled: scripts });
      await another.goto('/sign-in');
      await signIn(another, person);
      await enterCode(another, recovery);
      await expect(another.getByText(/was already used/)).toBeVisible();
      await page.goto('/account/settings/second-factor');
      await expect(page.getByText('Unused recovery codes: 9.')).toBeVisible();
    });

    test('it goes off with the password, and then the password is enough', async ({ page }) => {
      const person = newPerson();
      await signUp(page, person);
      await switchOn(page, person);
      await page.goto('/account/settings/second-factor');
      await page.getByLabel('Current password').fill('a guess of a thief');
      await page.getByRole('button', { name: 'Turn off' }).click();
      await expect(page.getByText('That is not your current password.').first()).toBeVisible();
      await page.getByLabel('Current password').fill(person.password);
      await page.getByRole('button', { name: 'Turn off' }).click();
      await expect(secondFactorPanel(page).getByText('Off', { exact: true })).toBeVisible();
      await page.context().clearCookies();
      await page.goto('/sign-in');
      await signIn(page, person);
      await page.waitForURL('**/account');
    });
  });
}
