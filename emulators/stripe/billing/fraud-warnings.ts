import { emit, emitChange } from '../events/emit';
import { renderFraudWarning } from '../objects/fraud-warning';
import type { Account } from '../state/account';
import type { FraudWarningRow } from '../state/dispute-rows';
import { newId } from '../state/ids';
import type { ChargeRow } from '../state/payment-rows';

export function warnOfFraud(
  account: Account,
  charge: ChargeRow,
  fraudType: FraudWarningRow['fraudType'] = 'misc',
): FraudWarningRow {
  const row = account.fraudWarnings.put({
    id: newId('issfr_1', 23).replace('issfr_1_', 'issfr_1'),
    created: account.now(),
    charge: charge.id,
    paymentIntent: charge.paymentIntent,
    fraudType,
  });
  emit(account, 'radar.early_fraud_warning.created', renderFraudWarning(account, row));
  return row;
}

/** Does something to a charge, and says which warnings need no action any more. */
export function settlingWarnings<T>(account: Account, charge: ChargeRow, work: () => T): T {
  const warnings = account.fraudWarnings.group(charge.id);
  const before = warnings.map((one) => renderFraudWarning(account, one));
  const made = work();
  for (const [index, one] of warnings.entries()) {
    const shown = before[index];
    if (shown)
      emitChange(
        account,
        'radar.early_fraud_warning.updated',
        shown,
        renderFraudWarning(account, one),
      );
  }
  return made;
}
