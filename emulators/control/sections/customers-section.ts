import { html } from 'hono/html';
import type { Controlled } from '../controlled';
import { type Markup, table, time } from './markup';

export function customersSection({ stripe }: Controlled): Markup {
  const { account } = stripe;
  const rows = account.customers.page({ limit: 25, where: (row) => !row.deleted }).rows;
  return html`<section id="customers" class="card" aria-labelledby="customers-title">
<h2 id="customers-title">Customers</h2>
${table({
  label: 'Customers',
  head: ['Customer', 'Since', 'Cards', 'When charged'],
  empty: 'None yet.',
  rows: rows.map((row) => {
    const cards = account.paymentMethods.group(row.id);
    const declines = cards.some((card) => card.decline !== null);
    return html`<tr><td>${row.email ?? row.name ?? row.description ?? html`<span class="soft">no e-mail</span>`}<br><code>${row.id}</code></td><td class="nowrap">${time(row.created)}</td><td>${cards.map(
      (card) =>
        html`${card.brand} ${card.last4}${card.decline ? ` (${card.decline.declineCode ?? card.decline.code})` : ''}<br>`,
    )}</td><td>${
      cards.length === 0
        ? '–'
        : html`<form method="post" action="/_control/do/cards" class="inline"><input type="hidden" name="customer" value="${row.id}"><button class="${declines ? 'plain' : 'danger'}" name="decline" value="${String(!declines)}">${declines ? 'Let cards pay' : 'Decline cards'}</button></form>`
    }</td></tr>`;
  }),
})}
</section>`;
}
