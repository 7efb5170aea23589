import { invalid } from '../wire/stripe-error';
import { maximumCharge, minimumCharge, stepOf } from './currencies';
import { formatMoney } from './format-money';

/** Refuses what no card can be charged with, in Stripe's words. */
export function checkAmount(amount: number, currency: string, param = 'amount'): void {
  const least = minimumCharge(currency);
  if (amount < least)
    throw invalid(
      `Amount must be at least ${formatMoney(least, currency)} ${currency}`,
      param,
      'amount_too_small',
    );
  const most = maximumCharge();
  if (amount > most)
    throw invalid(
      `Amount must be no more than ${formatMoney(most, currency)} ${currency}`,
      param,
      'amount_too_large',
    );
  const step = stepOf(currency);
  if (amount % step !== 0)
    throw invalid(
      `Invalid amount: ${amount}. Amounts in ${currency} must be divisible by ${step}.`,
      param,
      'parameter_invalid_integer',
    );
}
