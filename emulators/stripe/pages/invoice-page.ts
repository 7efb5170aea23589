import { Hono } from 'hono';
import { html } from 'hono/html';
import { needsAuthentication } from '../billing/cards';
import { attempt } from '../billing/invoice-life';
import { formatMoney } from '../money/format-money';
import { getInvoice } from '../objects/invoice';
import { dueOf } from '../objects/invoice-lines';
import { inTimeOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { InvoiceRow } from '../state/rows';
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
import { day } from './day';
import { invoicePdf } from './invoice-pdf';
import { type Markup, page } from './layout';
import { replaceCard } from './replace-card';
import { waitForApplication } from './wait-for-application';

/** The hosted invoice page: what is owed, and a form that pays it with another card. */
export function invoicePages(account: Account): Hono {
  const app = new Hono();
  app.get('/i/:account/:key', (c) => {
    const invoice = findInvoice(account, c.req.param());
    return invoice
      ? c.html(shown(account, invoice, { form: EMPTY_CARD, errors: {} }))
      : c.html(unknown(), 404);
  });
  app.get('/i/:account/:key/pdf', (c) => {
    const invoice = findInvoice(account, c.req.param());
    if (!invoice) return c.html(unknown(), 404);
    c.header('Content-Type', 'application/pdf');
    c.header('Content-Disposition', `attachment; filename="Invoice-${invoice.number}.pdf"`);
    return c.body(invoicePdf(account, invoice));
  });
  app.post('/i/:account/:key', async (c) => {
    const invoice = findInvoice(account, c.req.param());
    if (!invoice) return c.html(unknown(), 404);
    if (invoice.status !== 'open') return c.redirect(c.req.path, 303);
    const fields = await c.req.parseBody();
    const typed = formOf(fields);
    const nowSeconds = inTimeOf(account, invoice.customer, () => account.now());
    const read = readCard(typed, { nowSeconds, needsEmail: false });
    if (read.kind === 'invalid')
      return c.html(shown(account, invoice, { form: typed, errors: read.errors }), 422);
    if (needsAuthentication(read.card.number) && fields.authentication !== 'approved') {
      if (fields.authentication !== 'failed') {
        const amount = formatMoney(dueOf(account, invoice), invoice.currency);
        return c.html(authenticationStep(c.req.path, typed, { amount }));
      }
      return c.html(
        shown(account, invoice, {
          form: { ...typed, cvc: '' },
          errors: {},
          alert: 'Your bank did not approve the payment. Use another card.',
        }),
        402,
      );
    }
    try {
      const decline = inTimeOf(account, invoice.customer, () => {
        const card = replaceCard(account, invoice.customer, { ...read.card, email: null });
        return attempt(account, getInvoice(account, invoice.id), {
          automatic: false,
          card,
          authenticated: true,
        });
      });
      await waitForApplication(account);
      if (!decline) return c.redirect(c.req.path, 303);
      return c.html(
        shown(account, getInvoice(account, invoice.id), {
          form: { ...typed, cvc: '' },
          errors: {},
          alert: decline.message,
        }),
        402,
      );
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      return c.html(
        shown(account, invoice, { form: { ...typed, cvc: '' }, errors: {}, alert: error.message }),
        402,
      );
    }
  });
  return app;
}

function findInvoice(
  account: Account,
  path: { account: string; key: string },
): InvoiceRow | undefined {
  const key = `${path.account}/${path.key}`;
  return account.invoices.find((one) => one.hostedKey === key && one.finalizedAt !== null);
}

function shown(
  account: Account,
  invoice: InvoiceRow,
  state: { form: CardForm; errors: CardErrors; alert?: string },
): Markup {
  const amount = formatMoney(dueOf(account, invoice), invoice.currency);
  const customer = account.customers.get(invoice.customer);
  const count = Object.keys(state.errors).length;
  const alert = state.alert ?? (count > 0 ? 'Some details need another look.' : undefined);
  return page({
    title: `Invoice ${invoice.number ?? ''}`,
    body: html`<main class="wrap two">
<section class="panel" aria-label="Invoice">
<h1>Invoice ${invoice.number ?? ''}</h1>
<p class="amount">${amount}</p>
<p class="soft">${statusText(invoice)}</p>
<dl class="sum">
<div><dt>Billed to</dt><dd>${customer?.name ?? customer?.email ?? invoice.customer}</dd></div>
<div><dt>Period</dt><dd>${day(invoice.periodStart)} to ${day(invoice.periodEnd)}</dd></div>
${invoice.lines.map((line) => html`<div><dt>${line.description}</dt><dd>${formatMoney(line.amount, invoice.currency)}</dd></div>`)}
<div class="total"><dt>Total</dt><dd>${amount}</dd></div>
</dl>
</section>
${invoice.status === 'open' ? payment(invoice, state, alert, amount) : ''}
</main>`,
  });
}

function payment(
  invoice: InvoiceRow,
  state: { form: CardForm; errors: CardErrors },
  alert: string | undefined,
  amount: string,
): Markup {
  return html`<section class="panel" aria-label="Payment">
<h2>Pay with another card</h2>
${alert === undefined ? '' : html`<p class="alert" role="alert">${alert}</p>`}
<form method="post" action="/i/${invoice.hostedKey}" novalidate>
${cardFields(state.form, state.errors, false)}
<button type="submit">Pay ${amount}</button>
<p class="small soft">The card is kept for the invoices that follow.</p>
</form>
${testCards()}
</section>`;
}

function statusText(invoice: InvoiceRow): string {
  if (invoice.status === 'paid')
    return `Paid${invoice.paidAt === null ? '' : ` on ${day(invoice.paidAt)}`}`;
  if (invoice.status === 'void') return 'Void: nothing has to be paid.';
  if (invoice.status === 'uncollectible') return 'Not collected.';
  if (invoice.lastDecline) return `Payment failed: ${invoice.lastDecline.message}`;
  return 'Due now';
}

function unknown(): Markup {
  return page({
    title: 'No such invoice',
    body: html`<main class="wrap"><div class="panel"><h2 role="heading" aria-level="1">There is no such invoice</h2></div></main>`,
  });
}
