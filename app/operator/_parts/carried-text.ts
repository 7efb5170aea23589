import { formatMoney } from '@/lib/domain/pricing/money';

/** What a customer's balance means, for the operator: money that no invoice of its own asks for, and no difference. */
export function carriedText(carried: { amountMinor: number; currency: string }): string {
  const amount = formatMoney(Math.abs(carried.amountMinor), carried.currency);
  return carried.amountMinor > 0
    ? `${amount} is carried over to the customer’s next invoice: it was too small to charge on its own, so its invoice counts as paid.`
    : `${amount} of credit is applied to the customer’s next invoice.`;
}
