import { expect, test } from '../fixtures/world';
import { getFree } from '../pages/buy';

const forEverybody = [
  '/',
  '/pricing?calls=1234',
  '/sign-in',
  '/sign-up',
  '/checkout/cancel?product=payg',
  '/nothing/here',
  '/apim-delegation',
  '/api/health',
  '/api/monetization-models',
  '/api/cron/usage',
];

const personal = [
  '/account',
  '/checkout/standard',
  '/checkout/success?session_id=cs_test_unknown',
  '/sign-out',
];

/** They are the same for everybody and come finished, under the hashes of their scripts (public-pages-are-kept). */
const finished = ['/'];

test('every answer has the security headers, and scripts run by a nonce of their own', async ({
  page,
}) => {
  const { subscriptionId } = await getFree(page);
  const nonces = new Set<string>();
  const all = [...forEverybody, ...personal, `/account/subscriptions/${subscriptionId}`];
  for (const path of all) {
    const headers = (await page.request.get(path)).headers();
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['permissions-policy'], path).toContain('camera=()');
    expect(headers['x-powered-by'], path).toBeUndefined();
    const policy = directivesOf(headers['content-security-policy'] ?? '');
    expect(policy['default-src'], path).toEqual(["'self'"]);
    expect(policy['frame-ancestors'], path).toEqual(["'none'"]);
    expect(policy['base-uri'], path).toEqual(["'none'"]);
    expect(policy['object-src'], path).toEqual(["'none'"]);
    const scripts = policy['script-src'] ?? [];
    expect(scripts, path).not.toContain("'unsafe-inline'");
    expect(scripts, path).not.toContain("'unsafe-eval'");
    const nonce = scripts.find((source) => source.startsWith("'nonce-"));
    if (finished.includes(path)) {
      expect(nonce, path).toBeUndefined();
      continue;
    }
    expect(nonce, path).toBeDefined();
    if (nonce) nonces.add(nonce);
  }
  expect(nonces.size, 'a nonce is used once').toBe(all.length - finished.length);
});

test('static files are sent with nosniff and HSTS', async ({ page }) => {
  await page.goto('/pricing');
  const script = await page.locator('script[src]').first().getAttribute('src');
  for (const path of [script ?? '', '/icon.svg', '/favicon.ico', '/open-graph.png']) {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(200);
    expect(answer.headers(), path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
    });
  }
});

test('personal pages are kept by no cache', async ({ page }) => {
  const { subscriptionId } = await getFree(page);
  for (const path of [...personal, `/account/subscriptions/${subscriptionId}`]) {
    const control = (await page.request.get(path)).headers()['cache-control'] ?? '';
    expect(control, path).toContain('no-store');
    expect(control, path).toContain('private');
  }
});

test('keys are in no page that was asked for, only in the answer to the button', async ({
  page,
}) => {
  const { subscriptionId, key } = await getFree(page);
  for (const path of ['/account', `/account/subscriptions/${subscriptionId}`]) {
    expect(await (await page.request.get(path)).text(), path).not.toContain(key);
  }
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show keys' })).toBeVisible();
  expect(await page.content()).not.toContain(key);
});

test('a script that is not the page’s own does not run', async ({ page, consoleWatch }) => {
  consoleWatch.allow(/Content Security Policy/);
  await page.goto('/pricing');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    return 'injected' in window;
  });
  expect(ran).toBe(false);
});

function directivesOf(policy: string): Record<string, string[]> {
  return Object.fromEntries(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}
