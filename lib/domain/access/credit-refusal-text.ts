import { formatMoney } from '../pricing/money';
import type { CreditRefusal } from './credit';

/** A refusal in words: what is so, and what to do about it. The link, where there is one, stands beside it. */
export function creditRefusalText(refusal: CreditRefusal): string {
  switch (refusal.kind) {
    case 'disputed':
      return 'A payment of yours is disputed with your bank. You can buy again when the dispute is closed, or when your bank withdraws it.';
    case 'unpaid':
      return `You have ${owed(refusal)}`;
    case 'owes-from-closed-account':
      return `An account that was closed with this email address has ${owed(refusal)}`;
    case 'fraud-warning':
      return 'Your card’s network reported a payment of yours as possibly fraudulent. The operator of this site is looking into it: ask them before you buy again.';
    case 'unconfirmed-email':
      return 'Confirm your email address first: open the link that we sent you, or have it sent again in your settings.';
    case 'too-many':
      return refusal.hasPaid
        ? `You have ${counted(refusal.most)} of this plan already, which is the most. Use one of those, or end it first.`
        : `You have ${counted(refusal.most)} of this plan already. You can buy another one after your first payment.`;
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
  if (count > 1) return `${count} unpaid invoices, ${sum} in all: pay each of them first.`;
  return `an unpaid invoice${sum === '' ? '' : ` of ${sum}`}: pay it first.`;
}

function counted(most: number): string {
  return most === 1 ? 'a subscription' : `${most} subscriptions`;
}
