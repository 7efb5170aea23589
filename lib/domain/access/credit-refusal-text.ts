import { formatMoney } from '../pricing/money';
import type { CreditRefusal } from './credit';

/** A refusal as text: the reason, and what to do about it. A link is returned separately. */
export function creditRefusalText(refusal: CreditRefusal): string {
  switch (refusal.kind) {
    case 'disputed':
      return 'One of your payments is disputed with your bank. You can subscribe again when the dispute is closed or withdrawn.';
    case 'unpaid':
      return `You have ${owed(refusal)}`;
    case 'owes-from-closed-account':
      return `A closed account with this email address has ${owed(refusal)}`;
    case 'fraud-warning':
      return 'Your card network reported one of your payments as possible fraud. Ask the operator before you subscribe again.';
    case 'unconfirmed-email':
      return 'Confirm your email address first: open the link we sent you, or resend it from your settings.';
    case 'too-many':
      return refusal.hasPaid
        ? `You already have ${counted(refusal.most)} to this plan, which is the maximum. Use one of those, or cancel one first.`
        : `You already have ${counted(refusal.most)} to this plan. You can add another after your first payment.`;
    default:
      return refusal satisfies never;
  }
}

/** Where to pay: the one invoice, or the account, which lists several. Null when nothing is to be paid. */
export function payLink(refusal: CreditRefusal): string | null {
  if (!('payUrl' in refusal)) return null;
  // The account lists its own invoices, and not those of an account that was closed.
  return refusal.kind === 'unpaid' && refusal.count > 1 ? '/account' : refusal.payUrl;
}

function owed({ count, totals }: Extract<CreditRefusal, { totals: unknown }>): string {
  const sums = totals.map(({ amountMinor, currency }) => formatMoney(amountMinor, currency));
  const sum = sums.join(' and ');
  if (count > 1) return `${count} unpaid invoices, ${sum} in total: pay them first.`;
  return `an unpaid invoice${sum === '' ? '' : ` of ${sum}`}: pay it first.`;
}

function counted(most: number): string {
  return most === 1 ? 'a subscription' : `${most} subscriptions`;
}
