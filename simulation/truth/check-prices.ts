import type { PlanChange } from '../play/plans';
import type { Play } from '../play/play';
import type { Move } from '../play/price-book';
import type { StripeBooks } from './read-stripe';

/**
 * Everybody has the price that they were sold: the one that was offered when the checkout was opened or another plan was asked
 * for, after `--migrate` the newer one from the next period on, and none without a reason.
 */
export function checkPrices(play: Play, books: StripeBooks): string[] {
  return [
    ...checkFirsts(play, books),
    ...play.plans.changes.flatMap((change) => checkChange(play, change)),
    ...play.prices.moves.flatMap((move) => checkMove(play, books, move)),
  ];
}

function checkFirsts(play: Play, books: StripeBooks): string[] {
  return books.checkouts.flatMap(({ openedAt, subscription }) => {
    const made = books.subscriptions.find(({ id }) => id === subscription);
    const first = made?.ours ? play.plans.firsts.get(made.ours) : undefined;
    if (!made || !first) return [];
    const offered = play.prices.soldAt(first.productId, openedAt);
    const paid = play.prices.percentOf(first.priceId);
    if (offered.includes(paid)) return [];
    return [
      `${made.ours}: ${first.productId} was opened at ${openedAt.toISOString()} for ${offered}% and sold for ${paid}%`,
    ];
  });
}

function checkChange(play: Play, change: PlanChange): string[] {
  const { prices, plans } = play;
  const { subscriptionId, from, to, at } = change;
  const words = `${subscriptionId} ${to.productId} from ${at.toISOString()}`;
  if (prices.isByHand(to.priceId)) {
    const isMade = prices.swaps.some((one) => one.priceId === to.priceId);
    return isMade ? [] : [`${words}: at a price by hand that nobody gave it`];
  }
  const percent = prices.percentOf(to.priceId);
  if (from.productId !== to.productId) {
    const wished = plans.wishes.filter((one) => one.subscriptionId === subscriptionId);
    const offered = wished
      .filter((one) => one.at <= at)
      .flatMap((one) => prices.soldAt(to.productId, one.at));
    return offered.includes(percent)
      ? []
      : [`${words}: for ${percent}%, which was offered at none of its changes of plan`];
  }
  const isOrdered = prices.orders.some(
    ({ migrate, at: orderedAt }) =>
      migrate && orderedAt < at && prices.wantedAt(to.productId, orderedAt) === percent,
  );
  return isOrdered ? [] : [`${words}: for ${percent}%, to which nobody moved it`];
}

/** What nobody touched in between has to have been moved. */
function checkMove(play: Play, books: StripeBooks, move: Move): string[] {
  const { subscriptionId, orderedAt, at, percent } = move;
  const { prices, plans, world } = play;
  const one = books.subscriptions.find(({ ours }) => ours === subscriptionId);
  if (!one || at >= world.now() || (one.endedAt && one.endedAt <= at)) return [];
  const isBetween = (when: Date) => when >= orderedAt && when <= at;
  const isTouched =
    plans.touched.some((touch) => touch.subscriptionId === subscriptionId && isBetween(touch.at)) ||
    prices.orders.some((order) => order.migrate && order.at > orderedAt && order.at <= at) ||
    prices.repeatedAt.some((when) => when > orderedAt && when <= at);
  if (isTouched) return [];
  const changes = plans.changes.filter((change) => change.subscriptionId === subscriptionId);
  const last = changes.findLast((change) => change.at <= at);
  const sold = last?.to ?? plans.firsts.get(subscriptionId);
  if (!sold || prices.isByHand(sold.priceId) || prices.percentOf(sold.priceId) !== percent) {
    return [`${subscriptionId} was to be moved to ${percent}% at ${at.toISOString()} and was not`];
  }
  return [];
}
