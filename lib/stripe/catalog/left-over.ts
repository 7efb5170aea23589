import type Stripe from 'stripe';
import type { PaidProduct } from '../../domain/catalog/product';
import { pricePlan } from '../../domain/pricing/price-plan';
import { METADATA, meterEventName, OURS } from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';
import { describePrice } from '../price-text';

/**
 * What exists at Stripe under our mark and is no longer sold. Prices and products are archived, so that nothing new is
 * sold at them; existing subscriptions continue, and so do their meters.
 */
export async function checkLeftOver(
  stripe: Stripe,
  products: readonly PaidProduct[],
  webhookUrl: string,
): Promise<Findings> {
  const findings = noFindings();
  const known = new Set(products.map(({ id }) => id));
  for await (const product of stripe.products.list({ active: true, limit: 100 })) {
    const ourId = product.metadata[METADATA.productId];
    if (product.metadata.tollgate !== OURS.tollgate || (ourId && known.has(ourId))) continue;
    await archiveProduct(stripe, product, findings);
  }
  await reportMeters(stripe, products, findings);
  await reportEndpoints(stripe, webhookUrl, findings);
  return findings;
}

async function archiveProduct(
  stripe: Stripe,
  product: Stripe.Product,
  findings: Findings,
): Promise<void> {
  const params = { product: product.id, active: true, limit: 100, expand: ['data.tiers'] };
  for await (const price of stripe.prices.list(params)) {
    if (price.metadata.tollgate !== OURS.tollgate) continue;
    findings.steps.push({
      system: 'Stripe',
      subject: `price ${price.lookup_key ?? price.id}`,
      action: 'archive',
      details: `${describePrice(price)}: its product left the catalog; running subscriptions continue`,
      async run() {
        // A product cannot be archived before its default price.
        await stripe.prices.update(price.id, { active: false });
      },
    });
  }
  findings.steps.push({
    system: 'Stripe',
    subject: `product ${product.id}`,
    action: 'archive',
    details: `"${product.name}" left the catalog`,
    async run() {
      await stripe.products.update(product.id, { active: false });
    },
  });
}

/** A deactivated meter drops what is reported, and the last invoice may still be to come. */
async function reportMeters(
  stripe: Stripe,
  products: readonly PaidProduct[],
  findings: Findings,
): Promise<void> {
  const wanted = new Set(
    products
      .filter((product) => pricePlan(product).kind === 'metered')
      .map(({ id }) => meterEventName(id)),
  );
  for await (const meter of stripe.billing.meters.list({ status: 'active', limit: 100 })) {
    if (!meter.event_name.startsWith(meterEventName('')) || wanted.has(meter.event_name)) continue;
    findings.orphans.push({
      system: 'Stripe',
      subject: `meter ${meter.event_name}`,
      details: 'no product of the catalog counts on it. Deactivate it after the last invoice.',
    });
  }
}

async function reportEndpoints(
  stripe: Stripe,
  webhookUrl: string,
  findings: Findings,
): Promise<void> {
  for await (const endpoint of stripe.webhookEndpoints.list({ limit: 100 })) {
    const isOurs = endpoint.metadata.tollgate === OURS.tollgate;
    if (!isOurs || endpoint.url === webhookUrl || endpoint.status !== 'enabled') continue;
    findings.orphans.push({
      system: 'Stripe',
      subject: `webhook endpoint ${endpoint.url}`,
      details: ELSEWHERE,
    });
  }
  const list = stripe.v2.core.eventDestinations.list({ include: ['webhook_endpoint.url'] });
  for await (const { metadata, status, webhook_endpoint: at } of list) {
    const isOurs = metadata?.tollgate === OURS.tollgate;
    if (!isOurs || at?.url === `${webhookUrl}-meters` || status !== 'enabled') continue;
    findings.orphans.push({
      system: 'Stripe',
      subject: `event destination ${at?.url ?? 'without an address'}`,
      details: ELSEWHERE,
    });
  }
}

const ELSEWHERE = 'another address than this installation has. Delete it if nothing answers there.';
