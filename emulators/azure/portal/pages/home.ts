import { html } from 'hono/html';
import type { Service } from '../../service';
import type { ProductRow } from '../../state/rows';
import { type Markup, portalPage, type Reader } from '../portal-layout';
import { productCards } from './products';

export function homePage(
  service: Service,
  reader: Reader,
  products: readonly ProductRow[],
): Markup {
  const api = [...service.state.apis.all()][0];
  const operation = api?.operations[0];
  const path = api && operation ? `/${api.path}${operation.urlTemplate}` : '/';
  const start = reader.user
    ? html`<a class="button" href="/products">Choose a product</a> <a class="button plain" href="/subscriptions">My subscriptions</a>`
    : html`<a class="button" href="/signup?returnUrl=%2Fproducts">Get started</a> <a class="button plain" href="/products">See the products</a>`;
  return portalPage(reader, {
    title: 'Welcome',
    body: html`<section class="hero"><div>
<h1>Build on our APIs</h1>
<p class="lead">Sign up, choose a product, and make your first call within minutes.</p>
<div class="actions">${start}</div></div>
<pre tabindex="0" aria-label="Example of a call"><code>curl ${service.settings.gatewayUrl}${path} \\
  -H "Ocp-Apim-Subscription-Key: &lt;your key&gt;"</code></pre>
</section>
<h2>Products</h2>
${productCards(products)}`,
  });
}
