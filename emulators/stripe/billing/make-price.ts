import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { currencyOf } from '../money/currencies';
import { getMeter } from '../objects/meter';
import { getProduct } from '../objects/product';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { PriceRow, TierRow } from '../state/price-rows';
import { invalid } from '../wire/stripe-error';

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
type TierParams = NonNullable<PriceParams['tiers']>[number];

/** A price after Stripe's rules: what may stand with what, and what must. */
export function makePrice(account: Account, params: PriceParams): PriceRow {
  const tiered = params.billing_scheme === 'tiered';
  const currency = currencyOf(params.currency);
  if (params.product === undefined)
    throw invalid('Missing required param: product.', 'product', 'parameter_missing');
  checkScheme(params, tiered);
  return {
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
    tiers: tiered ? tiersOf(params.tiers ?? []) : [],
    transform: params.transform_quantity
      ? { divideBy: params.transform_quantity.divide_by, round: params.transform_quantity.round }
      : null,
    recurring: recurringOf(account, params),
  };
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

function tiersOf(given: readonly TierParams[]): TierRow[] {
  let below = 0;
  return given.map((tier, index) => {
    const at = `tiers[${index}]`;
    const last = index === given.length - 1;
    if (last !== (tier.up_to === 'inf')) {
      throw invalid('The last tier, and only it, must have `up_to` set to `inf`.', `${at}[up_to]`);
    }
    const upTo = tier.up_to === 'inf' ? null : tier.up_to;
    if (upTo !== null && upTo <= below)
      throw invalid('Tiers must be in ascending order of `up_to`.', `${at}[up_to]`);
    below = upTo ?? below;
    const unitAmount = amountOf(tier, 'unit_amount', at);
    const flatAmount = amountOf(tier, 'flat_amount', at);
    if (unitAmount === null && flatAmount === null)
      throw invalid('An entry in the tiers array is missing an amount.', at);
    if (flatAmount?.includes('.'))
      throw invalid('`flat_amount_decimal` must be a whole number.', `${at}[flat_amount_decimal]`);
    return { upTo, unitAmount, flatAmount };
  });
}

type Amounts = Partial<Record<'unit_amount' | 'flat_amount', number | undefined>> &
  Partial<Record<'unit_amount_decimal' | 'flat_amount_decimal', string | undefined>>;

function amountOf(given: Amounts, name: 'unit_amount' | 'flat_amount', at: string): string | null {
  const whole = given[name];
  const exact = given[`${name}_decimal`];
  if (whole !== undefined && exact !== undefined) {
    throw invalid(
      `Only one of \`${name}\` and \`${name}_decimal\` may be set.`,
      at === '' ? name : `${at}[${name}]`,
    );
  }
  if (whole !== undefined) return `${whole}`;
  return exact === undefined ? null : plain(exact);
}

/** `0.150` -> `0.15`, `15.0` -> `15`. */
function plain(exact: string): string {
  return exact.includes('.') ? exact.replace(/0+$/, '').replace(/\.$/, '') : exact;
}
