import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { PriceRow, TierRow } from '../state/price-rows';
import { invalid, missing } from '../wire/stripe-error';

export function getPrice(account: Account, id: string, param?: string): PriceRow {
  const row = account.prices.get(id);
  if (!row) throw missing('price', id, param);
  return row;
}

/** On the wire decimals are text; the SDK makes its Decimal of them. */
type Wire = Omit<Stripe.Price, 'unit_amount_decimal' | 'tiers'>;

export function renderPrice(row: PriceRow) {
  return {
    id: row.id,
    object: 'price',
    active: row.active,
    billing_scheme: row.tiersMode === null ? 'per_unit' : 'tiered',
    created: row.created,
    currency: row.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: row.lookupKey,
    metadata: { ...row.metadata },
    nickname: row.nickname,
    product: row.product,
    recurring: row.recurring && {
      interval: row.recurring.interval,
      interval_count: row.recurring.intervalCount,
      meter: row.recurring.meter,
      trial_period_days: null,
      usage_type: row.recurring.usageType,
    },
    tax_behavior: row.taxBehavior,
    tiers_mode: row.tiersMode,
    transform_quantity: row.transform && {
      divide_by: row.transform.divideBy,
      round: row.transform.round,
    },
    type: row.recurring === null ? 'one_time' : 'recurring',
    unit_amount: wholeOrNull(row.unitAmount),
    unit_amount_decimal: row.unitAmount,
  } satisfies Wire & { unit_amount_decimal: string | null };
}

/** Not part of a price unless asked for with `expand[]=currency_options`; its own currency is one of them. */
export function renderCurrencyOptions(row: PriceRow) {
  const { currency, currencyOptions, unitAmount, tiers, taxBehavior } = row;
  const all = { ...currencyOptions, [currency]: { unitAmount, tiers, taxBehavior } };
  return Object.fromEntries(
    Object.entries(all).map(([code, option]) => [
      code,
      {
        custom_unit_amount: null,
        tax_behavior: option.taxBehavior,
        unit_amount: wholeOrNull(option.unitAmount),
        unit_amount_decimal: option.unitAmount,
      },
    ]),
  );
}

/** Not part of a price unless asked for with `expand[]=tiers`. */
export function renderTiers(row: PriceRow) {
  return row.tiersMode === null ? undefined : row.tiers.map(renderTier);
}

function renderTier(tier: TierRow) {
  return {
    flat_amount: wholeOrNull(tier.flatAmount),
    flat_amount_decimal: tier.flatAmount,
    unit_amount: wholeOrNull(tier.unitAmount),
    unit_amount_decimal: tier.unitAmount,
    up_to: tier.upTo,
  };
}

/** The older half of a price, still part of subscription items. */
export function renderPlan(row: PriceRow) {
  return {
    id: row.id,
    object: 'plan',
    active: row.active,
    amount: wholeOrNull(row.unitAmount),
    amount_decimal: row.unitAmount,
    billing_scheme: row.tiersMode === null ? 'per_unit' : 'tiered',
    created: row.created,
    currency: row.currency,
    interval: row.recurring?.interval ?? 'month',
    interval_count: row.recurring?.intervalCount ?? 1,
    livemode: false,
    metadata: { ...row.metadata },
    meter: row.recurring?.meter ?? null,
    nickname: row.nickname,
    product: row.product,
    tiers_mode: row.tiersMode,
    transform_usage: row.transform && {
      divide_by: row.transform.divideBy,
      round: row.transform.round,
    },
    trial_period_days: null,
    usage_type: row.recurring?.usageType ?? 'licensed',
  } satisfies Omit<Stripe.Plan, 'amount_decimal'> & { amount_decimal: string | null };
}

/** Stripe shows whole amounts as numbers and leaves them null where there are decimals. */
function wholeOrNull(amount: string | null): number | null {
  return amount === null || amount.includes('.') ? null : Number(amount);
}

/** A price is sold in its own currency, and in those that it has an option for. */
export function refuseOtherCurrency(
  price: PriceRow,
  wanted: string | undefined,
  param: string,
): void {
  const sold = [price.currency, ...Object.keys(price.currencyOptions ?? {})];
  if (wanted === undefined || sold.includes(wanted.toLowerCase())) return;
  throw invalid(
    `The price specified only supports ${sold.map((one) => `\`${one}\``).join(', ')}. This doesn't match the expected currency: \`${wanted}\`.`,
    param,
  );
}

/** The currency that all are sold in: the one that is asked for, or the first one's own. */
export function commonCurrency(
  prices: readonly PriceRow[],
  wanted: string | undefined,
  param: (index: number) => string,
): string {
  const currency = (wanted ?? prices[0]?.currency ?? '').toLowerCase();
  for (const [index, price] of prices.entries()) refuseOtherCurrency(price, currency, param(index));
  return currency;
}

/** What the price costs in a currency that it is sold in. */
export function inCurrency(price: PriceRow, currency: string): PriceRow {
  if (currency === price.currency) return price;
  const option = price.currencyOptions?.[currency];
  if (!option) throw new Error(`${price.id} is not sold in ${currency}`);
  return { ...price, ...option, currency };
}
