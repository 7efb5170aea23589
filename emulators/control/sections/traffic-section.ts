import { html } from 'hono/html';
import { getPrice } from '../../stripe/objects/price';
import { getProduct } from '../../stripe/objects/product';
import type { Controlled } from '../controlled';
import { type Markup, state, table, time } from './markup';

const SHOWN = 25;

export function trafficSection(controlled: Controlled): Markup {
  const { gateway, stripe } = controlled;
  const all = gateway.subscriptions();
  const ids = all.slice(-200).reverse();
  const rows = stripe.account.subscriptions.page({ limit: SHOWN }).rows;
  return html`<section id="traffic" class="card" aria-labelledby="traffic-title">
<h2 id="traffic-title">Subscriptions and traffic</h2>
<form method="post" action="/_control/do/traffic" class="fields">
<div class="grow"><label for="traffic-id">API subscription</label><input id="traffic-id" name="subscription" list="traffic-ids" required autocomplete="off" value="${ids[0]?.id ?? ''}">
<datalist id="traffic-ids">${ids.map((one) => html`<option value="${one.id}">${one.name} (${one.state})</option>`)}</datalist></div>
<div><label for="traffic-calls">Calls</label><input id="traffic-calls" name="calls" type="number" min="1" value="1000" required></div>
<div><label for="traffic-from">From (UTC, default now)</label><input id="traffic-from" name="from" type="datetime-local"></div>
<div><label for="traffic-status">Answered with</label><select id="traffic-status" name="status"><option>200</option><option>404</option><option>429</option><option>500</option></select></div>
<button>Make traffic</button>
</form>
<form method="post" action="/_control/do/corrections" class="fields">
<div class="grow"><label for="correct-id">Correct the reports of</label><input id="correct-id" name="subscription" list="traffic-ids" required autocomplete="off" value="${ids[0]?.id ?? ''}"></div>
<div><label for="correct-at">at (UTC)</label><input id="correct-at" name="at" type="datetime-local" required></div>
<div><label for="correct-calls">Adjust by (calls)</label><input id="correct-calls" name="calls" type="number" value="-1" required></div>
<button>Correct</button>
</form>
<h3>Stripe subscriptions</h3>
${table({
  label: 'Stripe subscriptions',
  head: ['Subscription', 'Product', 'State', 'Period', 'Make calls'],
  empty: 'None yet. Buy something in the developer portal.',
  rows: rows.map((row) => {
    const item = row.items[0];
    const product = item
      ? getProduct(stripe.account, getPrice(stripe.account, item.price).product).name
      : '';
    const apim = row.metadata.subscription_id;
    return html`<tr><td><code>${row.id}</code><br><span class="soft small">${row.metadata.subscription_name ?? row.customer}</span></td><td>${product}</td><td>${state(row.status)}${row.cancelAt === null ? '' : html`<br><span class="soft small">ends ${time(row.cancelAt)}</span>`}</td><td class="nowrap">${time(item?.periodStart ?? null)}<br>${time(item?.periodEnd ?? null)}</td><td>${apim === undefined ? '–' : callForm(apim)}</td></tr>`;
  }),
})}
<h3>Gateway subscriptions</h3>
${table({
  label: 'Gateway subscriptions',
  head: ['Subscription', 'Name', 'Product', 'State', 'Make calls'],
  empty: 'None yet.',
  rows: ids
    .slice(0, SHOWN)
    .map(
      (one) =>
        html`<tr><td><code>${one.id}</code></td><td>${one.name}</td><td>${one.product ?? 'all'}</td><td>${state(one.state)}</td><td>${callForm(one.id)}</td></tr>`,
    ),
})}
</section>`;
}

function callForm(id: string): Markup {
  return html`<form method="post" action="/_control/do/traffic" class="inline"><input type="hidden" name="subscription" value="${id}"><input name="calls" type="number" min="1" value="1000" aria-label="Calls for ${id}" required><button class="plain">Call</button></form>`;
}
