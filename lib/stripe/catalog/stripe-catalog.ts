import type Stripe from 'stripe';
import type { SecretFile } from '../../../payment/provision/secret-file';
import type { Catalogue, PaidProduct, Product } from '../../domain/catalog/catalogue';
import { type Findings, merged, noFindings } from '../../ports/catalog-target';
import { checkBillingPortal } from './billing-portal';
import { checkLeftOver } from './left-over';
import { checkMeterErrors } from './meter-errors';
import { checkMeters, type MeterIds } from './meters';
import { checkPrice } from './prices';
import { checkProduct } from './products';
import { checkSubscribers } from './subscribers';
import { checkWebhook } from './webhook';

export interface StripeTarget {
  stripe: Stripe;
  /** False when deliveries would have to travel from Stripe to an address that only this machine knows. */
  isReachable: boolean;
  appUrl: string;
  secretFile: SecretFile;
  /** Whether running subscriptions follow a changed price. */
  migrate: boolean;
  /** Told what is going on while subscribers are read one by one. */
  progress: (line: string) => void;
}

/** Compares everything of Stripe's with the catalogue. Steps stand in the order in which they must be taken. */
export async function checkStripe(target: StripeTarget, catalogue: Catalogue): Promise<Findings> {
  const { stripe, appUrl } = target;
  const products = catalogue.products.filter(isPaid);
  const meterIds: MeterIds = new Map();
  const webhookUrl = `${appUrl}/api/webhooks/stripe`;
  const all: Findings[] = [];
  for (const product of products) all.push(await checkProduct(stripe, product));
  all.push(await checkMeters(stripe, products, meterIds));
  for (const product of products) all.push(await checkPrice(stripe, product, meterIds));
  for (const product of products) all.push(await checkSubscribers(stripe, product, target));
  if (target.isReachable) {
    const { secretFile } = target;
    all.push(await checkWebhook(stripe, { url: webhookUrl, secretFile }));
    all.push(await checkMeterErrors(stripe, { url: `${webhookUrl}-meters`, secretFile }));
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
