import { html } from 'hono/html';
import type { DeliveryRow } from '../../stripe/state/notification-rows';
import type { Controlled } from '../controlled';
import { type Markup, state, status, table, time } from './markup';

export function eventsSection({ stripe }: Controlled): Markup {
  const { account } = stripe;
  const endpoints = account.endpoints.page({ limit: 10 }).rows;
  return html`<section id="events" class="card" aria-labelledby="events-title">
<h2 id="events-title">Events</h2>
<p class="soft">${
    endpoints.length === 0
      ? 'No webhook endpoint is registered.'
      : endpoints.map(
          (one) =>
            html`<code>${one.url}</code> gets ${one.enabledEvents.length === 1 ? one.enabledEvents[0] : `${one.enabledEvents.length} types`} ${state(one.status)}<br>`,
        )
  }</p>
${table({
  label: 'Events',
  head: ['Event', 'Time', 'Deliveries', 'Action'],
  empty: 'None yet.',
  rows: account.events
    .page({ limit: 40 })
    .rows.map(
      (row) =>
        html`<tr><td>${row.type}<br><code>${row.id}</code></td><td class="nowrap">${time(row.created)}</td><td>${deliveries(account.deliveries.group(row.id))}</td><td><form method="post" action="/_control/do/resend"><button class="plain" name="event" value="${row.id}" aria-label="Send ${row.type} again">Resend</button></form></td></tr>`,
    ),
})}
</section>`;
}

function deliveries(rows: readonly DeliveryRow[]): Markup | string {
  if (rows.length === 0) return '–';
  return html`${rows.map((row) => {
    const last = row.attempts.at(-1);
    const tries = row.attempts.length > 1 ? ` after ${row.attempts.length} tries` : '';
    return html`<div>${state(row.state)} ${last ? status(last.status) : ''}<span class="soft small">${tries}${last?.error ? ` ${last.error}` : ''}${row.nextAt !== null && row.attempts.length > 0 ? ` next ${time(row.nextAt)}` : ''}</span></div>`;
  })}`;
}
