import { Hono } from 'hono';
import { html } from 'hono/html';
import { attempt } from '../billing/invoice-life';
import { payIntent, saveIntent } from '../billing/pay-intent';
import { NEEDS_AUTHENTICATION } from '../billing/payment';
import { saveSetupIntent, setUpCard } from '../billing/set-up-card';
import { formatMoney } from '../money/format-money';
import { inTimeOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { PaymentIntentRow, SetupIntentRow } from '../state/payment-rows';
import type { PaymentMethodRow } from '../state/rows';
import { type Markup, page } from './layout';
import { waitForApplication } from './wait-for-application';

interface Asked {
  readonly intent: PaymentIntentRow | SetupIntentRow;
  readonly card: PaymentMethodRow;
}

/** The page of the cardholder's bank, to which `next_action.redirect_to_url` leads. */
export function authenticatePages(account: Account): Hono {
  const app = new Hono();
  app.get('/authenticate/:id', (c) => {
    const asked = find(account, c.req.param('id'));
    return asked ? c.html(question(asked)) : c.html(nothingAsked(), 404);
  });
  app.post('/authenticate/:id', async (c) => {
    const asked = find(account, c.req.param('id'));
    if (!asked) return c.html(nothingAsked(), 404);
    const approved = (await c.req.parseBody()).authentication === 'approved';
    inTimeOf(account, asked.intent.customer, () => answer(account, asked, approved));
    await waitForApplication(account);
    const { returnUrl } = asked.intent;
    return returnUrl === null ? c.html(answered()) : c.redirect(returnUrl, 303);
  });
  return app;
}

function find(account: Account, id: string): Asked | undefined {
  const intent = account.paymentIntents.get(id) ?? account.setupIntents.get(id);
  const card = account.paymentMethods.get(intent?.paymentMethod ?? '');
  return intent?.status === 'requires_action' && card ? { intent, card } : undefined;
}

function answer(account: Account, { intent, card }: Asked, approved: boolean): void {
  if (!('amount' in intent)) {
    if (approved) setUpCard(account, intent, card, true);
    else
      saveSetupIntent(
        account,
        { ...intent, status: 'requires_payment_method', lastError: NEEDS_AUTHENTICATION },
        'setup_intent.setup_failed',
      );
    return;
  }
  if (!approved) {
    saveIntent(
      account,
      { ...intent, status: 'requires_payment_method', lastError: NEEDS_AUTHENTICATION },
      'payment_intent.payment_failed',
    );
    return;
  }
  const payment = account.invoicePayments.find((one) => one.paymentIntent === intent.id);
  const invoice = payment && account.invoices.get(payment.invoice);
  if (invoice?.status === 'open')
    attempt(account, invoice, { automatic: false, card, authenticated: true });
  else payIntent(account, intent, card, true);
}

function question({ intent, card }: Asked): Markup {
  const amount = 'amount' in intent ? formatMoney(intent.amount, intent.currency) : 'No charge now';
  return page({
    title: 'Your bank asks',
    body: html`<main class="wrap"><div class="panel" style="max-width:28rem;margin:0 auto">
<h1>Test bank</h1>
<p class="amount">${amount}</p>
<p>Is it you who wants to use the card ending in ${card.last4}? This page replaces your bank’s.</p>
<form method="post" action="/authenticate/${intent.id}">
<p><button name="authentication" value="approved">Complete authentication</button></p>
<p><button class="plain" name="authentication" value="failed">Fail authentication</button></p>
</form>
</div></main>`,
  });
}

function answered(): Markup {
  return page({
    title: 'Answered',
    body: html`<main class="wrap"><div class="panel"><h2 role="heading" aria-level="1">Your bank has its answer</h2><p>You can close this page.</p></div></main>`,
  });
}

function nothingAsked(): Markup {
  return page({
    title: 'Nothing to confirm',
    body: html`<main class="wrap"><div class="panel"><h2 role="heading" aria-level="1">There is nothing to confirm</h2><p>The bank was answered already, or never asked.</p></div></main>`,
  });
}
