import { e2eAddresses } from '../fixtures/addresses';
import { newName, newPerson } from '../fixtures/people';
import { countsOf } from '../fixtures/stripe-records';
import { expect, test } from '../fixtures/world';
import { continueToPayment } from '../pages/checkout';
import { expectHostedCheckout } from '../pages/hosted-checkout';
import { signUp } from '../pages/sign-up';

const stripeJs = '**/basil/stripe.js';

test('a double click makes one session', async ({ page, control }) => {
  await signUp(page, newPerson(), '/checkout/standard');
  const before = await countsOf(control);
  await page.getByRole('button', { name: 'Continue to payment' }).dblclick();
  await expectHostedCheckout(page);
  const after = await countsOf(control);
  expect(after.checkoutSessions - before.checkoutSessions).toBe(1);
});

test('ten requests at once, of two browsers, make one session', async ({
  page,
  control,
  newVisitor,
}) => {
  await signUp(page, newPerson(), '/checkout/standard');
  const other = await newVisitor();
  await other.context().addCookies(await page.context().cookies());
  await other.goto('/checkout/standard');
  const before = await countsOf(control);
  const name = newName('at once');
  const ids = await Promise.all(
    [page, other].map((tab) =>
      tab.evaluate(async (subscriptionName) => {
        const answers = await Promise.all(
          Array.from({ length: 5 }, () =>
            fetch('/api/checkout/session', {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ productId: 'standard', name: subscriptionName }),
            }),
          ),
        );
        return Promise.all(answers.map(async (answer) => (await answer.json()).id as string));
      }, name),
    ),
  );
  expect(new Set(ids.flat()).size).toBe(1);
  expect(ids.flat()[0]).toMatch(/^cs_test_/);
  const after = await countsOf(control);
  expect(after.checkoutSessions - before.checkoutSessions).toBe(1);
});

test('redirectToCheckout of Stripe.js is what leads to the payment page', async ({ page }) => {
  const called: string[] = [];
  await page.exposeFunction('noteRedirect', (sessionId: string) => called.push(sessionId));
  await page.route(stripeJs, async (route) => {
    const answer = await route.fetch();
    const observed = `
      { const make = window.Stripe;
        window.Stripe = Object.assign((...given) => {
          const stripe = make(...given);
          const redirect = stripe.redirectToCheckout;
          stripe.redirectToCheckout = (options) => {
            window.noteRedirect(options.sessionId);
            return redirect(options);
          };
          return stripe;
        }, make); }`;
    await route.fulfill({ response: answer, body: `${await answer.text()}${observed}` });
  });
  await signUp(page, newPerson(), '/checkout/payg');
  await continueToPayment(page, newName('by Stripe.js'));
  await expectHostedCheckout(page);
  expect(called).toEqual([new URL(page.url()).pathname.split('/').at(-1)]);
});

test('with Stripe.js blocked, the session’s url leads to the payment page', async ({
  page,
  consoleWatch,
}) => {
  consoleWatch.allow(/ERR_FAILED.*stripe\.js/);
  await page.route(stripeJs, (route) => route.abort());
  await signUp(page, newPerson(), '/checkout/payg');
  await continueToPayment(page, newName('blocked'));
  await expectHostedCheckout(page);
});

test('with a Stripe.js that has no redirectToCheckout, the session’s url is used', async ({
  page,
}) => {
  await page.route(stripeJs, async (route) => {
    const answer = await route.fetch();
    const later = `
      { const make = window.Stripe;
        window.Stripe = Object.assign((...given) => {
          const { redirectToCheckout: gone, ...rest } = make(...given);
          return rest;
        }, make); }`;
    await route.fulfill({ response: answer, body: `${await answer.text()}${later}` });
  });
  await signUp(page, newPerson(), '/checkout/payg');
  await continueToPayment(page, newName('no method'));
  await expectHostedCheckout(page);
});

test('back from the payment page, the button works again', async ({ page }) => {
  await signUp(page, newPerson(), '/checkout/payg');
  const name = newName('back');
  await continueToPayment(page, name);
  await expectHostedCheckout(page);
  const first = page.url();
  await page.goBack();
  await continueToPayment(page, name);
  await expectHostedCheckout(page);
  expect(page.url()).toBe(first);
});

test('the checkout API says 401 without a session and 403 to another site', async ({
  page,
  request,
}) => {
  const body = { productId: 'payg', name: 'Not mine' };
  const nobody = await request.post('/api/checkout/session', { data: body });
  expect(nobody.status()).toBe(401);
  expect(await nobody.json()).toMatchObject({ error: { code: 'not-signed-in' } });

  await signUp(page, newPerson());
  const crossing: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: e2eAddresses.stripe },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of crossing) {
    const answer = await page.request.post('/api/checkout/session', { data: body, headers });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
  }
  const own = await page.request.post('/api/checkout/session', {
    data: body,
    headers: { origin: e2eAddresses.app, 'sec-fetch-site': 'same-origin' },
  });
  expect(own.status()).toBe(200);
});

test('a form on another site can not start a checkout for who is signed in', async ({
  page,
  control,
  consoleWatch,
}) => {
  consoleWatch.allow(/status of 403.*\/api\/checkout\/session/);
  await signUp(page, newPerson());
  const before = await countsOf(control);
  await page.goto(`${e2eAddresses.portal}/products`);
  const answered = page.waitForResponse('**/api/checkout/session');
  await page.evaluate((action) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = action;
    for (const [name, value] of [
      ['productId', 'payg'],
      ['name', 'Not wanted'],
    ]) {
      const input = document.createElement('input');
      input.name = name ?? '';
      input.value = value ?? '';
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, `${e2eAddresses.app}/api/checkout/session`);
  expect((await answered).status()).toBe(403);
  const after = await countsOf(control);
  expect(after.checkoutSessions).toBe(before.checkoutSessions);
});

test('the checkout API refuses what is no product, no name, no JSON or too much', async ({
  page,
}) => {
  await signUp(page, newPerson());
  const post = async (data: unknown) => {
    const answer = await page.request.post('/api/checkout/session', { data: data as string });
    return { status: answer.status(), ...(await answer.json()) };
  };
  expect(await post({ productId: 'nothing', name: 'x' })).toMatchObject({ status: 404 });
  expect(await post({ productId: 'payg', name: '  ' })).toMatchObject({
    status: 400,
    error: { code: 'invalid-name' },
  });
  expect(await post({ productId: 'payg' })).toMatchObject({ status: 400 });
  expect(await post({ productId: 'payg', name: 'x'.repeat(9000) })).toMatchObject({ status: 413 });
});
