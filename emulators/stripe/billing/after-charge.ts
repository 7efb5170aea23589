import type { Account } from '../state/account';
import { disputeCharge } from './disputes';
import { warnOfFraud } from './fraud-warnings';

/** Does what a test card brings about once it was charged. */
export function runCharge(account: Account, id: string): void {
  const charge = account.charges.get(id);
  const what = charge && account.paymentMethods.get(charge.paymentMethod)?.traits?.afterCharge;
  if (!charge || !what || account.disputes.group(id).length > 0) return;
  switch (what) {
    case 'warning':
      if (account.fraudWarnings.group(id).length === 0) warnOfFraud(account, charge);
      return;
    case 'inquiry':
      disputeCharge(account, charge, { caseType: 'inquiry', reason: 'general' });
      return;
    case 'several': {
      const amount = Math.floor(charge.amountCaptured / 2);
      disputeCharge(account, charge, { amount });
      disputeCharge(account, charge, { amount: charge.amountCaptured - amount });
      return;
    }
    case 'fraudulent':
    case 'product_not_received':
      disputeCharge(account, charge, { reason: what });
      return;
    default:
      what satisfies never;
  }
}
