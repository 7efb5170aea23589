import type { APIRequestContext, APIResponse, Browser } from '@playwright/test';
import { e2eAddresses, e2eWorld } from '../fixtures/addresses';
import { startCutOff } from '../fixtures/cut-off';
import { serverActions } from '../fixtures/route-files';
import { multipart, STRANGE } from '../fixtures/strange-text';
import { forgetLimits, prepareWalkers, type Walker, type Who } from '../fixtures/walkers';
import { expect, test } from '../fixtures/world';
import { pageRoutes } from '../pages/routes';
import { formOf, type SentForm } from '../pages/sent-form';
import { type Vendor, type Walk, walks } from '../pages/walks';

/** What the emulators do to every call of a vendor. That it refuses connections is made by another server of ours. */
const FAILURES = {
  'answers 500': { kind: 'status', status: 500 },
  'answers 429': { kind: 'status', status: 429 },
  'does not answer': { kind: 'timeout-before' },
  'does it and is cut off': { kind: 'drop-after' },
} as const;
/** VENDOR_PATIENCE_SECONDS, and room for a machine that renders forty pages at a time and has other things to do. */
const MOST_MS = 30_000;
const FAILED = /That didn’t work|can’t be shown|didn’t work just now|[1-9]\d* failed again/;
const UNEXPECTED = /went wrong on our side/;

interface Prepared {
  walk: Walk;
  walker: Walker;
  sent: SentForm;
}

let walkers: Map<Who, Walker>;
let prepared: Prepared[] = [];
/** Which walks said that they failed, with which vendor away. */
const reported = new Set<string>();

test.skip(() => e2eWorld.databaseUrl === null, 'rows are prepared in PostgreSQL');

test('no action is left out', () => {
  const names = walks.map(({ action }) => action).filter((action) => !action.startsWith('/'));
  expect(names.sort()).toEqual(serverActions().sort());
});

test('a form whose fields hold what is no text keeps its page', async ({ browser }) => {
  test.setTimeout(600_000);
  await begin(browser);
  const lost: string[] = [];
  for (const { walk, walker, sent } of prepared) {
    const own = Object.keys(sent.fields).filter((name) => !name.startsWith('$'));
    // Without a field of its own there is nothing to send otherwise, and it would be carried out.
    if (own.length === 0) continue;
    await forgetLimits();
    for (const [what, text] of Object.entries(STRANGE)) {
      const fields = { ...sent.fields, ...Object.fromEntries(own.map((name) => [name, text])) };
      const answer = await sendStrange(walker, walk, { ...sent, fields });
      const said = await answer.text();
      if (answer.status() >= 500) lost.push(`${walk.action} with ${what}: ${answer.status()}`);
      if (UNEXPECTED.test(said)) lost.push(`${walk.action} with ${what} loses its page`);
    }
  }
  expect(lost).toEqual([]);
});

test('every action and page stays while a vendor is away, and works when it is back', async ({
  browser,
  control,
}) => {
  test.setTimeout(900_000);
  await begin(browser);
  const lost: string[] = [];
  for (const vendor of ['stripe', 'arm'] as const) {
    for (const [words, fault] of Object.entries(FAILURES)) {
      await test.step(`${vendor} ${words}`, async () => {
        await control.fault({ ...fault, listener: vendor, times: 100_000 });
        lost.push(...(await everything({ vendor, words, app: e2eAddresses.app })));
        await control.fault({ clear: true });
      });
    }
    await test.step(`${vendor} refuses connections`, async () => {
      const app = await startCutOff(vendor);
      lost.push(...(await everything({ vendor, words: 'refuses', app: app.url })));
      await app.stop();
    });
  }
  expect.soft(lost).toEqual([]);

  const silent = walks.flatMap(({ action, needs }) => needs.map((vendor) => `${action} ${vendor}`));
  expect.soft(silent.filter((one) => !reported.has(one))).toEqual([]);

  await forgetLimits();
  for (const { walk, walker, sent } of prepared) {
    const answer = await carryOut(e2eAddresses.app, walker, walk, sent);
    expect.soft(answer.status, walk.action).toBeLessThan(400);
    expect
      .soft(`${FAILED.exec(answer.text)} ${UNEXPECTED.exec(answer.text)}`, walk.action)
      .toBe('null null');
  }
  for (const { page } of walkers.values()) await page.context().close();
});

/** Once for all tests of this file. */
async function begin(browser: Browser): Promise<void> {
  if (prepared.length > 0) return;
  walkers = await prepareWalkers(browser);
  prepared = await prepareAll();
}

function sendStrange(
  walker: Walker,
  walk: Walk,
  { address, fields }: { address: string; fields: Record<string, string | Buffer> },
): Promise<APIResponse> {
  const { data, contentType } = multipart(fields);
  return walker.page.request.post(walk.action.startsWith('/') ? walk.action : address, {
    data,
    headers: { 'content-type': contentType, origin: e2eAddresses.app, connection: 'close' },
    maxRedirects: 0,
  });
}

