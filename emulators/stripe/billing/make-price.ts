import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { currencyOf } from '../money/currencies';
import { getMeter } from '../objects/meter';
import { getProduct } from '../objects/product';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { PriceRow } from '../state/price-rows';
import { invalid } from '../wire/stripe-error';
import { currencyOptionsOf } from './currency-options';
import { amountOf, tiersOf } from './price-amounts';

const amounts = { unit_amount: { min: 0 }, unit_amount_decimal: true } as const;
const tier = {
  up_to: { min: 1 },
  ...amounts,
  flat_amount: { min: 0 },
  flat_amount_decimal: true,
} as const;

export const priceTakes = {
  currency: true,
  active: true,
  billing_scheme: true,
  currency_options: true,
  lookup_key: { max: 200 },
  metadata: true,
  nickname: true,
  product: true,
  recurring: { interval: true, interval_count: { min: 1 }, meter: true, usage_type: true },
  tax_behavior: true,
  tiers: tier,
  tiers_mode: true,
  transfer_lookup_key: true,
  transform_quantity: { divide_by: { min: 1 }, round: true },
  ...amounts,
} as const;
export type PriceParams = Params<'POST /v1/prices', typeof priceTakes>;

/** A price after Stripe's rules: what may stand with what, and what must. */
export function makePrice(account: Account, params: PriceParams): PriceRow {
  const tiered = params.billing_scheme === 'tiered';
  const currency = currencyOf(params.currency);
  if (params.product === undefined)
    throw invalid('Missing required param: product.', 'product', 'parameter_missing');
  checkScheme(params, tiered);
  const row: PriceRow = {
    id: newId('price_1', 23).replace('price_1_', 'price_1'),
    created: account.now(),
    active: params.active ?? true,
    currency,
    product: getProduct(account, params.product, 'product').id,
    nickname: params.nickname ?? null,
    lookupKey: params.lookup_key ?? null,
    metadata: mergeMetadata({}, params.metadata),
    taxBehavior: params.tax_behavior ?? 'unspecified',
    unitAmount: tiered ? null : amountOf(params, 'unit_amount', ''),
    tiersMode: tiered ? (params.tiers_mode ?? null) : null,
    tiers: tiered ? tiersOf(params.tiers ?? [], '') : [],
    transform: params.transform_quantity
      ? { divideBy: params.transform_quantity.divide_by, round: params.transform_quantity.round }
      : null,
    recurring: recurringOf(account, params),
  };
  const options = params.currency_options;
  return options === undefined ? row : { ...row, currencyOptions: currencyOptionsOf(row, options) };
}

function checkScheme(params: PriceParams, tiered: boolean): void {
  if (tiered) {
    if (!params.tiers)
      throw invalid('Missing required param: tiers.', 'tiers', 'parameter_missing');
    if (!params.tiers_mode)
      throw invalid('Missing required param: tiers_mode.', 'tiers_mode', 'parameter_missing');
    if (params.transform_quantity)
      throw invalid('`transform_quantity` cannot be combined with `tiers`.', 'transform_quantity');
    for (const name of ['unit_amount', 'unit_amount_decimal'] as const) {
      if (params[name] !== undefined)
        throw invalid(`\`${name}\` should not be specified when \`billing_scheme=tiered\`.`, name);
    }
    return;
  }
  if (params.tiers || params.tiers_mode) {
    throw invalid(
      '`tiers` and `tiers_mode` can only be set when `billing_scheme=tiered`.',
      params.tiers ? 'tiers' : 'tiers_mode',
    );
  }
  if (params.unit_amount === undefined && params.unit_amount_decimal === undefined) {
    throw invalid(
      'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.',
      'unit_amount',
    );
  }
}

function recurringOf(account: Account, params: PriceParams): PriceRow['recurring'] {
  const given = params.recurring;
  if (!given) return null;
  const usageType = given.usage_type ?? 'licensed';
  if (usageType === 'licensed' && given.meter !== undefined) {
    throw invalid(
      '`recurring[meter]` can only be set when `recurring[usage_type]=metered`.',
      'recurring[meter]',
    );
  }
  if (usageType === 'metered') {
    if (given.meter === undefined) {
      throw invalid(
        'Metered prices must be backed by meters: specify `recurring[meter]`.',
        'recurring[meter]',
        'parameter_missing',
      );
    }
    if (getMeter(account, given.meter, 'recurring[meter]').status !== 'active') {
      throw invalid(`The meter ${given.meter} is inactive.`, 'recurring[meter]');
    }
  }
  const intervalCount = given.interval_count ?? 1;
  const longest = { day: 1095, week: 156, month: 36, year: 3 }[given.interval];
  if (intervalCount > longest)
    throw invalid('The maximum billing period is three years.', 'recurring[interval_count]');
  return { interval: given.interval, intervalCount, usageType, meter: given.meter ?? null };
}
