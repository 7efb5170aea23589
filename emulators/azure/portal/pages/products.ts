import { html } from 'hono/html';
import type { Service } from '../../service';
import type { ApiRow, ProductRow } from '../../state/rows';
import { type Markup, portalPage, type Reader } from '../portal-layout';

export function productsPage(reader: Reader, products: readonly ProductRow[]): Markup {
  return portalPage(reader, {
    title: 'Products',
    body: html`<h1>Products</h1>
<p class="lead">A product is a set of APIs with its limits. Subscribe to one to get your keys.</p>
${productCards(products)}`,
  });
}

export function productCards(products: readonly ProductRow[]): Markup {
  if (products.length === 0) {
    return html`<p class="note">There are no products to see. A product shows here when it is published and linked with the group “guests”, or “developers” for those who are signed in.</p>`;
  }
  return html`<ul class="grid">${products.map(
    (
      product,
    ) => html`<li class="card"><h2><a href="/products/${encodeURIComponent(product.id)}">${product.displayName}</a></h2>
<p>${product.description ?? ''}</p></li>`,
  )}</ul>`;
}

export function productPage(service: Service, reader: Reader, product: ProductRow): Markup {
  const { state } = service;
  const id = encodeURIComponent(product.id);
  const apis = product.apiIds.flatMap((apiId) => state.apis.get(apiId) ?? []);
  const owned = reader.user
    ? state.subscriptions
        .ownedBy(reader.user.id)
        .filter(
          ({ scope, endMs }) =>
            scope.kind === 'product' && scope.id === product.id && endMs === null,
        )
    : [];
  const subscribe = reader.user
    ? state.portal.delegation.subscriptions
      ? html`<a class="button" href="/delegation-subscribe?productId=${id}">Subscribe</a>`
      : html`<form method="post" action="/products/${id}/subscribe"><button>Subscribe</button></form>`
    : html`<a class="button" href="/signin?returnUrl=%2Fproducts%2F${id}">Sign in to subscribe</a>`;
  return portalPage(reader, {
    title: product.displayName,
    body: html`<p class="crumbs"><a href="/products">Products</a></p>
<h1>${product.displayName}</h1>
<p class="lead">${product.description ?? ''}</p>
${
  owned.length > 0
    ? html`<p class="note">You hold ${owned.length === 1 ? 'a subscription' : `${owned.length} subscriptions`} of this product. <a href="/subscriptions">My subscriptions</a></p>`
    : ''
}
${product.subscriptionRequired ? html`<div class="actions">${subscribe}</div>` : html`<p class="note">This product is open: no key is needed.</p>`}
${apis.map((api) => apiCard(api))}
${product.terms ? html`<section class="card"><h2>Terms of use</h2><p>${product.terms}</p></section>` : ''}`,
  });
}

function apiCard(api: ApiRow): Markup {
  return html`<section class="card" style="margin-top:2rem"><h2>${api.displayName}</h2>
<ul class="ops">${api.operations.map(
    ({ method, urlTemplate, displayName }) =>
      html`<li><b>${method}</b><code>/${api.path}${urlTemplate}</code><span class="soft">${displayName}</span></li>`,
  )}</ul></section>`;
}
