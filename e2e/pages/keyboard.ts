import { expect, type Locator, type Page } from '@playwright/test';

const MOST_TABS = 120;

/** Presses Tab until the element has the focus, and checks that a person can see that it has. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await hasFocus(target)) {
      await expectVisibleFocus(target);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${MOST_TABS} presses of Tab did not reach ${target}.`);
}

/** Goes to a field by Tab and types over what is in it. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

async function expectVisibleFocus(target: Locator): Promise<void> {
  const mark = await target.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return { outline: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth), boxShadow };
  });
  expect(
    mark.outline > 0 || mark.boxShadow !== 'none',
    `the focus on ${target} shows: ${JSON.stringify(mark)}`,
  ).toBe(true);
}
