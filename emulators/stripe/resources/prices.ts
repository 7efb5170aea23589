import { currencyOptionsOf } from '../billing/currency-options';
import { makePrice, type PriceParams, priceTakes } from '../billing/make-price';
import { emit, emitChange } from '../events/emit';
import type { Params } from '../http/parameters';
import { changedTo, inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getPrice, renderPrice } from '../objects/price';
import type { Account } from '../state/account';
import type { PriceRow } from '../state/price-rows';
import { listPage, paged } from '../wire/list';
import { invalid, notEmulated } from '../wire/stripe-error';

/** Amounts and intervals are not here: a price is for ever, one changes to another. What it costs elsewhere is. */
const updated = {
  active: true,
  currency_options: true,
  lookup_key: { max: 200, clearable: true },
  metadata: true,
  nickname: { clearable: true },
  tax_behavior: true,
  transfer_lookup_key: true,
} as const;
const listed = {
  ...paged,
  active: true,
  created: true,
  currency: { max: 3 },
  lookup_keys: { max: 200 },
  product: true,
  recurring: true,
  type: true,
} as const;

function create(account: Account, params: PriceParams): PriceRow {
  const row = makePrice(account, params);
  freeLookupKey(account, row.lookupKey, params.transfer_lookup_key ?? false, row.id);
  account.prices.put(row);
  emit(account, 'price.created', renderPrice(row));
  return row;
}

/** A lookup key names one active price; with a transfer it leaves the one that has it. */
function freeLookupKey(
  account: Account,
  key: string | null,
  transfer: boolean,
  forId: string,
): void {
  if (key === null) return;
  const holder = account.prices.find((one) => one.lookupKey === key && one.id !== forId);
  if (!holder) return;
  if (!transfer) {
    throw invalid(
      `A price (${holder.id}) already uses that lookup key. Pass \`transfer_lookup_key=true\` to transfer it.`,
      'lookup_key',
    );
  }
  save(account, { ...holder, lookupKey: null });
}

function save(account: Account, next: PriceRow): PriceRow {
  const before = getPrice(account, next.id);
  account.prices.put(next);
  emitChange(account, 'price.updated', renderPrice(before), renderPrice(next));
  return next;
}

function update(
  account: Account,
  row: PriceRow,
  params: Params<'POST /v1/prices/:id', typeof updated>,
): PriceRow {
  if (
    params.tax_behavior !== undefined &&
    row.taxBehavior !== 'unspecified' &&
    params.tax_behavior !== row.taxBehavior
  ) {
    throw invalid(
      'Once specified as `inclusive` or `exclusive`, `tax_behavior` cannot be changed.',
      'tax_behavior',
    );
  }
  const lookupKey = changedTo(params.lookup_key, row.lookupKey);
  freeLookupKey(account, lookupKey, params.transfer_lookup_key ?? false, row.id);
  return save(account, {
    ...row,
    active: params.active ?? row.active,
    ...changedOptions(account, row, params.currency_options),
    lookupKey,
    metadata: mergeMetadata(row.metadata, params.metadata),
    nickname: changedTo(params.nickname, row.nickname),
    taxBehavior: params.tax_behavior ?? row.taxBehavior,
  });
}

/** Currencies that are given are added, or cost this from now on; an empty text takes all away. */
function changedOptions(
  account: Account,
  row: PriceRow,
  given: Params<'POST /v1/prices/:id', typeof updated>['currency_options'],
): Pick<PriceRow, 'currencyOptions'> {
  if (given === undefined) return {};
  if (given === '') {
    const isBilled = account.subscriptions.find(
      ({ currency, items }) =>
        currency !== row.currency && items.some(({ price }) => price === row.id),
    );
    if (isBilled)
      throw notEmulated(
        'currency_options',
        'The emulator keeps currencies that a subscription is billed in.',
      );
    return { currencyOptions: {} };
  }
  return { currencyOptions: { ...row.currencyOptions, ...currencyOptionsOf(row, given) } };
}

function wanted(row: PriceRow, params: Params<'GET /v1/prices', typeof listed>): boolean {
  const { recurring } = params;
  return (
    (params.active === undefined || row.active === params.active) &&
    (params.currency === undefined || row.currency === params.currency) &&
    (params.lookup_keys === undefined ||
      (row.lookupKey !== null && params.lookup_keys.includes(row.lookupKey))) &&
    (params.product === undefined || row.product === params.product) &&
    (params.type === undefined || (row.recurring === null) === (params.type === 'one_time')) &&
    (recurring?.interval === undefined || row.recurring?.interval === recurring.interval) &&
    (recurring?.meter === undefined || row.recurring?.meter === recurring.meter) &&
    (recurring?.usage_type === undefined || row.recurring?.usageType === recurring.usage_type) &&
    inRange(row.created, params.created)
  );
}

export const priceEndpoints = [
  route({
    on: 'POST /v1/prices',
    takes: priceTakes,
    note: 'Refused: `currency_options[][custom_unit_amount]`.',
    run: ({ account, params }) => renderPrice(create(account, params)),
  }),
  route({
    on: 'GET /v1/prices',
    takes: listed,
    run: ({ account, params }) =>
      listPage({
        table: account.prices,
        params,
        url: '/v1/prices',
        what: 'price',
        where: (row) => wanted(row, params),
        render: renderPrice,
      }),
  }),
  route({
    on: 'GET /v1/prices/:id',
    takes: {},
    run: ({ account, id }) => renderPrice(getPrice(account, id)),
  }),
  route({
    on: 'POST /v1/prices/:id',
    takes: updated,
    note: 'Refused: `currency_options[][custom_unit_amount]`.',
    run: ({ account, params, id }) => renderPrice(update(account, getPrice(account, id), params)),
  }),
];
