import type Stripe from 'stripe';
import type { Catalog, PaidProduct, Product } from '../../domain/catalog/catalog';
import {
  type CatalogTarget,
  type Findings,
  merged,
  noFindings,
  type PlanOptions,
} from '../../ports/catalog-target';
import type { SecretStore } from '../../ports/secret-store';
import { createStripeClient, type StripeClientOptions } from '../client';
import type { StripeSettings } from '../settings';
import { checkBillingPortal } from './billing-portal';
import { checkLeftOver } from './left-over';
import { checkMeterErrors } from './meter-errors';
import { checkMeters, type MeterIds } from './meters';
import { missingPermission } from './missing-permission';
import { checkPrice } from './prices';
import { checkProduct } from './products';
import { checkSubscribers } from './subscribers';
import { checkWebhook } from './webhook';

const LIVE_KEY = /^(sk|rk)_live_/;

/** Stripe as a target of the catalog. It sends no request before the first plan. */
export function createStripeCatalog(
  settings: Pick<StripeSettings, 'secretKey' | 'apiBase'>,
  input: { appUrl: string; secrets: SecretStore; options?: StripeClientOptions | undefined },
): CatalogTarget {
  const client = createStripeClient(settings, input.options);
  const isReachable = canDeliver(settings.apiBase, input.appUrl);
  return {
    system: 'Stripe',
    liveSetting: LIVE_KEY.test(settings.secretKey) ? 'STRIPE_SECRET_KEY' : null,
    plan: (catalog, options) =>
      planStripe({ stripe: client(), isReachable, ...input, ...options }, catalog),
    missingRight: missingPermission,
  };
}

interface Planning extends PlanOptions {
  stripe: Stripe;
  /** False when Stripe would have to deliver to an address that only this machine knows. */
  isReachable: boolean;
  appUrl: string;
  secrets: SecretStore;
}

/** Compares everything at Stripe with the catalog. Steps are in the order in which they must be taken. */
async function planStripe(planning: Planning, catalog: Catalog): Promise<Findings> {
  const { stripe, appUrl } = planning;
  const products = catalog.products.filter(isPaid);
  const meterIds: MeterIds = new Map();
  const webhookUrl = `${appUrl}/api/webhooks/stripe`;
  const all: Findings[] = [];
  for (const product of products) all.push(await checkProduct(stripe, product));
  all.push(await checkMeters(stripe, products, meterIds));
  for (const product of products) all.push(await checkPrice(stripe, product, meterIds));
  for (const product of products) all.push(await checkSubscribers(stripe, product, planning));
  if (planning.isReachable) {
    const { secrets } = planning;
    all.push(await checkWebhook(stripe, { url: webhookUrl, secrets }));
    all.push(await checkMeterErrors(stripe, { url: `${webhookUrl}-meters`, secrets }));
  } else all.push(unreachable(appUrl));
  all.push(await checkBillingPortal(stripe, { returnUrl: `${appUrl}/account` }));
  all.push(await checkLeftOver(stripe, products, webhookUrl));
  return merged(all);
}

function isPaid(product: Product): product is PaidProduct {
  return product.pricingModelType !== 'Free';
}

function unreachable(appUrl: string): Findings {
  const note =
    `Stripe cannot deliver to ${appUrl}, so no webhook endpoint is made. ` +
    `While developing: stripe listen --forward-to ${appUrl}/api/webhooks/stripe, and set the secret that it prints.`;
  return { ...noFindings(), notes: [note] };
}

/** The real Stripe can't deliver to a name that only this machine knows. */
function canDeliver(apiBase: string, appUrl: string): boolean {
  const isLocal = (address: string) =>
    ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname);
  return isLocal(apiBase) || !isLocal(appUrl);
}
