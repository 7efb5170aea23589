import type { APIRequestContext, Page } from '@playwright/test';
import { freshWorld } from '../fixtures/fresh-world';
import { routesOf, serverActions } from '../fixtures/route-files';
import { expect, test } from '../fixtures/world';
import { type Bought, getFree } from '../pages/buy';
import { signInAsOperator } from '../pages/operator';
import { actionRoutes, actionsTriedElsewhere, handlerRoutes, pageRoutes } from '../pages/routes';
import { formOf, post, type SentForm } from '../pages/sent-form';
import { signIn } from '../pages/sign-up';

/** The ways in which a browser with scripts asks for a page's content, and the plain one. */
const fetches: Record<string, string>[] = [
  {},
  { RSC: '1' },
  { RSC: '1', 'Next-Router-Prefetch': '1' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_full' },
];

test('no page, handler or action is left out of the lists', () => {
  expect(pageRoutes.map(({ route }) => route).sort()).toEqual(routesOf('page.tsx').sort());
  expect(handlerRoutes.map(({ route }) => route).sort()).toEqual(routesOf('route.ts').sort());
  const actions = [
    ...actionRoutes.map(({ action }) => action),
    ...Object.keys(actionsTriedElsewhere),
  ];
  expect(actions.sort()).toEqual(serverActions().sort());
});

test.describe('what belongs to somebody', () => {
  let owner: Bought;
  let visitors: { nobody: Page; stale: Page; outsider: Page };

  test.beforeAll(async ({ browser }) => {
    await freshWorld();
    const page = async () => (await browser.newContext({ javaScriptEnabled: false })).newPage();
    const [own, nobody, stale, outsider] = [await page(), await page(), await page(), await page()];
    owner = await getFree(own);
    // The session of a browser that has signed out, its cookie kept.
    await stale.goto('/sign-in');
    await signIn(stale, owner.person);
    const cookies = await stale.context().cookies();
    await stale.goto('/sign-out');
    await stale.getByRole('button', { name: 'Sign out' }).click();
    await stale.context().addCookies(cookies);
    await getFree(outsider);
    visitors = { nobody, stale, outsider };
  });
  test.afterAll(async () => {
    for (const visitor of Object.values(visitors)) await visitor.context().close();
  });

  // The subscription's id is in the requested addresses, so it comes back with some answers.
  const secrets = () => [owner.person.email, owner.name, owner.key];
  const personal = pageRoutes.filter(
    ({ audience }) => audience !== 'everybody' && audience !== 'demo',
  );

  for (const who of ['nobody', 'stale'] as const) {
    test(`${who === 'nobody' ? 'without a session' : 'with an ended session'} no page reveals anything, however it is requested`, async () => {
      for (const { address } of personal) {
        const path = address(owner);
        for (const headers of fetches) {
          const answer = await ask(visitors[who].request, path, headers);
          const what = `${path} ${JSON.stringify(headers)}`;
          for (const secret of secrets()) expect(answer.text, what).not.toContain(secret);
          const isPrefetch = Object.keys(headers).some((name) => name.includes('Prefetch'));
          expect(answer.leadsToSignIn || isPrefetch, `${what}: ${answer.status}`).toBe(true);
        }
      }
    });
  }

  test('another signed-in user is shown nothing of the owner’s, and nothing of theirs is cached', async () => {
    for (const { address, audience } of personal) {
      const path = address(owner);
      for (const headers of fetches) {
        const answer = await ask(visitors.outsider.request, path, headers);
        const what = `${path} ${JSON.stringify(headers)}`;
        for (const secret of secrets()) expect(answer.text, what).not.toContain(secret);
        if (Object.keys(headers).length > 0) continue;
        if (audience !== 'signed-in') expect(answer.status, what).toBe(404);
        expect(answer.cacheControl, what).toMatch(/no-store/);
      }
    }
  });

  test('no action does anything without a session, with an ended one, or for another user', async ({
    page,
    newVisitor,
  }) => {
    test.setTimeout(300_000);
    await signIntoForms(page, owner);
    const forms: { action: string; sent: SentForm }[] = [];
    const office = await newVisitor({ javaScriptEnabled: false });
    await signInAsOperator(office);
    for (const { action, form, of } of actionRoutes) {
      if (form === null) continue;
      const where = of === 'operator' ? office : page;
      forms.push({ action, sent: await formOf(where, form.address(owner), form.button) });
    }
    for (const { action, sent } of forms) {
      for (const who of ['nobody', 'stale'] as const) {
        const answer = await post(visitors[who].request, sent);
        expect(answer.status, `${action}, ${who}`).toBe(303);
        expect(answer.location, `${action}, ${who}`).toContain('/sign-in?next=');
      }
      const answer = await post(visitors.outsider.request, sent);
      for (const secret of [owner.key, owner.person.email]) {
        expect(answer.text, action).not.toContain(secret);
      }
    }
    await expectUntouched(page, owner);
  });

  test('handlers that belong to somebody refuse everybody else', async () => {
    for (const { route, who } of handlerRoutes) {
      if (who === 'everybody') continue;
      for (const visitor of [visitors.nobody, visitors.stale]) {
        for (const method of ['get', 'post'] as const) {
          const answer = await visitor.request[method](route, { maxRedirects: 0 });
          expect([400, 401, 405], `${method} ${route}`).toContain(answer.status());
          for (const secret of secrets()) expect(await answer.text()).not.toContain(secret);
        }
      }
    }
  });
});

test.use({ javaScriptEnabled: false });

/** Two sessions, so that there is another one to end. */
async function signIntoForms(page: Page, owner: Bought): Promise<void> {
  for (let sessions = 0; sessions < 2; sessions += 1) {
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await signIn(page, owner.person);
    await page.waitForURL('**/account');
  }
}

/** Still signed in, under the same name and address, with the key that works. */
async function expectUntouched(page: Page, owner: Bought): Promise<void> {
  await page.goto('/account/settings');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(owner.person.name);
  await expect(page.getByText(owner.person.email).first()).toBeVisible();
  await page.goto('/account/settings/sessions');
  await expect(page.getByRole('button', { name: 'Sign out selected' })).toBeVisible();
  await page.goto(`/account/subscriptions/${owner.subscriptionId}`);
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
}

async function ask(request: APIRequestContext, path: string, headers: Record<string, string>) {
  let response = await request.get(path, { headers, maxRedirects: 0 });
  // Next sends a fetch of data to the same address with a mark of its headers first.
  const marked = response.headers().location;
  if (marked && /[?&]_rsc\b/.test(marked)) {
    response = await request.get(marked, { headers, maxRedirects: 0 });
  }
  const text = await response.text();
  const location = response.headers().location ?? '';
  const status = response.status();
  return {
    status,
    text,
    cacheControl: response.headers()['cache-control'] ?? '',
    leadsToSignIn:
      (status === 307 && location.includes('/sign-in?next=')) ||
      text.includes('NEXT_REDIRECT;replace;/sign-in?next='),
  };
}
