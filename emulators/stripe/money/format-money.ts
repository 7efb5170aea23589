import { decimalsOf } from './currencies';

/** `formatMoney('10995', 'usd')` -> `$109.95`; parts of a cent are shown as far as they go. */
export function formatMoney(minor: string | number, currency: string): string {
  const { symbol, digits } = shapeOf(currency.toUpperCase());
  const text = String(minor);
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const padded = whole.padStart(digits + 1, '0');
  const major = padded.slice(0, padded.length - digits);
  const decimals = `${padded.slice(padded.length - digits)}${fraction}`;
  const grouped = BigInt(major).toLocaleString('en-US');
  return `${negative ? '-' : ''}${symbol}${grouped}${decimals === '' ? '' : `.${decimals}`}`;
}

interface Shape {
  readonly symbol: string;
  readonly digits: number;
}

/** Kept, because a formatter takes longer to make than an invoice. */
const shapes = new Map<string, Shape>();

function shapeOf(code: string): Shape {
  const known = shapes.get(code);
  if (known) return known;
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: code });
  const part = format.formatToParts(0).find((one) => one.type === 'currency');
  const shape = {
    symbol: spaced(part?.value ?? code),
    digits: decimalsOf(code.toLowerCase()),
  };
  shapes.set(code, shape);
  return shape;
}

/** `HUF 175.00`, but `$0.50`. */
function spaced(symbol: string): string {
  return /[A-Za-z]$/.test(symbol) ? `${symbol}\u00a0` : symbol;
}
