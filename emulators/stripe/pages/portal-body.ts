import { html } from 'hono/html';
import { defaultCardOf } from '../billing/payment';
import { formatMoney } from '../money/format-money';
import { linesOf, totalOf } from '../objects/invoice-lines';
import { getPrice } from '../objects/price';
import { getProduct } from '../objects/product';
import type { Account } from '../state/account';
import type { PortalConfigurationRow, PortalSessionRow } from '../state/portal-rows';
import type { CustomerRow, SubscriptionRow } from '../state/rows';
import { billingInformation } from './billing-information';
import { type CardErrors, type CardForm, cardFields, EMPTY_CARD, testCards } from './card-form';
import { day } from './day';
import { type Markup, page } from './layout';
import { eachOnce } from './price-lines';

export interface PortalState {
  readonly form?: CardForm;
  readonly errors?: CardErrors;
  readonly alert?: string;
  readonly notice?: string | undefined;
}

export function portalBody(
  account: Account,
  open: { session: PortalSessionRow; configuration: PortalConfigurationRow },
  state: PortalState,
): Markup {
  const { session, configuration } = open;
  const customer = account.customers.get(session.customer);
  const subscriptions = account.subscriptions
    .group(session.customer)
    .filter((one) => one.status !== 'incomplete_expired');
  return page({
    title: 'Billing',
    body: html`<main class="wrap">
${session.returnUrl ? html`<a class="back" href="${session.returnUrl}">← Back</a>` : ''}
<h1>${configuration.headline ?? 'Billing'}</h1>
<p class="amount">${customer?.name ?? customer?.email ?? 'Your account'}</p>
${state.alert === undefined ? '' : html`<p class="alert" role="alert">${state.alert}</p>`}
${state.notice === undefined ? '' : html`<p class="note" role="status">${state.notice}</p>`}
<section class="panel"><h2>Subscriptions</h2>
${subscriptions.length === 0 ? html`<p class="soft">There are none.</p>` : ''}
${subscriptions.reverse().map((one) => subscription(account, open, one))}
</section>
${configuration.paymentMethodUpdate ? card(account, session, customer, state) : ''}
${customer ? billingInformation(session.key, configuration, customer) : ''}
${configuration.invoiceHistory ? invoices(account, session) : ''}
</main>`,
  });
}

function subscription(
  account: Account,
  open: { session: PortalSessionRow; configuration: PortalConfigurationRow },
  row: SubscriptionRow,
): Markup {
  const names = eachOnce(
    row.items.map((item) => getProduct(account, getPrice(account, item.price).product).name),
  ).join(', ');
  const end = Math.min(...row.items.map((item) => item.periodEnd));
  const base = `/p/session/${open.session.key}`;
  const running = row.status !== 'canceled';
  const text = !running
    ? `Ended on ${day(row.endedAt ?? row.created)}`
    : row.status === 'paused'
      ? `Since ${day(row.pausedAt ?? row.created)}`
      : row.cancelAt === null
        ? `Renews on ${day(end)}`
        : `Ends on ${day(row.cancelAt)}`;
  const act = row.cancelAt === null ? 'cancel' : 'keep';
  return html`<div class="row field"><div><h3>${names}</h3><p class="soft small" style="margin:.2rem 0 0"><span class="tag ${row.status === 'active' ? 'good' : 'bad'}">${row.status.replace('_', ' ')}</span> ${text}</p></div>
${
  running && (open.configuration.cancel.enabled || act === 'keep')
    ? html`<form method="post" action="${base}/${act}/${row.id}"><button class="inline ${act === 'cancel' ? 'danger' : 'plain'}">${act === 'cancel' ? 'Cancel' : 'Keep'} ${names}</button></form>`
    : ''
}
</div>`;
}

function card(
  account: Account,
  session: PortalSessionRow,
  customer: CustomerRow | undefined,
  state: PortalState,
): Markup {
  const running = account.subscriptions
    .group(session.customer)
    .find((one) => one.status !== 'canceled');
  const id = running?.defaultPaymentMethod ?? defaultCardOf(customer);
  const now = id ? account.paymentMethods.get(id) : undefined;
  return html`<section class="panel"><h2>Card</h2>
<p>${now ? `${now.brand[0]?.toUpperCase()}${now.brand.slice(1)} ending in ${now.last4}, expires ${now.expMonth}/${now.expYear}` : 'There is no card yet.'}</p>
<details ${state.errors || state.form ? 'open' : ''}><summary>Change the card</summary>
<form method="post" action="/p/session/${session.key}/card" novalidate style="margin-top:1rem;max-width:27rem">
${cardFields(state.form ?? EMPTY_CARD, state.errors ?? {}, false)}
<button>Save card</button>
</form>
${testCards()}
</details></section>`;
}

function invoices(account: Account, session: PortalSessionRow): Markup {
  const rows = account.invoices.group(session.customer).filter((one) => one.finalizedAt !== null);
  return html`<section class="panel"><h2>Invoices</h2>
${rows.length === 0 ? html`<p class="soft">There are none yet.</p>` : ''}
<div class="scroll" tabindex="0" role="region" aria-label="Invoices"><table>
<thead><tr><th scope="col">Date</th><th scope="col">Number</th><th scope="col" class="num">Amount</th><th scope="col">State</th></tr></thead>
<tbody>${rows
    .reverse()
    .map(
      (one) =>
        html`<tr><td>${day(one.created)}</td><td><a href="/i/${one.hostedKey}">${one.number}</a></td><td class="num">${formatMoney(totalOf(linesOf(account, one)), one.currency)}</td><td><span class="tag ${one.status === 'paid' ? 'good' : 'bad'}">${one.status}</span></td></tr>`,
    )}</tbody></table></div></section>`;
}
