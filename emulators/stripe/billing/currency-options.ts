import type { Params } from '../http/parameters';
import { currencyOf } from '../money/currencies';
import type { CurrencyOption, PriceRow } from '../state/price-rows';
import { invalid, notEmulated } from '../wire/stripe-error';
import { amountOf, tiersOf } from './price-amounts';

type Given = NonNullable<
  Params<'POST /v1/prices', { readonly currency_options: true }>['currency_options']
>;

/** What a price costs in other currencies, each as whole as the price itself: an amount, or tiers. */
export function currencyOptionsOf(
  price: PriceRow,
  given: Given,
): Readonly<Record<string, CurrencyOption>> {
  return Object.fromEntries(
    Object.entries(given).map(([code, option]) => {
      const at = `currency_options[${code}]`;
      const currency = currencyOf(code, at);
      if (currency === price.currency)
        throw invalid(`\`${currency}\` is the price's own currency.`, at);
      const known = price.currencyOptions?.[currency];
      return [
        currency,
        known && !hasAmount(option) ? taxed(known, option) : optionOf(price, option, at),
      ];
    }),
  );
}

function hasAmount(given: Given[string]): boolean {
  return Object.keys(given).some((name) => name !== 'tax_behavior');
}

function taxed(known: CurrencyOption, given: Given[string]): CurrencyOption {
  return { ...known, taxBehavior: given.tax_behavior ?? known.taxBehavior };
}

function optionOf(price: PriceRow, given: Given[string], at: string): CurrencyOption {
  if (given.custom_unit_amount !== undefined) throw notEmulated(`${at}[custom_unit_amount]`);
  const isTiered = price.tiersMode !== null;
  if (isTiered !== (given.tiers !== undefined))
    throw invalid(
      isTiered
        ? `Missing required param: ${at}[tiers].`
        : '`tiers` can only be set when `billing_scheme=tiered`.',
      `${at}[tiers]`,
      isTiered ? 'parameter_missing' : undefined,
    );
  const unitAmount = amountOf(given, 'unit_amount', at);
  if (isTiered !== (unitAmount === null))
    throw invalid(
      isTiered
        ? '`unit_amount` should not be specified when `billing_scheme=tiered`.'
        : 'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.',
      `${at}[unit_amount]`,
    );
  return {
    unitAmount,
    tiers: tiersOf(given.tiers ?? [], at),
    taxBehavior: given.tax_behavior ?? 'unspecified',
  };
}
