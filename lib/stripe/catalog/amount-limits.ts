import { CURRENCIES } from '../../domain/pricing/currencies';

/** What Stripe takes of a currency, in its minor unit (docs.stripe.com/currencies). */
export interface AmountLimits {
  /** The largest flat amount of a price. */
  mostMinor: number;
  /** Amounts that are charged must be a multiple of this. */
  stepMinor: 1 | 10 | 100;
  /** The least that is charged; null where Stripe names none. */
  leastChargeMinor: number | null;
}

/** Whole since they lost their hundredths, and still counted in them. */
const WHOLE_ONLY = new Set(['isk', 'ugx']);

/** Eight digits unless said otherwise. Cards alone may carry more, other ways of paying don't. */
const MOST_MINOR = 99_999_999;
const MORE_MINOR: Record<string, number> = {
  inr: 999_999_999,
  cop: 9_999_999_999,
  huf: 9_999_999_999,
  jpy: 9_999_999_999,
  lbp: 99_999_999_999,
  idr: 999_999_999_999,
};

const LEAST_CHARGES_MINOR: Record<string, number> = {
  ...{ aed: 200, ars: 50, aud: 50, brl: 50, cad: 50, chf: 50, cop: 50, czk: 1500, dkk: 250 },
  ...{ eur: 50, gbp: 30, hkd: 400, huf: 17_500, idr: 50, ils: 50, inr: 50, jpy: 50, krw: 50 },
  ...{ mxn: 1000, myr: 200, nok: 300, nzd: 50, php: 50, pln: 200, ron: 200, rub: 50, sek: 300 },
  ...{ sgd: 50, thb: 1000, usd: 50, zar: 50 },
};

/** `code` is ISO 4217 in lower case; null for a currency that Stripe doesn't have. */
export function amountLimits(code: string): AmountLimits | null {
  const currency = CURRENCIES.get(code);
  if (!currency) return null;
  return {
    mostMinor: MORE_MINOR[code] ?? MOST_MINOR,
    stepMinor: stepOf(code, currency.decimals),
    leastChargeMinor: LEAST_CHARGES_MINOR[code] ?? null,
  };
}

function stepOf(code: string, decimals: number): AmountLimits['stepMinor'] {
  if (WHOLE_ONLY.has(code)) return 100;
  // The partners of currencies with three decimals want the last digit to be 0.
  return decimals === 3 ? 10 : 1;
}
