import type Stripe from 'stripe';
import { changeItems, type ItemChange, type ProrationBehavior } from '../billing/change-items';
import { refuseInactive, refuseUnfitSet } from '../billing/item-rules';
import { refuseUnpaidChange } from '../billing/refuse-unpaid';
import { route } from '../http/route';
import { getPrice, refuseOtherCurrency } from '../objects/price';
import { getSubscription, renderItem } from '../objects/subscription';
import type { Account } from '../state/account';
import type { ItemRow, SubscriptionRow } from '../state/rows';
import { paged, pageOfAll } from '../wire/list';
import { invalid, missing, missingParam } from '../wire/stripe-error';
import { paymentBehavior, subscriptionItem } from './subscription-params';

const changing = {
  ...subscriptionItem,
  proration_behavior: true,
  payment_behavior: paymentBehavior,
} as const;

interface Found {
  readonly subscription: SubscriptionRow;
  readonly item: ItemRow;
}

interface HowBilled {
  readonly proration_behavior?: ProrationBehavior | undefined;
  readonly payment_behavior?: (typeof paymentBehavior)[number] | undefined;
}

function wantedBy({ price, quantity, metadata }: ItemChange): ItemChange {
  return { price, quantity, metadata };
}

function getItem(account: Account, id: string): Found {
  for (const subscription of account.subscriptions.all()) {
    const item = subscription.items.find((one) => one.id === id);
    if (item) return { subscription, item };
  }
  throw missing('subscription_item', id, 'item');
}

function change(
  account: Account,
  row: SubscriptionRow,
  wanted: ItemChange,
  how: HowBilled,
): SubscriptionRow {
  if (row.status === 'canceled' || row.status === 'incomplete_expired')
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
  const { proration_behavior: behavior } = how;
  if (how.payment_behavior === 'error_if_incomplete')
    refuseUnpaidChange(account, row, [wanted], behavior);
  return changeItems(account, row, [wanted], behavior);
}

function add(account: Account, row: SubscriptionRow, wanted: ItemChange, how: HowBilled): ItemRow {
  if (wanted.price === undefined) throw missingParam('price');
  const price = getPrice(account, wanted.price, 'price');
  refuseUnfitSet(account, [...row.items, { price: price.id }], {
    billingMode: row.billingMode,
    param: 'price',
  });
  refuseInactive(account, price, 'price');
  refuseOtherCurrency(price, row.currency, 'price');
  const known = new Set(row.items.map((one) => one.id));
  const made = change(account, row, wanted, how).items.find((one) => !known.has(one.id));
  if (!made) throw new Error('the new item is missing');
  return made;
}

export const subscriptionItemEndpoints = [
  route({
    on: 'POST /v1/subscription_items',
    takes: { ...changing, subscription: true },
    run: ({ account, params: { subscription, ...params } }) => {
      const row = getSubscription(account, subscription, 'subscription');
      const made = add(account, row, wantedBy(params), params);
      return renderItem(account, row, made);
    },
  }),
  route({
    on: 'GET /v1/subscription_items',
    takes: { ...paged, subscription: true },
    run: ({ account, params }) => {
      const row = getSubscription(account, params.subscription, 'subscription');
      const items = row.items.map((item) => renderItem(account, row, item));
      return pageOfAll(items, params, {
        url: '/v1/subscription_items',
        what: 'subscription_item',
      });
    },
  }),
  route({
    on: 'GET /v1/subscription_items/:id',
    takes: {},
    run: ({ account, id }) => {
      const { subscription, item } = getItem(account, id);
      return renderItem(account, subscription, item);
    },
  }),
  route({
    on: 'POST /v1/subscription_items/:id',
    takes: { ...changing, off_session: true },
    run: ({ account, params, id }) => {
      const wanted = { ...wantedBy(params), id };
      change(account, getItem(account, id).subscription, wanted, params);
      const { subscription, item } = getItem(account, id);
      return renderItem(account, subscription, item);
    },
  }),
  route({
    on: 'DELETE /v1/subscription_items/:id',
    takes: { proration_behavior: true },
    run: ({ account, params, id }) => {
      const { subscription } = getItem(account, id);
      change(account, subscription, { id, deleted: true }, params);
      return {
        id,
        object: 'subscription_item',
        deleted: true,
      } satisfies Stripe.DeletedSubscriptionItem;
    },
  }),
];
