import type { APIRequestContext, APIResponse, Page } from '@playwright/test';
import { e2eAddresses } from '../fixtures/addresses';
import { freshWorld } from '../fixtures/fresh-world';
import { logMark, logSince } from '../fixtures/log-lines';
import { encoded, multipart, STRANGE, STRANGE_JSON } from '../fixtures/strange-text';
import { expect, test } from '../fixtures/world';
import { type Bought, getFree } from '../pages/buy';
import { signInAsOperator } from '../pages/operator';
import { actionRoutes, handlerRoutes, pageRoutes } from '../pages/routes';
import { formOf, type SentForm } from '../pages/sent-form';

/** Every name that a page or a handler reads from its query; twice each, so that lists come too. */
const QUERY =
  'after area calls callbackUrl code csrfToken cost error for kind name next operation order problem product ' +
  'productId q ready replayed returnUrl salt seconds session_id show sig sort state subscription subscriptionId token ' +
  'try userId when outcome';
const LOST = /Something went wrong on our side|data-dgst="\d/;

type Who = 'nobody' | 'consumer' | 'operator';
let owner: Bought;
let mark = 0;
let pages: Record<Who, Page>;

test.use({ javaScriptEnabled: false });

test.describe('text that is none makes no failure', () => {
  test.beforeAll(async ({ browser }) => {
    await freshWorld();
    mark = logMark();
    const page = async () => (await browser.newContext({ javaScriptEnabled: false })).newPage();
    pages = { nobody: await page(), consumer: await page(), operator: await page() };
    owner = await getFree(pages.consumer);
    await signInAsOperator(pages.operator);
  });
  test.afterAll(async () => {
    for (const page of Object.values(pages ?? {})) await page.context().close();
  });

  for (const who of ['nobody', 'consumer', 'operator'] as const) {
    test(`in an address that is opened by ${who}`, async () => {
      test.setTimeout(600_000);
      const { request } = pages[who].context();
      const failed: string[] = [];
      for (const { route, address } of pageRoutes) {
        for (const [what, text] of Object.entries(STRANGE)) {
          const strange = encoded(text);
          const query = QUERY.split(' ').map((name) => `${name}=${strange}`);
          const twice = `try=${strange}&q=${strange}&next=${strange}`;
          const [path = ''] = address(owner).split('?');
          const asked = [
            `${path}?${what === 'text without an end' ? twice : `${query.join('&')}&${twice}`}`,
            ...(route.includes('[') ? [route.replace(/\[[^\]]+\]/, strange)] : []),
          ];
          for (const one of asked) {
            const answer = await request.get(one, { maxRedirects: 0 });
            failed.push(...(await failures(`${route} ${what}`, answer)));
          }
        }
      }
      expect(failed).toEqual([]);
    });

    test(`in what is sent to a handler by ${who}`, async () => {
      test.setTimeout(600_000);
      const { request } = pages[who].context();
      const failed: string[] = [];
      for (const { route } of handlerRoutes) {
        // It has nothing to read, and would end the session that the others are tried with.
        if (route === '/api/sign-out' && who !== 'nobody') continue;
        for (const [what, text] of Object.entries(STRANGE)) {
          const strange = encoded(text);
          const path = route.replace(/\[[^\]]+\]/, strange);
          const form = [
            'productId',
            'name',
            'email',
            'password',
            'csrfToken',
            'callbackUrl',
            'next',
          ];
          const body = form.map((name) => `${name}=${strange}`).join('&');
          failed.push(
            ...(await failures(`${route} ${what}`, await request.get(path, { maxRedirects: 0 }))),
            ...(await failures(`${route} ${what}`, await send(request, path, FORM, body))),
          );
        }
        for (const text of STRANGE_JSON) {
          const json = `{"productId":"${text}","name":"${text}","email":"${text}","password":"${text}","csrfToken":"${text}"}`;
          const path = route.replace(/\[[^\]]+\]/, 'callback/credentials');
          failed.push(
            ...(await failures(`${route} JSON`, await send(request, path, JSON_TYPE, json))),
          );
        }
      }
      expect(failed).toEqual([]);
    });
  }

  test('in a form, whoever sends it', async () => {
    test.setTimeout(600_000);
    const failed: string[] = [];
    for (const { action, sent } of await forms()) {
      for (const [what, text] of Object.entries(STRANGE)) {
        for (const who of ['nobody', 'consumer', 'operator'] as const) {
          const { request } = pages[who].context();
          const answer = await sendForm(request, sent, (name) => !name.startsWith('$'), text);
          failed.push(...(await failures(`${action} ${what} by ${who}`, answer)));
        }
        // The framework's own fields, whoever sends them.
        const { request } = pages.nobody.context();
        const answer = await sendForm(request, sent, (name) => name.startsWith('$'), text);
        failed.push(...(await failures(`${action} ${what} in the framework's fields`, answer)));
      }
    }
    expect(failed).toEqual([]);
  });

  test('in the name of an action', async () => {
    const failed: string[] = [];
    for (const id of ['x', '00'.repeat(20), 'a'.repeat(3_000)]) {
      for (const body of ['[]', '["$K1"]', '{"a":"\\ud800"}', '[\\u0000']) {
        const headers = {
          origin: e2eAddresses.app,
          'next-action': id,
          'content-type': 'text/plain',
        };
        const answer = await pages.consumer.request.post('/account', { data: body, headers });
        failed.push(...(await failures(`action ${id.slice(0, 9)} ${body}`, answer)));
      }
    }
    expect(failed).toEqual([]);
  });

  test('and every line that was logged of it is JSON', () => {
    for (const line of logSince(mark)) expect(() => JSON.parse(line), line).not.toThrow();
  });
});

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

function send(request: APIRequestContext, path: string, type: string, body: string) {
  return request.post(path, {
    data: Buffer.from(body),
    headers: { 'content-type': type, origin: e2eAddresses.app },
    maxRedirects: 0,
  });
}

function sendForm(
  request: APIRequestContext,
  { address, fields }: SentForm,
  isStrange: (name: string) => boolean,
  text: Buffer,
): Promise<APIResponse> {
  const changed = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isStrange(name) ? text : value]),
  );
  const { data, contentType } = multipart(changed);
  const headers = { 'content-type': contentType, origin: e2eAddresses.app };
  return request.post(address, { data, headers, maxRedirects: 0 });
}

/** Of every action whose form these three are shown. */
async function forms(): Promise<{ action: string; sent: SentForm }[]> {
  const shown: { action: string; sent: SentForm }[] = [];
  for (const { action, form, of } of actionRoutes) {
    if (form === null) continue;
    // There is no other session to sign out.
    if (action === 'endSessionsAction') continue;
    const page = of === 'operator' ? pages.operator : pages.consumer;
    shown.push({ action, sent: await formOf(page, form.address(owner), form.button) });
  }
  for (const [action, path, button] of [
    ['signInAction', '/sign-in', 'Sign in'],
    ['signUpAction', '/sign-up', 'Create account'],
    ['forgotAction', '/forgot-password', 'Send link'],
    ['setTheme', '/sign-in', 'Dark'],
  ] as const) {
    shown.push({ action, sent: await formOf(pages.nobody, path, button) });
  }
  return shown;
}

async function failures(what: string, answer: APIResponse): Promise<string[]> {
  if (answer.status() >= 500) return [`${what}: ${answer.status()}`];
  return LOST.test(await answer.text()) ? [`${what}: the page is lost`] : [];
}
