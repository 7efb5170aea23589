import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { type APIRequestContext, expect, request, test } from '@playwright/test';
import { z } from 'zod';
import { postgresBinaries } from '../../scripts/world/postgres';
import { payOnPage } from '../../testing/pay-on-page';
import {
  OPERATOR,
  READER,
  startThreeInstances,
  type ThreeInstances,
} from '../fixtures/three-instances';

const binaries = postgresBinaries();
test.skip(binaries === null, 'PostgreSQL is not installed: apt-get install postgresql');
test.describe.configure({ mode: 'serial' });

const PASSWORD = 'four words make it';
const person = { id: randomUUID(), email: OPERATOR };

let world: ThreeInstances;
let browser: APIRequestContext;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  if (!binaries) return;
  world = await startThreeInstances(binaries);
  await world.database.query(
    `INSERT INTO "User" ("id", "name", "email", "emailVerified", "passwordHash", "updatedAt")
     VALUES ($1, 'Ada', $2, now(), $3, now())`,
    [person.id, person.email, await hash(PASSWORD)],
  );
  browser = await request.newContext({
    baseURL: world.url,
    extraHTTPHeaders: { origin: world.url },
  });
});

test.afterAll(async () => {
  await browser?.dispose();
  await world?.stop();
});

async function count(sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await world.database.query<{ count: string }>(
    `SELECT count(*) AS count FROM ${sql}`,
    values,
  );
  return Number(rows[0]?.count);
}

async function signIn(password = PASSWORD): Promise<number> {
  const { csrfToken } = z
    .object({ csrfToken: z.string() })
    .parse(await (await browser.get('/api/auth/csrf')).json());
  const form = { csrfToken, email: person.email, password, json: 'true' };
  const answer = await browser.post('/api/auth/callback/credentials', { form });
  return answer.status();
}

/** As if it had been switched on, or never was: signing in with codes is tried elsewhere. */
async function secondFactor(since: 'now()' | 'NULL'): Promise<void> {
  await world.database.query(`UPDATE "User" SET "totpSince" = ${since} WHERE "id" = $1`, [
    person.id,
  ]);
}

const account = () => browser.get('/account', { maxRedirects: 0 });

test('work that is scheduled in every instance is done by one', async () => {
  const runs = () => count(`"Run" WHERE "kind" = 'usage' AND "finishedAt" IS NOT NULL`);
  await expect.poll(runs, { timeout: 60_000 }).toBe(1);
  for (const expected of [2, 3]) {
    await world.emulators.control('clock', { advance: 'PT15M' });
    await expect.poll(runs, { timeout: 60_000 }).toBe(expected);
  }
  expect(await count(`"Run" WHERE "kind" = 'usage'`)).toBe(3);
});

test('a session made at one instance holds at all of them, and ends at all of them', async () => {
  expect(await signIn()).toBe(200);
  for (let turn = 0; turn < 6; turn += 1) expect((await account()).status()).toBe(200);
  expect(world.balancer.served.filter((requests) => requests > 0)).toHaveLength(3);
  expect((await browser.post('/api/sign-out', { maxRedirects: 0 })).status()).toBe(303);
  for (let turn = 0; turn < 3; turn += 1) expect((await account()).status()).toBe(307);
});

test('a purchase whose webhooks come to any instance, and many times, happens once', async () => {
  expect(await signIn()).toBe(200);
  const opened = await browser.post('/api/checkout/session', {
    data: { productId: 'standard', name: 'Three instances' },
  });
  expect(opened.status()).toBe(200);
  const { url } = z.object({ url: z.string() }).parse(await opened.json());
  await payOnPage(url, '4242 4242 4242 4242');
  const live = () => count(`"Subscription" WHERE "gatewayState" = 'active'`);
  await expect.poll(live, { timeout: 30_000 }).toBe(1);

  const { data } = z
    .object({ data: z.array(z.object({ id: z.string() })) })
    .parse(await world.emulators.control('events?limit=100'));
  const events = data.map(({ id }) => id);
  await Promise.all(
    events.flatMap((id) =>
      [1, 2, 3].map(() => world.emulators.control(`webhooks/${id}/resend`, {})),
    ),
  );
  const unhandled = () => count(`"StripeEvent" WHERE "handledAt" IS NULL`);
  await expect.poll(unhandled, { timeout: 30_000 }).toBe(0);
  // The checkout and the subscription: usage alone makes no first invoice.
  expect(await count('"StripeEvent"')).toBeGreaterThan(1);
  expect(await count('"StripeEvent" WHERE "attempts" <> 1')).toBe(0);
  expect(await live()).toBe(1);
});