async function prepareAll(): Promise<Prepared[]> {
  const missing: string[] = [];
  const done: Prepared[] = [];
  for (const walk of walks) {
    await prepare(walk).then(
      (one) => done.push(one),
      (error: unknown) => missing.push(`${walk.action}: ${error}`),
    );
  }
  expect(missing).toEqual([]);
  return done;
}

async function prepare(walk: Walk): Promise<Prepared> {
  const walker = of(walk.who);
  const idOf = (who: Who) => of(who).subscriptionId;
  walker.page.setDefaultTimeout(10_000);
  const sent = await formOf(walker.page, walk.address(walker, idOf), walk.button);
  return { walk, walker, sent };
}

function of(who: Who): Walker {
  const walker = walkers.get(who);
  if (walker === undefined) throw new Error(`Nobody is ${who}.`);
  return walker;
}

interface Round {
  vendor: Vendor;
  words: string;
  app: string;
}

/** All actions at a time, then all pages: most of the time goes by in waiting for the vendor. */
async function everything(round: Round): Promise<string[]> {
  await forgetLimits();
  const { vendor, words, app } = round;
  const late = (what: string) => (error: unknown) => [`${what} has no answer: ${error}`];
  const lost = await Promise.all(
    prepared.map((one) => lostBy(one, vendor, app).catch(late(one.walk.action))),
  );
  const pages = pagesOf().map((one) => lostPage(one, app).catch(late(one.path)));
  lost.push(...(await Promise.all(pages)));
  return lost.flat().map((what) => `${vendor} ${words}: ${what}`);
}

async function lostBy(one: Prepared, vendor: Vendor, app: string): Promise<string[]> {
  const { walk, walker, sent } = one;
  const answer = await carryOut(app, walker, walk, sent);
  const lost = [];
  if (answer.status !== 200 && answer.status !== 303) lost.push(`answers ${answer.status}`);
  if (UNEXPECTED.test(answer.text)) lost.push('is a failure that nobody expected');
  if (answer.tookMs > MOST_MS) lost.push(`takes ${answer.tookMs} ms`);
  if (answer.status === 303) {
    const next = new URL(answer.location, app);
    if (next.origin === new URL(app).origin) {
      const page = await walker.page.request.get(next.href);
      if (page.status() >= 500) lost.push(`leads to ${page.status()}`);
      answer.text = await page.text();
      if (UNEXPECTED.test(answer.text)) lost.push('leads to a page that is lost');
    }
  } else if (!answer.text.includes('<h1')) lost.push('loses its page');
  if (FAILED.test(answer.text)) {
    reported.add(`${walk.action} ${vendor}`);
    for (const [name, value] of Object.entries(walk.fill?.(walker) ?? {})) {
      if (/current|password|code/.test(name)) continue;
      if (!answer.text.includes(value)) lost.push(`loses ${name}`);
    }
  }
  return lost.map((what) => `${walk.action} ${what}`);
}

async function carryOut(app: string, walker: Walker, walk: Walk, sent: SentForm) {
  const fields = { ...sent.fields, ...walk.fill?.(walker) };
  // Who signed up is somebody with an account, and this is done by somebody without.
  if (walk.who === 'newcomer') await walker.page.context().clearCookies();
  const isHandler = walk.action.startsWith('/');
  const url = new URL(sent.address, e2eAddresses.app);
  const started = performance.now();
  const answer = await walker.page.request.post(
    `${app}${isHandler ? walk.action : `${url.pathname}${url.search}`}`,
    {
      ...(isHandler ? { form: fields } : { multipart: fields }),
      // Of its own connection: one that is kept may be closed by the server while the next form is on its way.
      headers: { origin: app, connection: 'close' },
      maxRedirects: 0,
      timeout: 60_000,
    },
  );
  return {
    status: answer.status(),
    text: await answer.text(),
    location: answer.headers().location ?? '',
    tookMs: Math.round(performance.now() - started),
  };
}

interface Opened {
  request: APIRequestContext;
  path: string;
}

function pagesOf(): Opened[] {
  const keeper = of('keeper');
  return pageRoutes.map(({ audience, address }) => ({
    request: of(audience === 'operator' ? 'operator' : 'keeper').page.request,
    path: address(keeper),
  }));
}

async function lostPage({ request, path }: Opened, app: string): Promise<string[]> {
  const started = performance.now();
  const headers = { connection: 'close' };
  const answer = await request.get(`${app}${path}`, { headers, timeout: 60_000 });
  const tookMs = Math.round(performance.now() - started);
  const text = await answer.text();
  const lost = [];
  if (answer.status() >= 500) lost.push(`${path} answers ${answer.status()}`);
  // A part that failed after the page was begun is left to the browser, with a digest of the error.
  if (UNEXPECTED.test(text) || /data-dgst="\d/.test(text)) lost.push(`${path} is lost`);
  if (tookMs > MOST_MS) lost.push(`${path} takes ${tookMs} ms`);
  return lost;
}
