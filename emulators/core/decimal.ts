/** Exact decimals as integers scaled by 10^12, Stripe's finest step. */
const PLACES = 12;
const ONE = 10n ** BigInt(PLACES);

export function parseDecimal(text: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined || fraction.length > PLACES) throw new Error(`not a decimal: ${text}`);
  const scaled = BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, '0') || '0');
  return sign === '-' ? -scaled : scaled;
}

export function formatDecimal(scaled: bigint): string {
  const negative = scaled < 0n;
  const size = negative ? -scaled : scaled;
  const fraction = (size % ONE).toString().padStart(PLACES, '0').replace(/0+$/, '');
  return `${negative ? '-' : ''}${size / ONE}${fraction === '' ? '' : `.${fraction}`}`;
}

export function fromWhole(count: number | bigint): bigint {
  return BigInt(count) * ONE;
}

/** Product of two scaled numbers, rounded half away from zero to a whole number. */
export function multiplyToWhole(a: bigint, b: bigint): number {
  return Number(roundedDivision(a * b, ONE * ONE));
}

export function roundToWhole(scaled: bigint): number {
  return Number(roundedDivision(scaled, ONE));
}

export function divideToWhole(scaled: bigint, by: number, round: 'up' | 'down'): bigint {
  const divisor = fromWhole(by);
  const down = scaled / divisor;
  return round === 'up' && scaled % divisor > 0n ? down + 1n : down;
}

/** A part of a whole amount, `amount * part / whole`, rounded half away from zero once. */
export function shareOf(amount: number, part: number, whole: number): number {
  return Number(roundedDivision(BigInt(amount) * BigInt(part), BigInt(whole)));
}

function roundedDivision(value: bigint, by: bigint): bigint {
  const negative = value < 0n;
  const size = negative ? -value : value;
  const rounded = (size * 2n + by) / (by * 2n);
  return negative ? -rounded : rounded;
}
