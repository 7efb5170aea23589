import { getPrice } from '../objects/price';
import type { Account } from '../state/account';
import type { PriceRow } from '../state/price-rows';
import type { SubscriptionRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';

const MOST_ITEMS = 20;

/** An inactive price goes on being billed, but nobody gets it any more. */
export function refuseInactive(account: Account, price: PriceRow, param: string): void {
  if (!price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', param);
  if (!account.products.get(price.product)?.active)
    throw invalid(
      `The product ${price.product} is marked as inactive, and thus no new subscriptions can be created to its prices.`,
      param,
    );
}

/** What a subscription's items have to be together: not too many, each price once, of one length in classic mode. */
export function refuseUnfitSet(
  account: Account,
  items: readonly { readonly price: string }[],
  how: { readonly billingMode: SubscriptionRow['billingMode']; readonly param: string },
): void {
  const { billingMode, param } = how;
  if (items.length === 0)
    throw invalid('A subscription must have at least one active plan.', param);
  if (items.length > MOST_ITEMS)
    throw invalid(`A subscription may have at most ${MOST_ITEMS} items.`, param);
  const prices = new Set<string>();
  for (const { price } of items) {
    if (prices.has(price))
      throw invalid(`Cannot add multiple subscription items with the same plan: ${price}`, param);
    prices.add(price);
  }
  // Stripe docs: mixed interval subscriptions.
  if (billingMode === 'classic' && lengthsOf(account, items).size > 1)
    throw invalid(
      'All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`.',
      param,
    );
}

/** How long the items' periods are, in words that can be compared. */
export function lengthsOf(
  account: Account,
  items: readonly { readonly price: string }[],
): Set<string> {
  return new Set(items.map(({ price }) => lengthOf(account, price)));
}

export function lengthOf(account: Account, price: string): string {
  const { recurring } = getPrice(account, price);
  return recurring ? `${recurring.intervalCount} ${recurring.interval}` : '';
}

/** None of the new items has an earlier period length: the cycle starts over. */
export function lengthChanges(
  account: Account,
  before: readonly { readonly price: string }[],
  after: readonly { readonly price: string }[],
): boolean {
  const known = lengthsOf(account, before);
  return ![...lengthsOf(account, after)].some((length) => known.has(length));
}
