import { emit, emitChange } from '../events/emit';
import { renderCharge } from '../objects/charge';
import { isDecided, renderDispute } from '../objects/dispute';
import type { Account } from '../state/account';
import type { DisputeReason, DisputeRow } from '../state/dispute-rows';
import { newId } from '../state/ids';
import type { ChargeRow } from '../state/payment-rows';
import { invalid } from '../wire/stripe-error';
import { settlingWarnings } from './fraud-warnings';

/** How long a merchant has for an answer. */
const ANSWER_SECONDS = 9 * 86_400;
/** Stripe docs: testing. What decides a dispute when it is the evidence's text. */
const DECIDING: Readonly<Record<string, 'win' | 'lose' | 'escalate'>> = {
  winning_evidence: 'win',
  losing_evidence: 'lose',
  escalate_inquiry_evidence: 'escalate',
};

/** The cardholder's bank takes the money back, or only asks in an inquiry. */
export function openDispute(
  account: Account,
  charge: ChargeRow,
  about: Partial<Pick<DisputeRow, 'reason' | 'caseType' | 'amount'>> = {},
): DisputeRow {
  const reason: DisputeReason = about.reason ?? 'fraudulent';
  const caseType = about.caseType ?? 'chargeback';
  const row = settlingWarnings(account, charge, () =>
    account.disputes.put({
      id: newId('du_1', 23).replace('du_1_', 'du_1'),
      created: account.now(),
      charge: charge.id,
      paymentIntent: charge.paymentIntent,
      amount: about.amount ?? charge.amountCaptured,
      currency: charge.currency,
      reason,
      caseType,
      status: caseType === 'inquiry' ? 'warning_needs_response' : 'needs_response',
      evidence: {},
      submissions: 0,
      dueBy: account.now() + ANSWER_SECONDS,
      metadata: {},
    }),
  );
  emit(account, 'charge.dispute.created', renderDispute(account, row));
  if (caseType === 'chargeback')
    emit(account, 'charge.dispute.funds_withdrawn', renderDispute(account, row));
  account.wake('dispute', row.id, row.dueBy);
  return row;
}

/** Adds to the evidence for the bank, and submits it. Some texts decide the case, as in Stripe's test mode. */
export function answerDispute(
  account: Account,
  row: DisputeRow,
  given: {
    evidence: Readonly<Record<string, string>>;
    metadata: Record<string, string>;
    submit: boolean;
  },
): DisputeRow {
  refuseDecided(row, Object.keys(given.evidence).length > 0);
  const evidence = { ...row.evidence, ...given.evidence };
  const isSent = given.submit && Object.keys(evidence).length > 0 && !isDecided(row);
  const next = change(account, row, {
    evidence,
    metadata: given.metadata,
    ...(isSent ? { submissions: row.submissions + 1, status: underReview(row) } : {}),
  });
  return isSent ? decide(account, next) : next;
}

function underReview({ caseType }: DisputeRow): DisputeRow['status'] {
  return caseType === 'inquiry' ? 'warning_under_review' : 'under_review';
}

function decide(account: Account, row: DisputeRow): DisputeRow {
  const what = DECIDING[row.evidence.uncategorized_text ?? ''];
  if (what === 'win') return winDispute(account, row);
  if (what === 'lose') return loseDispute(account, row);
  return what === 'escalate' && row.caseType === 'inquiry' ? escalate(account, row) : row;
}

/** An inquiry becomes a chargeback: now the money goes. */
function escalate(account: Account, row: DisputeRow): DisputeRow {
  const next = change(account, row, {
    caseType: 'chargeback',
    status: 'needs_response',
    dueBy: account.now() + ANSWER_SECONDS,
  });
  emit(account, 'charge.dispute.funds_withdrawn', renderDispute(account, next));
  account.wake('dispute', next.id, next.dueBy);
  return next;
}

export function winDispute(account: Account, row: DisputeRow): DisputeRow {
  refuseDecided(row, true);
  if (row.caseType === 'inquiry') return close(account, row, 'warning_closed');
  const won = close(account, row, 'won');
  emit(account, 'charge.dispute.funds_reinstated', renderDispute(account, won));
  return won;
}

/** The merchant gives in, or the bank decides against it; an inquiry ends without anything lost. */
export function loseDispute(account: Account, row: DisputeRow): DisputeRow {
  refuseDecided(row, true);
  return close(account, row, row.caseType === 'inquiry' ? 'warning_closed' : 'lost');
}

/** Who has not answered in time has lost. */
export function runDispute(account: Account, id: string): void {
  const row = account.disputes.get(id);
  if (!row?.status.endsWith('needs_response') || row.dueBy > account.now()) return;
  loseDispute(account, row);
}

/** An inquiry about what was given back is over. */
export function closeInquiries(account: Account, charge: ChargeRow): void {
  for (const row of account.disputes.group(charge.id)) {
    if (row.caseType === 'inquiry' && !isDecided(row)) close(account, row, 'warning_closed');
  }
}

function close(account: Account, row: DisputeRow, status: DisputeRow['status']): DisputeRow {
  const next = account.disputes.put({ ...row, status });
  emit(account, 'charge.dispute.closed', renderDispute(account, next), { status: row.status });
  return next;
}

function change(account: Account, row: DisputeRow, to: Partial<DisputeRow>): DisputeRow {
  const before = renderDispute(account, row);
  const next = account.disputes.put({ ...row, ...to });
  emitChange(account, 'charge.dispute.updated', before, renderDispute(account, next));
  return next;
}

function refuseDecided(row: DisputeRow, changes: boolean): void {
  if (changes && isDecided(row)) throw invalid('This dispute is already closed');
}

/** The event about a charge once the dispute shows on it. */
export function disputeCharge(
  account: Account,
  charge: ChargeRow,
  about: Parameters<typeof openDispute>[2] = {},
): DisputeRow {
  const before = renderCharge(account, charge);
  const row = openDispute(account, charge, about);
  emitChange(account, 'charge.updated', before, renderCharge(account, charge));
  return row;
}
