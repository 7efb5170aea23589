import type Stripe from 'stripe';
import type { PaidProduct } from '../domain/catalog/product';
import { pricePlan } from '../domain/pricing/price-plan';
import { AppError } from '../kit/app-error';
import { meterEventName, priceLookupKey } from '../kit/wire-names';
import type { StripeClient } from './client';
import { termsOfPlan, termsOfPrice } from './price-terms';
import { createMemory } from './remember';

const PRICE_TTL_MS = 60_000;
const METER_TTL_MS = 600_000;

export interface StripePrices {
  /** The price that a product is sold at now. */
  priceOf(product: PaidProduct): Promise<Stripe.Price>;
  meterIdOf(productId: string): Promise<string>;
}

/**
 * Finds prices and meters by our names. A price whose terms differ from the catalog's is refused: the page that the
 * buyer comes from was computed from the catalog, so it must not have shown another amount.
 */
export function createStripePrices(client: StripeClient, now?: () => number): StripePrices {
  const prices = createMemory<Stripe.Price>(PRICE_TTL_MS, now);
  const meters = createMemory<string>(METER_TTL_MS, now);
  return {
    priceOf: (product) => prices(termsKey(product), () => findPrice(client, product)),
    meterIdOf: (productId) => meters(productId, () => findMeter(client, productId)),
  };
}

/** Another catalog in the same process (a test, a reload) must not be answered from the memory of the last. */
const termsKey = (product: PaidProduct): string => `${product.id} ${terms(product)}`;

function terms(product: PaidProduct): string {
  const plan = pricePlan(product);
  if (plan.kind === 'free') throw new Error(`Product ${product.id} is sold but has no price plan.`);
  return termsOfPlan(plan);
}

async function findPrice(client: StripeClient, product: PaidProduct): Promise<Stripe.Price> {
  const { data } = await client().prices.list({
    lookup_keys: [priceLookupKey(product.id)],
    active: true,
    limit: 1,
    expand: ['data.tiers'],
  });
  const price = data[0];
  if (!price) {
    throw new AppError(
      'not-provisioned',
      `Product "${product.id}" has no price in Stripe yet. Run: npm run catalog -- apply`,
    );
  }
  if (termsOfPrice(price) !== terms(product)) {
    throw new AppError(
      'not-provisioned',
      `Product "${product.id}" has a different price in Stripe (${termsOfPrice(price)}) than in the catalog ` +
        `(${terms(product)}). Run: npm run catalog -- apply`,
    );
  }
  return price;
}

async function findMeter(client: StripeClient, productId: string): Promise<string> {
  const eventName = meterEventName(productId);
  for await (const meter of client().billing.meters.list({ status: 'active', limit: 100 })) {
    if (meter.event_name === eventName) return meter.id;
  }
  throw new AppError(
    'not-provisioned',
    `Product "${productId}" has no meter in Stripe. Run: npm run catalog -- apply`,
  );
}
