import type { APIRequestContext } from '@playwright/test';
import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { getFree } from '../pages/buy';
import { signUp } from '../pages/sign-up';

/** Every page that belongs to somebody. */
const personal = (subscriptionId: string) => [
  '/account',
  `/account/subscriptions/${subscriptionId}`,
  '/account/settings',
  '/account/settings/sessions',
  '/account/settings/second-factor',
  '/account/settings/close',
  '/checkout/standard',
  '/checkout/free',
  '/checkout/success?session_id=cs_test_somebodys',
  '/apim-delegation/portal?returnUrl=%2F',
  '/apim-delegation/other-account',
];

/** The ways in which a browser with scripts asks for a page's content. */
const fetches: Record<string, string>[] = [
  {},
  { RSC: '1' },
  { RSC: '1', 'Next-Router-Prefetch': '1' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_full' },
];

test('without a session, every personal page leads to sign-in and reveals nothing, however it is requested', async ({
  page,
  newVisitor,
}) => {
  const { person, name, subscriptionId, key } = await getFree(page);
  const nobody = (await newVisitor()).request;
  for (const path of personal(subscriptionId)) {
    for (const headers of fetches) {
      const answer = await ask(nobody, path, headers);
      const what = `${path} ${JSON.stringify(headers)}`;
      expect(answer.text, what).not.toContain(person.email);
      expect(answer.text, what).not.toContain(name);
      expect(answer.text, what).not.toContain(key);
      expect(answer.leadsToSignIn || answer.isPrefetch, `${what}: ${answer.status}`).toBe(true);
    }
  }
});

test('without a session, a page opened in the browser asks to sign in and comes back', async ({
  page,
  newVisitor,
}) => {
  const { person, name, subscriptionId } = await getFree(page);
  const visitor = await newVisitor();
  await visitor.goto(`/account/subscriptions/${subscriptionId}`);
  await expect(visitor).toHaveURL(/\/sign-in\?next=/);
  await visitor.getByLabel('Email').fill(person.email);
  await visitor.getByLabel('Password').fill(person.password);
  await visitor.getByRole('button', { name: 'Sign in' }).click();
  await expect(visitor.getByRole('heading', { name })).toBeVisible();
});

test('somebody else’s subscription is not found, as a page and as data', async ({
  page,
  newVisitor,
  consoleWatch,
}) => {
  consoleWatch.allow(/status of 404.*\/account\/subscriptions\//);
  const { person, name, subscriptionId, key } = await getFree(page);
  const outsider = await newVisitor();
  await signUp(outsider, newPerson());
  const path = `/account/subscriptions/${subscriptionId}`;
  const response = await outsider.goto(path);
  expect(response?.status()).toBe(404);
  await expect(outsider.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  for (const headers of fetches) {
    const { text, status } = await ask(outsider.request, path, headers);
    expect(status).not.toBe(307);
    for (const secret of [person.email, name, key]) expect(text).not.toContain(secret);
  }
});

test('somebody else’s keys can not be had by the form of one’s own subscription', async ({
  page,
  newVisitor,
}) => {
  const victim = await getFree(page);
  const outsider = await newVisitor();
  await getFree(outsider);
  await outsider.getByRole('button', { name: 'Hide keys' }).click();
  await outsider
    .locator('form')
    .filter({ has: outsider.getByRole('button', { name: 'Show keys' }) })
    .locator('input[name="subscriptionId"]')
    .evaluate((input: HTMLInputElement, id) => {
      input.value = id;
    }, victim.subscriptionId);
  await outsider.getByRole('button', { name: 'Show keys' }).click();
  await expect(outsider.getByText('This subscription isn’t in your account.')).toBeVisible();
  await expect(outsider.locator('[data-key]')).toHaveCount(0);
});

test('signing out ends the session: a copy of the cookie is refused', async ({
  page,
  context,
  newVisitor,
}) => {
  await signUp(page, newPerson());
  const copied = await context.cookies();
  const thief = await newVisitor();
  await thief.context().addCookies(copied);
  await thief.goto('/account');
  await expect(thief.getByRole('heading', { name: 'Subscriptions', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await thief.goto('/account');
  await expect(thief).toHaveURL(/\/sign-in\?next=/);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('a session cookie that was changed is nobody’s', async ({ page, context }) => {
  await signUp(page, newPerson());
  const cookies = await context.cookies();
  const session = cookies.find(({ name }) => name === 'tollgate.session');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  if (!session) return;
  const changed = `${session.value.slice(0, -4)}AAAA`;
  await context.addCookies([{ ...session, value: changed }]);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('signing in leads only to our own addresses', async ({ page }) => {
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
    await page.context().clearCookies();
    await page.goto(`/sign-up?next=${encodeURIComponent(next)}`);
    const { name, email, password } = newPerson();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/account');
  }
});

async function ask(request: APIRequestContext, path: string, headers: Record<string, string>) {
  let response = await request.get(path, { headers, maxRedirects: 0 });
  // Next sends a fetch of data to the same address with a mark of its headers first.
  const marked = response.headers().location;
  if (marked && /[?&]_rsc\b/.test(marked))
    response = await request.get(marked, { headers, maxRedirects: 0 });
  const text = await response.text();
  const location = response.headers().location ?? '';
  const status = response.status();
  return {
    status,
    text,
    leadsToSignIn:
      (status === 307 && location.includes('/sign-in?next=')) ||
      text.includes('NEXT_REDIRECT;replace;/sign-in?next='),
    // A prefetch of a page that is made per request has nothing of the page in it.
    isPrefetch: 'Next-Router-Prefetch' in headers || 'Next-Router-Segment-Prefetch' in headers,
  };
}
