import { customerFreeFor, markOtherCurrency } from '../../../db/customers';
import { type SubscriptionWithCustomer, updateSubscription } from '../../../db/subscriptions';
import { findProduct } from '../../../domain/catalog/catalog';
import type { PaidProduct } from '../../../domain/catalog/product';
import { AppError } from '../../../kit/app-error';
import { liveKeyOf } from '../../../kit/wire-names';
import type { Checkout, CheckoutInput } from '../../../ports/provider-checkout';
import type { Needs } from '../../deps';

/** The customer that a checkout of this product is opened for: one for each currency. */
export function freeCustomer(
  deps: Needs<'catalog' | 'db'>,
  input: { userId: string; product: PaidProduct },
) {
  return customerFreeFor(deps.db, {
    userId: input.userId,
    productId: input.product.id,
    currency: input.product.currency,
    currencyOf: (productId) => {
      const other = findProduct(deps.catalog, productId);
      return other && 'currency' in other ? other.currency : null;
    },
  });
}

/** Null when the customer turned out to be kept to another currency: the row has another customer then. */
export async function openAtProvider(
  deps: Needs<'catalog' | 'db' | 'log' | 'payments'>,
  row: SubscriptionWithCustomer,
  checkout: CheckoutInput,
): Promise<Checkout | null> {
  try {
    return await deps.payments.startCheckout(checkout);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isOtherCurrency = error.code === 'other-currency';
    if (!isOtherCurrency && error.code !== 'upstream-refused') throw error;
    // The provider remembers its refusal under the attempt's name: what was changed since then needs another one.
    await updateSubscription(deps.db, row.id, { checkoutExpiresAt: null });
    if (!isOtherCurrency || !row.customerId) throw error;
    await markOtherCurrency(deps.db, row.customerId);
    const customer = await freeCustomer(deps, checkout);
    await updateSubscription(deps.db, row.id, {
      customerId: customer.id,
      liveKey: liveKeyOf(customer.id, checkout.product.id),
    });
    deps.log.warn({ subscriptionId: row.id }, 'customer kept to another currency; another is used');
    return null;
  }
}
