import type { Page } from '@playwright/test';
import { newPerson } from '../fixtures/people';
import { expect, test } from '../fixtures/world';
import { signUp } from '../pages/sign-up';

const kept = ['/', '/pricing', '/pricing?calls=100000', '/goodbye'];

test('pages that are the same for everybody come finished, under the hashes of their scripts', async ({
  page,
}) => {
  for (const path of kept) {
    const answer = await page.request.get(path);
    const headers = answer.headers();
    const scripts = /script-src ([^;]*)/.exec(headers['content-security-policy'] ?? '')?.[1] ?? '';
    expect(scripts.split(' '), path).toContain("'self'");
    expect(scripts, path).toContain("'sha256-");
    expect(scripts, path).not.toMatch(/nonce|strict-dynamic|unsafe|https?:/);
    expect(await answer.text(), path).not.toContain('nonce=');
    expect(headers['cache-control'], path).toBe('public, max-age=0, must-revalidate');
    const again = { 'if-none-match': headers.etag ?? '' };
    const second = await page.request.get(path, { headers: again });
    expect([second.status(), (await second.body()).length], path).toEqual([304, 0]);
    const head = await page.request.head(path);
    expect([head.status(), (await head.body()).length], path).toEqual([200, 0]);
    expect(head.headers().etag, path).toBe(headers.etag);
  }
});

test('nothing that one visitor sends is in the page of the next', async ({ page }) => {
  const poison = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'ftp',
    'x-original-url': '/account',
    'x-rewrite-url': '/account',
    'x-tollgate-render': 'guess',
    cookie: 'theme="><script>evil</script>; tollgate.session=evil',
  };
  for (const path of ['/', '/pricing', '/pricing?calls=500000', '/pricing?utm_source=evil']) {
    const { 'x-tollgate-render': _, ...unmarked } = poison;
    for (const headers of [poison, unmarked]) {
      const poisoned = await page.request.get(path, { headers });
      expect(await poisoned.text(), path).not.toMatch(/evil.example|<script>evil/);
    }
    const next = await page.request.get(path);
    expect(next.status(), path).toBe(200);
    expect(await next.text(), path).not.toContain('evil');
    expect(await next.text(), path).toContain('Sign in');
  }
});

test('the choice of colors is in the document that comes, and the visitor’s alone', async ({
  page,
  newVisitor,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const themed = await page.request.get('/pricing');
  expect(await themed.text()).toMatch(/<html[^>]* data-theme="dark"/);
  const other = await (await newVisitor()).request.get('/pricing');
  expect(await other.text()).not.toMatch(/<html[^>]* data-theme/);
});

test('the header fills in who is signed in, and nothing on the page moves', async ({ page }) => {
  const person = newPerson();
  await signUp(page, person);
  for (const width of [320, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/', '/pricing']) {
      await page.goto(path);
      await expect(page.getByRole('link', { name: `Settings for ${person.name}` })).toBeVisible();
      expect(await shiftOf(page), `${path} at ${width}`).toBe(0);
    }
  }
  const raw = await (await page.request.get('/')).text();
  expect(raw).not.toContain(person.name);
  const session = await page.request.get('/api/session');
  expect(session.headers()['cache-control']).toContain('no-store');
  await page.goto('/pricing');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto('/pricing');
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(await (await page.request.get('/api/session')).json()).toEqual({ user: null });
});

test('a page for somebody not signed in runs its scripts when it is used, and nothing moves', async ({
  page,
}) => {
  const running = page.locator('script[src]:not([nomodule])');
  for (const path of ['/', '/pricing']) {
    await page.goto(path);
    await expect(page.locator('link[rel="prefetch"]')).not.toHaveCount(0);
    await expect(running, path).toHaveCount(0);
    await page.keyboard.press('Shift');
    await expect(running, path).not.toHaveCount(0);
    await page.waitForLoadState('networkidle');
    expect(await shiftOf(page), path).toBe(0);
  }
});

test('a page that comes back by the Back button shows who is signed in by then', async ({
  page,
}) => {
  await page.goto('/pricing');
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  const person = newPerson();
  await signUp(page, person);
  await page.goto('/pricing');
  await expect(page.getByRole('link', { name: `Settings for ${person.name}` })).toBeVisible();
  await page.goto('/account');
  // Signed out in another tab: this one stays where it is, so that nothing but Back moves it.
  const elsewhere = await page.context().newPage();
  await elsewhere.goto('/account');
  await elsewhere.getByRole('button', { name: 'Sign out' }).click();
  await expect(elsewhere.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await elsewhere.close();
  await page.goBack();
  await expect(page).toHaveURL(/\/pricing$/);
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('between these pages and all others, and among them, every link loads a document of its own', async ({
  page,
  consoleWatch,
}) => {
  // Some fifty documents, each loaded whole.
  test.setTimeout(360_000);
  consoleWatch.allow(/status of 404/);
  await signUp(page, newPerson());
  for (const from of ['/', '/pricing']) {
    await page.goto(from);
    await expect(page.getByRole('link', { name: /^Settings for / })).toBeVisible();
    // The numbers of the pricing page change it in place, as typing one does.
    const links = (await ownLinks(page)).filter((href) => !href.startsWith(`${from}?`));
    for (const target of links) {
      await page.goto(from);
      await expect(page.getByRole('link', { name: /^Settings for / })).toBeVisible();
      expect(await isFullLoad(page, target), `${from} to ${target}`).toBe(true);
    }
  }
  for (const from of ['/account', '/account/settings', '/nothing/here', '/mailbox']) {
    await page.goto(from);
    for (const target of (await ownLinks(page)).filter((href) => /^\/(pricing.*)?$/.test(href))) {
      await page.goto(from);
      expect(await isFullLoad(page, target), `${from} to ${target}`).toBe(true);
    }
  }
});

/** Addresses of this site that a page links to, those in another page of it left out. */
async function ownLinks(page: Page): Promise<string[]> {
  const hrefs = await page
    .locator('a[href^="/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  return [...new Set(hrefs)].filter((href) => !href.startsWith('/api/'));
}

/** Whether pressing a link brought a new document, and not the data of one for the scripts of the old. */
async function isFullLoad(page: Page, href: string): Promise<boolean> {
  const isFull = Promise.race([
    page.waitForEvent('load').then(() => true),
    page.waitForRequest((request) => request.url().includes('_rsc=')).then(() => false),
  ]);
  const link = page.locator(`a[href="${href}"]`).first();
  await link.evaluate((element: HTMLElement) => element.click());
  return isFull;
}

/** How far things moved since the page began, as browsers measure it. */
function shiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            sum += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        // Two frames: buffered entries are delivered before the second.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
}
