import { html } from 'hono/html';
import type { Service } from '../../service';
import type { SubscriptionRow } from '../../state/rows';
import { type Markup, portalPage, type Reader } from '../portal-layout';

/** Keys are on the page only for the subscription that was asked for. */
export function subscriptionsPage(
  service: Service,
  reader: Reader,
  options: { rows: readonly SubscriptionRow[]; keysOf?: string; note?: string },
): Markup {
  const cards = options.rows.map((row) => card(service, row, options.keysOf === row.id));
  return portalPage(reader, {
    title: 'My subscriptions',
    body: html`<h1>My subscriptions</h1>
${options.note === undefined ? '' : html`<p class="note" role="status">${options.note}</p>`}
${
  cards.length > 0
    ? cards
    : html`<p class="lead">You have no subscriptions yet.</p><p><a class="button" href="/products">See the products</a></p>`
}`,
  });
}

function card(service: Service, row: SubscriptionRow, withKeys: boolean): Markup {
  const { scope } = row;
  const product = scope.kind === 'product' ? service.state.products.get(scope.id) : undefined;
  const at = `/subscriptions/${encodeURIComponent(row.id)}`;
  const sid = encodeURIComponent(row.id);
  const isDelegated = service.state.portal.delegation.subscriptions;
  const isLive = row.state === 'active' || row.state === 'submitted' || row.state === 'suspended';
  return html`<section class="card" id="${row.id}">
<div class="head"><h2>${row.displayName}</h2><span class="tag ${row.state}">${stateText(row.state)}</span></div>
<dl><dt>Product</dt><dd>${product ? html`<a href="/products/${encodeURIComponent(product.id)}">${product.displayName}</a>` : 'All APIs'}</dd>
<dt>Since</dt><dd>${new Date(row.startMs ?? row.createdMs).toISOString().slice(0, 10)}</dd>
${row.endMs === null ? '' : html`<dt>Ended</dt><dd>${new Date(row.endMs).toISOString().slice(0, 10)}</dd>`}
${key('Primary key', withKeys ? row.primaryKey : null)}
${key('Secondary key', withKeys ? row.secondaryKey : null)}</dl>
${
  isLive
    ? html`<form class="rename" method="post" action="${at}/name"><div><label for="name-${row.id}">Name</label>
<input id="name-${row.id}" name="name" value="${row.displayName}" required maxlength="100"></div><button class="plain">Rename</button></form>`
    : ''
}
<div class="actions">
${
  withKeys
    ? html`<a class="button plain" href="/subscriptions#${sid}">Hide keys</a>
<form method="post" action="${at}/primary"><button class="plain">Regenerate primary key</button></form>
<form method="post" action="${at}/secondary"><button class="plain">Regenerate secondary key</button></form>`
    : html`<form method="post" action="${at}/keys"><button class="plain" aria-label="Show keys of ${row.displayName}">Show keys</button></form>`
}
${row.state === 'expired' ? ending('Renew', isDelegated ? `/delegation-renew?subscriptionId=${sid}` : null, `${at}/renew`, row) : ''}
${isLive ? ending('Cancel', isDelegated ? `/delegation-unsubscribe?subscriptionId=${sid}` : null, `${at}/cancel`, row) : ''}
</div></section>`;
}

function key(name: string, value: string | null): Markup {
  const shown =
    value === null ? html`<span class="soft">hidden</span>` : html`<code>${value}</code>`;
  return html`<dt>${name}</dt><dd>${shown}</dd>`;
}

function stateText(state: string): string {
  return `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
}

/** A link to where it is delegated, or a button that does it here. */
function ending(
  text: 'Renew' | 'Cancel',
  href: string | null,
  action: string,
  row: SubscriptionRow,
): Markup {
  const style = text === 'Cancel' ? 'danger' : 'plain';
  const label = `${text} ${row.displayName}`;
  return href === null
    ? html`<form method="post" action="${action}"><button class="${style}" aria-label="${label}">${text}</button></form>`
    : html`<a class="button ${style}" href="${href}" aria-label="${label}">${text}</a>`;
}
