import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What another color scheme can break. */
const rulesOnColors = ['color-contrast', 'link-in-text-block'];

/** Asks axe in both color schemes and at a phone's width, and looks whether anything scrolls sideways there. */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoFindings(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoFindings(page, 'dark', rulesOnColors);
  await page.setViewportSize({ width: 320, height: 720 });
  await expectNoFindings(page, '320 pixels wide, dark');
  const { scrollWidth, widest } = await page.evaluate(measure);
  expect(scrollWidth, `wider than the screen: ${widest.join(', ')}`).toBeLessThanOrEqual(320);
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

async function expectNoFindings(page: Page, how: string, rules?: readonly string[]): Promise<void> {
  // Colors fade from one scheme to the other: what counts is where they end.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
    }
  });
  // Where no script may run axe waits for its timers for ever: such a frame's document is a stop of its own.
  const axe = new AxeBuilder({ page }).exclude('iframe[sandbox=""]');
  if (rules) axe.withRules([...rules]);
  // Its answers are put together in the page itself: a blank second page, opened for each look, is for hostile pages.
  const { violations } = await axe.setLegacyMode().analyze();
  const findings = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `  ${target.join(' ')} ${failureSummary}`).join('\n')}`,
  );
  expect(findings, how).toEqual([]);
}

/** In the page: how wide it is, and what makes it so. What scrolls by itself may hold what is wide. */
function measure() {
  const scrolls = (element: Element) => getComputedStyle(element).overflowX !== 'visible';
  const isPressed = (element: Element): boolean =>
    element.parentElement !== null &&
    element.parentElement !== document.body &&
    (scrolls(element.parentElement) || isPressed(element.parentElement));
  return {
    scrollWidth: document.documentElement.scrollWidth,
    widest: [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > 321 && !isPressed(element))
      .map((element) => element.outerHTML.slice(0, 120)),
  };
}
