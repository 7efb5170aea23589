import { formatMoney } from '@/lib/domain/pricing/money';
import type { ActivityMoney } from '@/lib/use-cases/audit/view-activity';

/** Where no amount is known: entries from before amounts were written down. */
const WITHOUT_AMOUNT: Readonly<Record<string, string>> = {
  'invoice.paid': 'Invoice paid',
  'invoice.payment-failed': 'Payment failed',
  'invoice.voided': 'Invoice voided',
  'invoice.uncollectible': 'Invoice written off',
  'invoice.credited': 'Credit for the previous plan',
  'invoice.collected': 'Final invoice paid',
  'invoice.collection-failed': 'Payment of the final invoice failed',
  'payment.refund': 'Refund',
  'payment.dispute': 'Payment disputed',
  'payment.fraud-warning': 'Payment reported as possible fraud',
  'period.late-usage': 'Usage corrected after the invoice',
};

/** An entry about money, with its amount; null for every other entry. */
export function moneyText(action: string, money: ActivityMoney | null): string | null {
  const without = WITHOUT_AMOUNT[action];
  if (without === undefined || money === null) return without ?? null;
  const { amountMinor, paidMinor, currency, state } = money;
  const amount = formatMoney(Math.abs(amountMinor), currency);
  switch (action) {
    case 'invoice.paid':
      if (amountMinor <= 0) return `Invoice of ${amount}: nothing to pay`;
      return paidMinor === 0 ? `Invoice of ${amount} settled without a charge` : `${amount} paid`;
    case 'invoice.payment-failed':
      return `Payment of ${amount} failed`;
    case 'invoice.voided':
      return `Invoice of ${amount} voided`;
    case 'invoice.uncollectible':
      return `Invoice of ${amount} written off`;
    case 'invoice.credited':
      return `${amount} credited for the previous plan`;
    case 'invoice.collected':
      return `${amount} paid: final invoice`;
    case 'invoice.collection-failed':
      return `Payment of ${amount} failed: final invoice`;
    case 'payment.refund':
      return refundText(amount, state);
    case 'payment.dispute':
      return disputeText(amount, state);
    case 'payment.fraud-warning':
      return `Payment of ${amount} reported as possible fraud by the card network`;
    case 'period.late-usage':
      if (amountMinor === 0) return `${without}: nothing to pay`;
      return amountMinor > 0
        ? `${amount} for calls counted after the invoice`
        : `${amount} credited for overbilled calls`;
    default:
      return `${without}: ${amount}`;
  }
}

function refundText(amount: string, state: string | null): string {
  if (state === 'failed' || state === 'canceled') return `Refund of ${amount} ${state}`;
  return state === 'pending' ? `Refund of ${amount} pending` : `${amount} refunded`;
}

function disputeText(amount: string, state: string | null): string {
  if (state === 'won') return `Dispute of ${amount} closed: the payment stands`;
  if (state === 'lost') return `Dispute of ${amount} closed: the bank returned the payment`;
  if (state === 'warning_closed') return `Bank inquiry about ${amount} closed`;
  if (state?.startsWith('warning_')) return `Bank inquiry about a payment of ${amount}`;
  return `Payment of ${amount} disputed`;
}
