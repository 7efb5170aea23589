import type { TierRow } from '../state/price-rows';
import { invalid } from '../wire/stripe-error';

interface TierParams extends Amounts {
  readonly up_to: number | 'inf';
}

/** `at`: what the tiers are a part of, such as `currency_options[eur]`; '' = the price itself. */
export function tiersOf(given: readonly TierParams[], at: string): TierRow[] {
  let below = 0;
  return given.map((tier, index) => {
    const field = inside(at, `tiers[${index}]`);
    const last = index === given.length - 1;
    if (last !== (tier.up_to === 'inf')) {
      throw invalid(
        'The last tier, and only it, must have `up_to` set to `inf`.',
        inside(field, 'up_to'),
      );
    }
    const upTo = tier.up_to === 'inf' ? null : tier.up_to;
    if (upTo !== null && upTo <= below)
      throw invalid('Tiers must be in ascending order of `up_to`.', inside(field, 'up_to'));
    below = upTo ?? below;
    const unitAmount = amountOf(tier, 'unit_amount', field);
    const flatAmount = amountOf(tier, 'flat_amount', field);
    if (unitAmount === null && flatAmount === null)
      throw invalid('An entry in the tiers array is missing an amount.', field);
    if (flatAmount?.includes('.'))
      throw invalid(
        '`flat_amount_decimal` must be a whole number.',
        inside(field, 'flat_amount_decimal'),
      );
    return { upTo, unitAmount, flatAmount };
  });
}

type Amounts = Partial<Record<'unit_amount' | 'flat_amount', number | undefined>> &
  Partial<Record<'unit_amount_decimal' | 'flat_amount_decimal', string | undefined>>;

export function amountOf(
  given: Amounts,
  name: 'unit_amount' | 'flat_amount',
  at: string,
): string | null {
  const whole = given[name];
  const exact = given[`${name}_decimal`];
  if (whole !== undefined && exact !== undefined) {
    throw invalid(`Only one of \`${name}\` and \`${name}_decimal\` may be set.`, inside(at, name));
  }
  if (whole !== undefined) return `${whole}`;
  return exact === undefined ? null : plain(exact);
}

/** `0.150` -> `0.15`, `15.0` -> `15`. */
function plain(exact: string): string {
  return exact.includes('.') ? exact.replace(/0+$/, '').replace(/\.$/, '') : exact;
}

/** `currency_options[eur]`, `tiers[0]` -> `currency_options[eur][tiers][0]`. */
function inside(at: string, name: string): string {
  return at === '' ? name : `${at}[${name.replace('[', '][')}${name.includes('[') ? '' : ']'}`;
}
