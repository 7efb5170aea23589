import { formatMoney } from '@/lib/domain/pricing/money';

/** How many invoices are open, and their sum by currency: what is left shows here after each payment. */
export function openInvoicesTitle(
  rows: readonly { remainingMinor: number; currency: string }[],
): string {
  const sums = new Map<string, number>();
  for (const { currency, remainingMinor } of rows) {
    sums.set(currency, (sums.get(currency) ?? 0) + remainingMinor);
  }
  const sum = [...sums].map(([currency, minor]) => formatMoney(minor, currency)).join(' and ');
  return rows.length === 1
    ? `One invoice is open: ${sum}`
    : `${rows.length} invoices are open: ${sum} in all`;
}

/** An amount that the next invoice takes up; negative for a credit. */
export function carriedText({
  currency,
  balanceMinor,
}: {
  currency: string;
  balanceMinor: number;
}): string {
  const amount = formatMoney(Math.abs(balanceMinor), currency);
  return balanceMinor > 0
    ? `${amount} is carried to your next invoice: it is too small to be charged on its own.`
    : `A credit of ${amount} is taken off your next invoice.`;
}
