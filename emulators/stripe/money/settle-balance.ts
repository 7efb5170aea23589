import { minimumCharge, stepOf } from './currencies';

/** What finalization makes of an invoice's total and its customer's balance. */
export interface Settled {
  readonly due: number;
  /** Below zero: credit for the next invoices; above: what they carry. */
  readonly endingBalance: number;
  readonly isTooSmall: boolean;
}

/**
 * Credit is taken off and what was carried is added. What is below the smallest charge is carried to the
 * next invoice, and so is what a currency without fractions cannot charge.
 */
export function settle(total: number, startingBalance: number, currency: string): Settled {
  const owed = total + startingBalance;
  if (owed <= 0) return { due: 0, endingBalance: owed, isTooSmall: false };
  const step = stepOf(currency);
  const due = Math.round(owed / step) * step;
  if (owed < minimumCharge(currency) || due === 0)
    return { due: 0, endingBalance: owed, isTooSmall: true };
  return { due, endingBalance: owed - due, isTooSmall: false };
}
