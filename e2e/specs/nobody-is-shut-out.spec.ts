import { newPerson } from '../fixtures/people';
import { test } from '../fixtures/world';
import { expectAccessible } from '../pages/accessible';
import { signUp } from '../pages/sign-up';
import {
  answeredOnPurpose,
  emulatorStops,
  type Guide,
  makeGuide,
  personalStops,
  publicStops,
  type Stop,
} from '../pages/tour';

let guide: Guide | undefined;
const theGuide = () => {
  if (!guide) throw new Error('Nobody made the guide.');
  return guide;
};

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  guide = await makeGuide(await context.newPage());
  await context.close();
});

test.beforeEach(({ consoleWatch }) => consoleWatch.allow(answeredOnPurpose));

for (const one of publicStops) covered(one, null);
for (const one of personalStops(theGuide)) covered(one, theGuide);
for (const one of emulatorStops(theGuide)) covered(one, theGuide);
covered(
  {
    name: 'account without a subscription',
    open: async (page) => {
      await signUp(page, newPerson());
    },
  },
  null,
);

/** One look at a page answers both questions; opening it twice would only take time. */
function covered(one: Stop, who: (() => Guide) | null): void {
  test(`${one.name}: axe finds nothing, light or dark, and nothing scrolls sideways at 320 pixels`, async ({
    page,
  }) => {
    if (who) await page.context().addCookies(who().cookies);
    await one.open(page);
    await expectAccessible(page);
  });
}
