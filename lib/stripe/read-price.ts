import type Stripe from 'stripe';
import { METADATA, meterEventName, OURS, ourProductId } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { ProviderPrice } from '../ports/provider-price';
import type { StripeClient } from './client';
import { callStripe } from './errors';
import { describePlan, describePrice, planOfPrice } from './price-text';

/**
 * A price as it was sold, archived or not. Tiers and other currencies come only when they are asked for. Nothing is
 * remembered here: who asks keeps the answer for good, because a price never changes.
 */
export function createPriceReading(client: StripeClient): Pick<PaymentProvider, 'readPrice'> {
  return {
    readPrice: (priceId, currency) =>
      callStripe('read the price', async () => {
        const expand = ['tiers'];
        const price = await client().prices.retrieve(priceId, { expand });
        if (price.currency === currency) return toPrice(client, price, currency);
        // Amounts of another currency come only when that currency is named.
        const options = [`currency_options.${currency}.tiers`];
        const withOptions = await client().prices.retrieve(priceId, {
          expand: [
            ...expand,
            ...(price.billing_scheme === 'tiered' ? options : ['currency_options']),
          ],
        });
        return toPrice(client, inCurrency(withOptions, currency), currency);
      }),
  };
}

async function toPrice(
  client: StripeClient,
  price: Stripe.Price,
  currency: string,
): Promise<ProviderPrice> {
  const { product } = price;
  const stripeId = typeof product === 'string' ? product : product.id;
  const productId = ourProductId(stripeId);
  const plan = planOfPrice(price);
  const isCounted = plan?.currency === currency && (await countsOnOurs(client, price, productId));
  return {
    productId,
    providerProduct: stripeId,
    isFromCatalog:
      price.metadata.tollgate === OURS.tollgate && price.metadata[METADATA.productId] === productId,
    plan: isCounted ? plan : null,
    words: plan ? describePlan(plan) : describePrice(price),
  };
}

/** Usage is reported to the product's own meter: a price on another one bills nothing of it. */
async function countsOnOurs(
  client: StripeClient,
  price: Stripe.Price,
  productId: string | null,
): Promise<boolean> {
  const meterId = price.recurring?.meter;
  if (price.recurring?.usage_type !== 'metered') return true;
  if (!meterId || productId === null) return false;
  const meter = await client().billing.meters.retrieve(meterId);
  return meter.event_name === meterEventName(productId);
}

/** A price has one currency of its own, and may have amounts for others. */
function inCurrency(price: Stripe.Price, currency: string): Stripe.Price {
  const option = price.currency_options?.[currency];
  if (!option) return price;
  return {
    ...price,
    currency,
    unit_amount: option.unit_amount,
    unit_amount_decimal: option.unit_amount_decimal,
    ...(option.tiers && { tiers: option.tiers }),
  };
}
