import { formatMoney } from '@/lib/domain/pricing/money';

const ACTIONS: Record<string, string> = {
  'period.released-by-rule': 'Invoice finalized automatically without its whole usage',
  'period.closed-by-provider': 'Invoice finalized without us',
  'period.left-to-operator': 'Draft left to the operator',
  'period.lost': 'Usage that can no longer be billed',
  'subscription.ceiling-raised': 'Ceiling before the first payment changed',
  'subscription.card-refused': 'Card rejected: a closed account owes on it',
  'payment.dispute': 'Payment disputed',
  'payment.refund': 'Payment refunded',
  'payment.fraud-warning': 'Fraud warning from the card network',
  'payment.signal-dismissed': 'Payment row dismissed',
  'invoice.collected': 'Final invoice collected',
  'invoice.collection-failed': 'Final invoice not collected',
  'period.not-charged': 'Suspended period not charged',
  'subscription.customer-deleted': 'Customer deleted in Stripe',
  'period.late-usage': 'Late usage billed',
  'subscription.ended-by-rule': 'Ended without its whole usage',
  'subscription.cancel-now': 'Immediate cancellation requested',
  'subscription.synced-by-operator': 'Synced by an operator',
  'subscription.problem-dismissed': 'Problem dismissed',
  'subscription.plan-change-requested': 'Plan change requested',
  'subscription.plan-change-cancelled': 'Plan change canceled',
  'subscription.plan-changed': 'Plan changed',
  'subscription.scope-moved': 'Keys moved to new plan',
  'subscription.activated': 'Access on',
  'subscription.suspended': 'Access suspended',
  'subscription.cancelled': 'Access ended',
  'subscription.checkout-opened': 'Checkout opened',
  'subscription.checkout-discarded': 'Checkout discarded',
  'subscription.billing-opened': 'Billing portal opened',
  'subscription.renamed': 'Renamed',
  'subscription.cancel-at-period-end': 'Cancellation scheduled',
  'subscription.cancel-undone': 'Cancellation undone',
  'subscription.ended': 'Ended',
  'subscription.price-differs': 'Another price billed than was sold',
  'subscription.price-accepted': 'Price accepted by an operator',
  'period.price-chosen': 'Price of late calls chosen by an operator',
  'subscription.gateway-missing': 'Lost by API Management',
  'subscription.restored-by-operator': 'Restored by an operator',
  'subscription.keys-renewed': 'Restored with new keys',
  'gateway.restored-by-operator': 'Gateway restored by an operator',
  'foreign.suspended': 'Suspended, not sold by Tollgate',
  'foreign.rejected': 'Rejected, not sold by Tollgate',
  'foreign.invited': 'Owner asked to subscribe',
  'subscription.provider-missing': 'Not found in Stripe',
  'invoice.paid': 'Invoice paid',
  'invoice.payment-failed': 'Payment of an invoice failed',
  'invoice.voided': 'Invoice voided',
  'invoice.uncollectible': 'Invoice marked uncollectible',
  'invoice.credited': 'Credit for the previous plan',
  'keys.shown': 'Keys shown',
  'keys.rotated-primary': 'Primary key replaced',
  'keys.rotated-secondary': 'Secondary key replaced',
};

/** An entry of the log in words; one that has none is shown by its name. */
export function auditText(action: string): string {
  return ACTIONS[action] ?? action;
}

/** The details of an entry: `from absent, status active`; what is nested stays as it is kept. */
export function detailText(details: unknown): string {
  if (typeof details !== 'object' || details === null) return details ? String(details) : '–';
  const words = Object.entries(withMoney(details)).map(([name, value]) => {
    const reported = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    return `${name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()} ${reported ?? 'none'}`;
  });
  return words.length === 0 ? '–' : words.join(', ');
}

/** Amounts as money, and without the name that an entry is written once under. */
function withMoney(details: object): Record<string, unknown> {
  const { amountMinor, paidMinor, currency, name, ...rest } = details as Record<string, unknown>;
  if (typeof amountMinor !== 'number' || typeof currency !== 'string') {
    return { ...details };
  }
  const paid = typeof paidMinor === 'number' && paidMinor !== amountMinor;
  return {
    amount: formatMoney(amountMinor, currency),
    ...(paid ? { paid: formatMoney(paidMinor, currency) } : {}),
    ...rest,
  };
}
