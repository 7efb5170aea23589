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
  /** Amounts that are charged must be a multiple of this many minor units. */
  stepMinor: 1 | 10 | 100;
  /** The largest flat amount of a price, in minor units. */
  mostMinor: number;
  /** The least that Stripe charges, in minor units; null where it names none. */
  leastChargeMinor: number | null;
}

const TWO_DECIMALS =
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop ' +
  'dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl ' +
  'mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr ' +
  'sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx usd uyu uzs wst xcd xcg yer zar zmw';
const NO_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf';
const THREE_DECIMALS = 'bhd jod kwd omr tnd';

/** Whole since they lost their hundredths, and still counted in them. */
const WHOLE_ONLY = new Set(['isk', 'ugx']);

/** Written without decimals when there is nothing behind the point, as people write them. */
const USUALLY_WHOLE = new Set([...WHOLE_ONLY, 'huf', 'twd']);

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

export const CURRENCIES: ReadonlyMap<string, Currency> = new Map(
  [
    ...TWO_DECIMALS.split(' ').map((code) => currency(code, 2, WHOLE_ONLY.has(code) ? 100 : 1)),
    ...NO_DECIMALS.split(' ').map((code) => currency(code, 0, 1)),
    // Its partners want the last digit to be 0.
    ...THREE_DECIMALS.split(' ').map((code) => currency(code, 3, 10)),
  ].map((one) => [one.code, one]),
);

function currency(
  code: string,
  decimals: Currency['decimals'],
  stepMinor: Currency['stepMinor'],
): Currency {
  return {
    code,
    decimals,
    stepMinor,
    mostMinor: MORE_MINOR[code] ?? MOST_MINOR,
    leastChargeMinor: LEAST_CHARGES_MINOR[code] ?? null,
  };
}

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
