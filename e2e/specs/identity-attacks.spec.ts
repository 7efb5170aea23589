import { e2eAddresses } from '../fixtures/addresses';
import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { formOf, post } from '../pages/sent-form';
import { signIn, signUp } from '../pages/sign-up';

const personal = [
  '/account/settings',
  '/account/settings/sessions',
  '/account/settings/second-factor',
  '/account/settings/close',
  '/account/activity',
  '/apim-delegation/unsubscribe?subscription=sub-somebodys',
  '/apim-delegation/confirm-first',
];

/** The ways in which a browser with scripts asks for a page's content. */
const fetches: Record<string, string>[] = [
  {},
  { RSC: '1' },
  { RSC: '1', 'Next-Router-Prefetch': '1' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_full' },
];

test('without a session and with one that was ended, no settings page reveals anything', async ({
  page,
  newVisitor,
}) => {
  const person = newPerson();
  await signUp(page, person);
  const stale = await page.context().cookies();
  await page.goto('/sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${e2eAddresses.app}/`);
  const thief = await newVisitor();
  await thief.context().addCookies(stale);
  const nobody = await newVisitor();
  for (const visitor of [nobody, thief]) {
    for (const path of personal) {
      for (const headers of fetches) {
        const answer = await visitor.request.get(path, { headers, maxRedirects: 0 });
        expect(await answer.text(), path).not.toContain(person.email);
      }
      const opened = await visitor.goto(path);
      expect(opened?.url(), path).toContain('/sign-in?next=');
    }
    const data = await visitor.request.post('/api/account/export');
    expect(data.status()).toBe(401);
  }
});

test('forms of other sites are refused', async ({ page }) => {
  await signUp(page, newPerson());
  for (const path of ['/api/sign-out', '/api/account/export', '/api/sign-in/github']) {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await page.request.post(path, { headers, maxRedirects: 0 });
      expect(answer.status(), path).toBe(403);
    }
  }
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Subscriptions', exact: true })).toBeVisible();
});

test('no action is taken from a form of another site, nor from one of our own domain', async ({
  page,
  newVisitor,
}) => {
  const person = newPerson();
  await signUp(page, person);
  const plain = await newVisitor({ javaScriptEnabled: false });
  await plain.context().addCookies(await page.context().cookies());
  const sent = await formOf(plain, '/account/settings', 'Save');
  sent.fields.name = 'Mallory';
  const { app } = e2eAddresses;
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: app, 'sec-fetch-site': 'cross-site' },
  ]) {
    const answer = await post(page.request, sent, headers);
    const what = JSON.stringify(headers);
    expect(answer.status, what).toBeGreaterThanOrEqual(400);
    expect(answer.text, what).not.toContain('Name saved.');
  }
  await page.goto('/account/settings');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(person.name);
  const own = await post(page.request, sent, { origin: app, 'sec-fetch-site': 'same-origin' });
  expect(own.text).toContain('Name saved.');
});

test('no body is read without an end', async ({ page, newVisitor }) => {
  const person = newPerson();
  await signUp(page, person);
  const { csrfToken } = (await (await page.request.get('/api/auth/csrf')).json()) as {
    csrfToken: string;
  };
  const large = 'x'.repeat(100_000);
  for (const path of ['/api/auth/callback/credentials', '/api/sign-out', '/api/sign-in/github']) {
    const form = { csrfToken, email: person.email, password: large };
    expect((await page.request.post(path, { form })).status(), path).toBe(413);
  }
  const plain = await newVisitor({ javaScriptEnabled: false });
  await plain.context().addCookies(await page.context().cookies());
  const sent = await formOf(plain, '/account/settings', 'Save');
  const answer = await post(page.request, { ...sent, fields: { ...sent.fields, name: large } });
  expect(answer.status).toBe(413);
  await page.goto('/account/settings');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(person.name);
});

test('reading never signs out, exports or closes', async ({ page }) => {
  await signUp(page, newPerson());
  for (const path of ['/api/sign-out', '/api/account/export', '/api/sign-in/github']) {
    expect((await page.request.get(path)).status(), path).toBe(405);
  }
  for (const path of ['/sign-out', '/account/settings/close']) await page.goto(path);
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Subscriptions', exact: true })).toBeVisible();
});

const elsewhere = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/%09/evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
];

for (const next of elsewhere) {
  test(`signing in never leads to ${next}`, async ({ page }) => {
    const person = newPerson();
    await signUp(page, person);
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(decodeURIComponent(next))}`);
    await signIn(page, person);
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    expect(new URL(page.url()).origin).toBe(e2eAddresses.app);
    const out = await page.request.post('/api/sign-out', {
      form: { next: decodeURIComponent(next) },
      maxRedirects: 0,
    });
    expect(out.headers().location).toBe('/');
  });
}

test('the mailbox answers to this machine’s name only', async ({ request }) => {
  const rebound = await request.get('/mailbox', { headers: { host: 'evil.example' } });
  expect(rebound.status()).toBe(404);
});

test('next-auth’s own address for passwords takes no guess beyond the limit', async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  await page.context().clearCookies();
  const csrf = (await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const attempt = (password: string) =>
    page.request.post('/api/auth/callback/credentials', {
      form: { csrfToken: csrf.csrfToken, json: 'true', email: person.email, password },
      maxRedirects: 0,
    });
  for (let n = 0; n < 10; n += 1) expect((await attempt(`wrong ${n}`)).status()).toBe(401);
  const refused = await attempt(person.password);
  expect(refused.status()).toBe(429);
  expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('other routes of next-auth do not exist', async ({ page }) => {
  await signUp(page, newPerson());
  for (const path of ['session', 'providers', 'signout', 'callback/nobody', 'signin/github']) {
    expect((await page.request.get(`/api/auth/${path}`)).status(), path).toBe(404);
    expect((await page.request.post(`/api/auth/${path}`)).status(), path).toBe(404);
  }
});
