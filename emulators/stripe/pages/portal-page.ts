import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { cancelNow } from '../billing/cancel-now';
import { saveCustomer, saveSubscription } from '../billing/save';
import { inTimeOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { PortalConfigurationRow, PortalSessionRow } from '../state/portal-rows';
import type { SubscriptionRow } from '../state/rows';
import { StripeError } from '../wire/stripe-error';
import { changedInformation } from './billing-information';
import { formOf, readCard } from './card-form';
import { type Markup, page } from './layout';
import { type PortalState, portalBody } from './portal-body';
import { replaceCard } from './replace-card';
import { waitForApplication } from './wait-for-application';

/** How long the address of a portal session lets anybody in, counted from its making. */
const OPEN_SECONDS = 3600;

/** The customer portal: card, invoices, cancelling and its undoing, each as a form of its own. */
export function portalPages(account: Account): Hono {
  const app = new Hono();
  app.get('/p/session/:key', (c) => {
    const open = openSession(account, c);
    if (!open) return c.html(gone(), 404);
    const done = new URL(c.req.url).searchParams.get('done');
    return c.html(portalBody(account, open, { notice: NOTICES.get(done ?? '') }));
  });
  app.post('/p/session/:key/card', async (c) => {
    const open = openSession(account, c);
    if (!open) return c.html(gone(), 404);
    const again = (state: PortalState, status: 402 | 422) =>
      c.html(portalBody(account, open, state), status);
    if (!open.configuration.paymentMethodUpdate)
      return again({ alert: 'The card can not be changed here.' }, 422);
    const form = formOf(await c.req.parseBody());
    const { customer } = open.session;
    const nowSeconds = inTimeOf(account, customer, () => account.now());
    const read = readCard(form, { nowSeconds, needsEmail: false });
    if (read.kind === 'invalid')
      return again({ form, errors: read.errors, alert: 'Some details need another look.' }, 422);
    try {
      inTimeOf(account, customer, () =>
        replaceCard(account, customer, { ...read.card, email: null }),
      );
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      return again({ form: { ...form, cvc: '' }, alert: error.message }, 402);
    }
    return done(account, c, open.session, 'card');
  });
  app.post('/p/session/:key/information', async (c) => {
    const open = openSession(account, c);
    const customer = open && account.customers.get(open.session.customer);
    if (!open || !customer) return c.html(gone(), 404);
    const typed = await c.req.parseBody();
    const changed = changedInformation(open.configuration, customer, typed);
    if (typeof changed === 'string')
      return c.html(portalBody(account, open, { alert: changed }), 422);
    inTimeOf(account, customer.id, () => saveCustomer(account, changed));
    return done(account, c, open.session, 'information');
  });
  app.post('/p/session/:key/cancel/:subscription', (c) => {
    const open = openSession(account, c);
    const row = open && portalSubscription(account, open.session, c.req.param('subscription'));
    if (!open || !row) return c.html(gone(), 404);
    if (!open.configuration.cancel.enabled) {
      return c.html(
        portalBody(account, open, { alert: 'Subscriptions can not be cancelled here.' }),
        422,
      );
    }
    inTimeOf(account, row.customer, () => cancel(account, row, open.configuration));
    return done(account, c, open.session, 'cancelled');
  });
  app.post('/p/session/:key/keep/:subscription', (c) => {
    const open = openSession(account, c);
    const row = open && portalSubscription(account, open.session, c.req.param('subscription'));
    if (!open || !row) return c.html(gone(), 404);
    inTimeOf(account, row.customer, () => keep(account, row));
    return done(account, c, open.session, 'kept');
  });
  return app;
}

const NOTICES = new Map([
  ['card', 'The new card is in place.'],
  ['information', 'The billing information is saved.'],
  ['cancelled', 'The subscription was cancelled.'],
  ['kept', 'The subscription goes on.'],
]);

export interface OpenPortal {
  readonly session: PortalSessionRow;
  readonly configuration: PortalConfigurationRow;
}

function openSession(account: Account, c: Context): OpenPortal | undefined {
  const session = account.portalSessions.find((one) => one.key === c.req.param('key'));
  const configuration = session && account.portalConfigurations.get(session.configuration);
  if (!session || !configuration || account.worldNow() > session.created + OPEN_SECONDS)
    return undefined;
  return { session, configuration };
}

function portalSubscription(
  account: Account,
  session: PortalSessionRow,
  id: string,
): SubscriptionRow | undefined {
  const row = account.subscriptions.get(id);
  const running = row && row.status !== 'canceled' && row.status !== 'incomplete_expired';
  return running && row.customer === session.customer ? row : undefined;
}

function keep(account: Account, row: SubscriptionRow): void {
  saveSubscription(account, {
    ...row,
    cancelAtPeriodEnd: false,
    cancelAt: null,
    canceledAt: null,
    cancellation: { reason: null, comment: null, feedback: null },
  });
}

function cancel(
  account: Account,
  row: SubscriptionRow,
  configuration: PortalConfigurationRow,
): void {
  if (configuration.cancel.mode === 'immediately') {
    cancelNow(account, row, { invoiceNow: false, prorate: false, comment: null, feedback: null });
    return;
  }
  saveSubscription(account, {
    ...row,
    cancelAtPeriodEnd: true,
    cancelAt: Math.min(...row.items.map((item) => item.periodEnd)),
    canceledAt: account.now(),
    cancellation: { reason: 'cancellation_requested', comment: null, feedback: null },
  });
}

async function done(
  account: Account,
  c: Context,
  session: PortalSessionRow,
  what: string,
): Promise<Response> {
  await waitForApplication(account);
  return c.redirect(`/p/session/${session.key}?done=${what}`, 303);
}

function gone(): Markup {
  return page({
    title: 'This link has expired',
    body: html`<main class="wrap"><div class="panel"><h2 role="heading" aria-level="1">This link has expired</h2><p>Open the billing page again from where you came.</p></div></main>`,
  });
}