test('usage that all instances read at the same time is reported once', async () => {
  const { rows } = await world.database.query<{ id: string }>('SELECT "id" FROM "Subscription"');
  const subscription = rows[0]?.id ?? '';
  await world.emulators.control('traffic', { subscription, calls: 120_000 });
  await world.emulators.control('clock', { advance: 'PT2H' });
  const answers = await Promise.all(
    [...world.instanceUrls, ...world.instanceUrls].map((url) =>
      fetch(`${url}/api/cron/usage`, {
        headers: { authorization: `Bearer ${world.cronSecret}` },
      }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  const reported = () => count('"UsageReport" WHERE "total" = 120000');
  await expect.poll(reported, { timeout: 30_000 }).toBe(1);
  await world.emulators.control('clock', { advance: 'P1M' });
  const paid = async () => {
    const { data } = z
      .object({ data: z.array(z.looseObject({ status: z.string(), total: z.number() })) })
      .parse(await world.emulators.control('invoices'));
    return data.filter(({ total }) => total > 0);
  };
  await expect.poll(paid, { timeout: 60_000 }).toMatchObject([{ total: 10_995 }]);
});

test('an operator without a second factor is led to it from every page, and has their own account', async () => {
  for (const path of ['/operator', '/operator/catalogue', '/operator/subscriptions/none']) {
    const answer = await browser.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(answer.headers().location, path).toBe(
      `/account/settings/second-factor?next=${encodeURIComponent(path)}`,
    );
  }
  expect((await account()).status()).toBe(200);
  const led = await browser.get('/operator');
  expect(await led.text()).toContain('Two-factor authentication is required here');
});

test('the operator sees what has drifted, at any instance, and nobody else sees the page', async () => {
  const page = () => browser.get('/operator/catalogue', { maxRedirects: 0 });
  await secondFactor('now()');
  const first = await page();
  expect(first.status()).toBe(200);
  expect(await first.text()).toContain('Stripe and API Management match the catalog');
  const name = new URLSearchParams({ name: 'Cheap' });
  await fetch(`${world.emulators.stripeUrl}/v1/products/tollgate_basic`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_threeinstances00' },
    body: name,
  });
  // What was compared is shown for a minute; two of the three have not looked yet, and a look may take a moment.
  const warnings = async () => {
    let count = 0;
    for (let turn = 0; turn < 3; turn += 1) {
      const text = await (await browser.get('/operator')).text();
      if (text.includes('to see what differs')) count += 1;
    }
    return count;
  };
  await expect.poll(warnings, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  await world.database.query('UPDATE "User" SET "emailVerified" = NULL WHERE "id" = $1', [
    person.id,
  ]);
  const unconfirmed = await page();
  expect(unconfirmed.status()).toBe(307);
  expect(unconfirmed.headers()['location']).toContain('/check-mail?for=operator');
  await world.database.query('UPDATE "User" SET "emailVerified" = now() WHERE "id" = $1', [
    person.id,
  ]);
  await browser.post('/api/sign-out', { maxRedirects: 0 });
  expect((await page()).status()).toBe(307);
});

test('what the operator looks through is read where nothing can be written', async () => {
  await secondFactor('NULL');
  expect(await signIn()).toBe(200);
  await secondFactor('now()');
  for (const list of ['', '/subscriptions', '/holds', '/late-usage', '/runs']) {
    expect((await browser.get(`/operator${list}`)).status(), list).toBe(200);
  }
  expect(await count('pg_stat_activity WHERE "usename" = $1', [READER])).toBeGreaterThan(0);
  await secondFactor('NULL');
});

test('guesses at a password are counted together, whichever instance they go to', async () => {
  for (let guess = 0; guess < 10; guess += 1) expect(await signIn('not the password')).toBe(401);
  // The correct one too: otherwise further tries would reveal it.
  expect(await signIn()).toBe(429);
});
