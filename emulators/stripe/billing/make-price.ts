import { z } from 'zod';
import type { Account } from '../account';
import { notEmulated } from '../http/not-emulated';
import { decimal, flag, mergeMetadata, metadata, oneOf, text, whole } from '../http/params';
import { invalid } from '../http/stripe-error';
import { newId } from '../ids';
import { getMeter } from '../objects/meter';
import { getProduct } from '../objects/product';
import type { PriceRow, TierRow } from '../rows';

const amounts = {
  unit_amount: whole({ min: 0 }).optional(),
  unit_amount_decimal: decimal().optional(),
};

const tierParams = z.strictObject({
  up_to: z
    .string()
    .regex(/^(inf|[1-9]\d{0,14})$/, 'Invalid up_to: must be a positive integer or inf'),
  ...amounts,
  flat_amount: whole({ min: 0 }).optional(),
  flat_amount_decimal: decimal().optional(),
});

export const priceParams = z.strictObject({
  currency: z
    .string()
    .regex(/^[a-zA-Z]{3}$/, { error: (issue) => `Invalid currency: ${String(issue.input)}.` }),
  active: flag().optional(),
  billing_scheme: oneOf(['per_unit', 'tiered']).optional(),
  lookup_key: text(200).optional(),
  metadata: metadata().optional(),
  nickname: text().optional(),
  product: text(),
  recurring: z
    .strictObject({
      interval: oneOf(['day', 'week', 'month', 'year']),
      interval_count: whole({ min: 1 }).optional(),
      meter: text().optional(),
      usage_type: oneOf(['licensed', 'metered']).optional(),
    })
    .optional(),
  tax_behavior: oneOf(['exclusive', 'inclusive', 'unspecified']).optional(),
  tiers: z.array(tierParams).min(1).optional(),
  tiers_mode: oneOf(['graduated', 'volume']).optional(),
  transfer_lookup_key: flag().optional(),
  transform_quantity: z
    .strictObject({ divide_by: whole({ min: 1 }), round: oneOf(['up', 'down']) })
    .optional(),
  ...amounts,
  ...notEmulated('currency_options', 'custom_unit_amount', 'product_data'),
});
export type PriceParams = z.output<typeof priceParams>;

/** A price after Stripe's rules: what may stand with what, and what must. */
export function makePrice(account: Account, params: PriceParams): PriceRow {
  const tiered = params.billing_scheme === 'tiered';
  checkScheme(params, tiered);
  return {
    id: newId('price_1', 23).replace('price_1_', 'price_1'),
    created: account.now(),
    active: params.active ?? true,
    currency: params.currency.toLowerCase(),
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

function tiersOf(given: readonly z.output<typeof tierParams>[]): TierRow[] {
  let below = 0;
  return given.map((tier, index) => {
    const at = `tiers[${index}]`;
    const last = index === given.length - 1;
    if (last !== (tier.up_to === 'inf')) {
      throw invalid('The last tier, and only it, must have `up_to` set to `inf`.', `${at}[up_to]`);
    }
    const upTo = tier.up_to === 'inf' ? null : Number(tier.up_to);
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
