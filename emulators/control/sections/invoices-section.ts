import { html } from 'hono/html';
import { formatMoney } from '../../stripe/money/format-money';
import { linesOf, totalOf } from '../../stripe/objects/invoice-lines';
import type { InvoiceRow } from '../../stripe/state/rows';
import type { Controlled } from '../controlled';
import { type Markup, state, table, time } from './markup';

export function invoicesSection({ stripe }: Controlled): Markup {
  const { account } = stripe;
  return html`<section id="invoices" class="card" aria-labelledby="invoices-title">
<h2 id="invoices-title">Invoices</h2>
${table({
  label: 'Invoices',
  head: ['Invoice', 'Made', 'For', 'Amount', 'State', 'Next', 'Let happen'],
  empty: 'None yet.',
  rows: account.invoices.page({ limit: 25 }).rows.map((row) => {
    const customer = account.customers.get(row.customer);
    const next =
      row.status === 'draft' ? (row.autoAdvance ? row.finalizesAt : null) : row.nextAttempt;
    const what =
      row.status === 'draft'
        ? row.autoAdvance
          ? 'finalized'
          : 'held'
        : next === null
          ? ''
          : 'charged again';
    return html`<tr><td>${row.finalizedAt === null ? html`<code>${row.id}</code>` : html`<a href="${account.baseUrl}/i/${row.hostedKey}">${row.number}</a>`}<br><span class="soft small">${row.billingReason.replaceAll('_', ' ')}</span></td><td class="nowrap">${time(row.created)}</td><td>${customer?.email ?? row.customer}</td><td class="num">${formatMoney(totalOf(linesOf(account, row)), row.currency)}</td><td>${state(row.status)}${row.lastDecline ? html`<br><span class="soft small">${row.lastDecline.message}</span>` : ''}</td><td class="nowrap">${what}${next === null ? '' : html`<br>${time(next)}`}</td><td>${row.status === 'open' ? ends(row) : '–'}</td></tr>`;
  }),
})}
</section>`;
}

function ends({ id, number }: InvoiceRow): Markup {
  return html`<form method="post" action="/_control/do/invoice" class="inline"><input type="hidden" name="invoice" value="${id}"><button class="danger" name="to" value="void" aria-label="Void ${number}">Void</button> <button class="plain" name="to" value="uncollectible" aria-label="Mark ${number} uncollectible">Uncollectible</button></form>`;
}
