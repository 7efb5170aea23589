import { invalid } from '../wire/stripe-error';

/**
 * Stripe docs: currencies, as of autumn 2026. What cards can be charged in, in lower case as Stripe writes it.
 * The application has a table of its own: one that is wrong must not agree with itself.
 */
const CHARGED =
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf ' +
  'clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ' +
  'ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur ' +
  'mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr ' +
  'sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xcg ' +
  'xof xpf yer zar zmw';
const CURRENCIES = new Set(CHARGED.split(' '));

const WITHOUT_DECIMALS = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);
const WITH_THREE = new Set('bhd jod kwd omr tnd'.split(' '));
/** Written with two decimals that are always 00. */
const ALWAYS_WHOLE = new Set(['isk', 'ugx']);

/** The smallest charge in minor units. Others must come to 50 cents once converted, which nobody computes here. */
const MINIMUM: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  ars: 50,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  cop: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  idr: 50,
  ils: 50,
  inr: 50,
  jpy: 50,
  krw: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  php: 50,
  pln: 200,
  ron: 200,
  rub: 50,
  sek: 300,
  sgd: 50,
  thb: 1000,
  zar: 50,
};
/** Twelve digits with most cards, nine with American Express. */
const MAXIMUM = 999_999_999_999;
const MAXIMUM_AMEX = 999_999_999;

/** The currency in lower case, or Stripe's refusal of one that it does not charge in. */
export function currencyOf(given: string, param = 'currency'): string {
  const currency = given.toLowerCase();
  if (CURRENCIES.has(currency)) return currency;
  throw invalid(
    `Invalid currency: ${currency}. Stripe currently supports these currencies: ${[...CURRENCIES].join(', ')}`,
    param,
  );
}

export function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return WITH_THREE.has(currency) ? 3 : 2;
}

export function minimumCharge(currency: string): number {
  return MINIMUM[currency] ?? stepOf(currency);
}

export function maximumCharge(brand?: string): number {
  return brand === 'amex' ? MAXIMUM_AMEX : MAXIMUM;
}

/** Charges are multiples of this: the last of three decimals is 0, and so are both decimals of ISK and UGX. */
export function stepOf(currency: string): number {
  if (ALWAYS_WHOLE.has(currency)) return 100;
  return WITH_THREE.has(currency) ? 10 : 1;
}
