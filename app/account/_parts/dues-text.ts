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
    ? `1 open invoice: ${sum}`
    : `${rows.length} open invoices: ${sum} in total`;
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
    ? `${amount} is carried over to your next invoice: it is too small to charge on its own.`
    : `A credit of ${amount} is applied to your next invoice.`;
}
