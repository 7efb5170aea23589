import { Hono } from 'hono';
import { html } from 'hono/html';
import { needsAuthentication } from '../billing/cards';
import { completeCheckout } from '../billing/complete-checkout';
import { inTimeOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { SessionRow } from '../state/rows';
import { StripeError } from '../wire/stripe-error';
import { authenticationStep } from './authentication-step';
import {
  type CardErrors,
  type CardForm,
  cardFields,
  EMPTY_CARD,
  formOf,
  readCard,
  testCards,
} from './card-form';
import { checkoutSummary, dueText } from './checkout-summary';
import { type Markup, page } from './layout';
import { waitForApplication } from './wait-for-application';

/** The hosted Checkout page: a form that works without scripts. */
export function checkoutPages(account: Account): Hono {
  const app = new Hono();
  app.get('/c/pay/:id', (c) => {
    const session = account.sessions.get(c.req.param('id'));
    if (session?.status !== 'open') return c.html(closed(session), session ? 200 : 404);
    const email = session.customer
      ? account.customers.get(session.customer)?.email
      : session.customerEmail;
    return c.html(
      form(account, session, { form: { ...EMPTY_CARD, email: email ?? '' }, errors: {} }),
    );
  });
  app.post('/c/pay/:id', async (c) => {
    const session = account.sessions.get(c.req.param('id'));
    if (session?.status !== 'open') return c.html(closed(session), session ? 200 : 404);
    const fields = await c.req.parseBody();
    const typed = formOf(fields);
    const read = readCard(typed, {
      nowSeconds: inTimeOf(account, session.customer, () => account.now()),
      needsEmail: session.customer === null,
    });
    if (read.kind === 'invalid')
      return c.html(form(account, session, { form: typed, errors: read.errors }), 422);
    if (needsAuthentication(read.card.number) && fields.authentication !== 'approved') {
      if (fields.authentication !== 'failed')
        return c.html(authenticationStep(c.req.path, typed, dueText(account, session)));
      const refused =
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
      return c.html(
        form(account, session, { form: { ...typed, cvc: '' }, errors: {}, alert: refused }),
        402,
      );
    }
    try {
      const complete = inTimeOf(account, session.customer, () =>
        completeCheckout(account, session, read.card),
      );
      await waitForApplication(account);
      return c.redirect(complete.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', complete.id), 303);
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      return c.html(
        form(account, session, { form: { ...typed, cvc: '' }, errors: {}, alert: error.message }),
        402,
      );
    }
  });
  return app;
}

function form(
  account: Account,
  session: SessionRow,
  state: { form: CardForm; errors: CardErrors; alert?: string },
): Markup {
  const count = Object.keys(state.errors).length;
  const alert = state.alert ?? (count > 0 ? 'Some details need another look.' : undefined);
  return page({
    title: `${alert === undefined ? '' : 'Error: '}Checkout`,
    body: html`<main class="wrap two">
<section aria-label="Order">${inTimeOf(account, session.customer, () => checkoutSummary(account, session))}</section>
<section class="panel" aria-label="Payment">
<h2>Pay with card</h2>
${alert === undefined ? '' : html`<p class="alert" role="alert">${alert}</p>`}
<form method="post" action="/c/pay/${session.id}" novalidate>
${cardFields(state.form, state.errors, session.customer === null)}
<button type="submit">${dueText(account, session).button}</button>
${session.payment ? '' : html`<p class="small soft">By subscribing you allow the card to be charged according to the terms shown, until you cancel.</p>`}
</form>
${testCards()}
</section>
</main>`,
  });
}

function closed(session: SessionRow | undefined): Markup {
  const complete = session?.status === 'complete';
  const title = complete
    ? 'You are all done here'
    : session
      ? 'This page has expired'
      : 'There is no such page';
  const text = complete
    ? 'The payment for this page was completed. It cannot be used again.'
    : 'Go back to the shop and start the checkout again. Nothing was charged.';
  const address = complete
    ? session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', session.id)
    : session?.cancelUrl;
  return page({
    title,
    body: html`<main class="wrap"><div class="panel">
<h2 role="heading" aria-level="1">${title}</h2>
<p>${text}</p>
${address ? html`<a class="button" href="${address}">Back to the shop</a>` : ''}
</div></main>`,
  });
}
