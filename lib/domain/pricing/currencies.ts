/**
 * The currencies that Stripe takes for prices, and how it counts them (docs.stripe.com/currencies). A table of its own, because
 * the runtime's is another one: Intl follows CLDR, whose decimals are what people write, change between releases of Node,
 * and are up to a hundred times off for HUF, ISK, UGX and a dozen others.
 */
export interface Currency {
  /** ISO 4217, lower case. */
  code: string;
  /** Decimals of the amounts that go to Stripe and come from it. */
  decimals: 0 | 2 | 3;
}

const TWO_DECIMALS =
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop ' +
  'dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl ' +
  'mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr ' +
  'sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx usd uyu uzs wst xcd xcg yer zar zmw';
const NO_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf';
const THREE_DECIMALS = 'bhd jod kwd omr tnd';

/** Written without decimals when there is nothing behind the point, as people write them. */
const USUALLY_WHOLE = new Set(['isk', 'ugx', 'huf', 'twd']);

export const CURRENCIES: ReadonlyMap<string, Currency> = new Map(
  [
    ...TWO_DECIMALS.split(' ').map((code): Currency => ({ code, decimals: 2 })),
    ...NO_DECIMALS.split(' ').map((code): Currency => ({ code, decimals: 0 })),
    ...THREE_DECIMALS.split(' ').map((code): Currency => ({ code, decimals: 3 })),
  ].map((one) => [one.code, one]),
);

/** An amount in a currency that has left the table (an old invoice) is one of hundredths, as most are. */
export function decimalsOf(code: string): Currency['decimals'] {
  return CURRENCIES.get(code.toLowerCase())?.decimals ?? 2;
}

/** The decimals that the amount is shown with at least. */
export function shownDecimals(code: string, isWhole: boolean): number {
  return isWhole && USUALLY_WHOLE.has(code.toLowerCase()) ? 0 : decimalsOf(code);
}

/** What to write instead of a currency that Stripe doesn't have; null when nothing is known to replace it. */
export function successorOf(code: string): string | null {
  return SUCCESSORS[code.toLowerCase()] ?? null;
}

const SUCCESSORS: Record<string, string> = {
  bgn: 'eur',
  hrk: 'eur',
  sll: 'sle',
  zmk: 'zmw',
  byr: 'byn',
};
