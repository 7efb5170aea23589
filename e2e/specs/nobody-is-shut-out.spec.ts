import { freshWorld } from '../fixtures/fresh-world';
import { newPerson } from '../fixtures/people';
import { test } from '../fixtures/world';
import { expectAccessible } from '../pages/accessible';
import { signInAsOperator } from '../pages/operator';
import { signUp } from '../pages/sign-up';
import {
  answeredOnPurpose,
  emulatorStops,
  type Guide,
  makeGuide,
  pageStops,
  personalStops,
  publicStops,
  type Stop,
} from '../pages/tour';

let guide: Guide | undefined;
let operatorCookies: Guide['cookies'] = [];
const theGuide = () => {
  if (!guide) throw new Error('Nobody made the guide.');
  return guide;
};

test.beforeAll(async ({ browser }) => {
  await freshWorld();
  const context = await browser.newContext();
  guide = await makeGuide(await context.newPage());
  await context.close();
  const office = await browser.newContext();
  await signInAsOperator(await office.newPage());
  operatorCookies = await office.cookies();
  await office.close();
});

test.beforeEach(({ consoleWatch }) => consoleWatch.allow(answeredOnPurpose));

const guideCookies = () => theGuide().cookies;
const cookiesOf = {
  everybody: null,
  demo: null,
  'signed-in': guideCookies,
  owner: guideCookies,
  operator: () => operatorCookies,
} as const;

for (const one of pageStops(theGuide)) covered(one, cookiesOf[one.audience]);
for (const one of publicStops) covered(one, null);
for (const one of personalStops(theGuide)) covered(one, guideCookies);
for (const one of emulatorStops(theGuide)) covered(one, guideCookies);
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
function covered(one: Stop, who: (() => Guide['cookies']) | null): void {
  test(`${one.name}: axe finds nothing, light or dark, and nothing scrolls sideways at 320 pixels`, async ({
    page,
  }) => {
    if (who) await page.context().addCookies(who());
    await one.open(page);
    await expectAccessible(page);
  });
}
