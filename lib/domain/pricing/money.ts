import { decimalsOf, shownDecimals } from './currencies';

/**
 * Exact decimal amounts. A value is a bigint: minor units times 10^12, because twelve decimals are
 * what payment providers take for a unit amount. Nothing here passes through a binary fraction, so no cent
 * appears or disappears however many calls are multiplied.
 */
export type Exact = bigint;

const DECIMALS = 12;
const SCALE = 10n ** BigInt(DECIMALS);

/** Throws a RangeError for anything but a plain non-negative decimal of at most 12 decimals. */
export function parseExact(text: string): Exact {
  const match = /^(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal amount of at most ${DECIMALS} decimals: ${text}`);
  const [, whole = '0', fraction = ''] = match;
  return BigInt(whole) * SCALE + BigInt(fraction.padEnd(DECIMALS, '0'));
}

/** The shortest decimal that `parseExact` reads back as the same value: '0.15', '100'. */
export function formatExact(value: Exact): string {
  const fraction = String(value % SCALE)
    .padStart(DECIMALS, '0')
    .replace(/0+$/, '');
  const whole = String(value / SCALE);
  return fraction ? `${whole}.${fraction}` : whole;
}

export function exactFromMinor(amountMinor: number): Exact {
  return BigInt(amountMinor) * SCALE;
}

/** Rounds half up to whole minor units. Throws rather than return a number that is not exact. */
export function roundToMinor(value: Exact): number {
  return safeNumber((value + SCALE / 2n) / SCALE);
}

export function sumMinor(amountsMinor: readonly number[]): number {
  return safeNumber(amountsMinor.reduce((sum, amount) => sum + BigInt(amount), 0n));
}

/**
 * The share of one in `by`, rounded up at the twelfth decimal: where it doesn't come out even, `by`
 * shares cost the whole amount and never less.
 */
export function shareRoundedUp(amountMinor: number, by: number): string {
  const divisor = BigInt(by);
  return formatExact((exactFromMinor(amountMinor) + divisor - 1n) / divisor);
}

/** '$109.95' for 10995 in 'usd'; every currency with the decimals that Stripe counts it in. */
export function formatMoney(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const isWhole = amountMinor % 10 ** decimals === 0;
  const format = formatOf(currency, shownDecimals(currency, isWhole), decimals);
  const sign = amountMinor < 0 ? '-' : '';
  return format.format(`${sign}${shifted(String(Math.abs(amountMinor)), decimals)}` as NumericText);
}

/** An amount below the minor unit keeps the decimals it needs: '$0.0015' for '0.15' in 'usd'. */
export function formatUnitAmount(amountMinor: string, currency: string): string {
  const decimals = decimalsOf(currency);
  const [whole = '0', fraction = ''] = formatExact(parseExact(amountMinor)).split('.');
  const isWhole = fraction === '' && BigInt(whole) % 10n ** BigInt(decimals) === 0n;
  const format = formatOf(currency, shownDecimals(currency, isWhole), decimals + DECIMALS);
  const major = shifted(whole, decimals);
  return format.format(`${major.includes('.') ? major : `${major}.`}${fraction}0` as NumericText);
}

/** Intl takes decimal text exactly; a number would be rounded to a double first. */
type NumericText = `${number}`;

/** Moves the decimal point to the left: ('10995', 2) -> '109.95'. */
function shifted(digitsText: string, places: number): string {
  if (places === 0) return digitsText;
  const padded = digitsText.padStart(places + 1, '0');
  return `${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

// A formatter takes longer to make than to use, and a pricing page uses dozens.
const formats = new Map<string, Intl.NumberFormat>();

/** Both bounds are given, because the runtime's own differ from Stripe's for some currencies. */
function formatOf(currency: string, least: number, most: number): Intl.NumberFormat {
  const key = `${currency}:${least}:${most}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: least,
    maximumFractionDigits: most,
  });
  formats.set(key, made);
  return made;
}

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`amount too large to be exact: ${value}`);
  return number;
}
