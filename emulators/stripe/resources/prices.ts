import { z } from 'zod';
import type { Account } from '../account';
import { makePrice, type PriceParams, priceParams } from '../billing/make-price';
import { emit, emitChange } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import {
  clearable,
  flag,
  inRange,
  list,
  mergeMetadata,
  metadata,
  oneOf,
  range,
  text,
} from '../http/params';
import { invalid } from '../http/stripe-error';
import { getPrice, renderPrice } from '../objects/price';
import type { PriceRow } from '../rows';

/** Amounts and intervals are not here: a price is for ever, one changes to another. */
const updateParams = z.strictObject({
  active: flag().optional(),
  lookup_key: clearable(200).optional(),
  metadata: metadata().optional(),
  nickname: clearable().optional(),
  tax_behavior: oneOf(['exclusive', 'inclusive', 'unspecified']).optional(),
  transfer_lookup_key: flag().optional(),
  ...notEmulated('currency_options'),
});

const listParams = z.strictObject({
  ...paging,
  active: flag().optional(),
  created: range().optional(),
  currency: text(3).optional(),
  lookup_keys: list(text(200)).optional(),
  product: text().optional(),
  recurring: z
    .strictObject({
      interval: oneOf(['day', 'week', 'month', 'year']).optional(),
      meter: text().optional(),
      usage_type: oneOf(['licensed', 'metered']).optional(),
    })
    .optional(),
  type: oneOf(['one_time', 'recurring']).optional(),
});

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

function update(account: Account, row: PriceRow, params: z.output<typeof updateParams>): PriceRow {
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
  const lookupKey = params.lookup_key === undefined ? row.lookupKey : params.lookup_key;
  freeLookupKey(account, lookupKey, params.transfer_lookup_key ?? false, row.id);
  return save(account, {
    ...row,
    active: params.active ?? row.active,
    lookupKey,
    metadata: mergeMetadata(row.metadata, params.metadata),
    nickname: params.nickname === undefined ? row.nickname : params.nickname,
    taxBehavior: params.tax_behavior ?? row.taxBehavior,
  });
}

function wanted(row: PriceRow, params: z.output<typeof listParams>): boolean {
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
  endpoint({
    method: 'POST',
    path: '/v1/prices',
    params: priceParams,
    run: ({ account, params }) => renderPrice(create(account, params)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/prices',
    params: listParams,
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
  endpoint({
    method: 'GET',
    path: '/v1/prices/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderPrice(getPrice(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/prices/:id',
    params: updateParams,
    run: ({ account, params, id }) => renderPrice(update(account, getPrice(account, id), params)),
  }),
];
