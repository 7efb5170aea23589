import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { DisputeRow } from '../state/dispute-rows';
import { missing } from '../wire/stripe-error';

export function getDispute(account: Account, id: string): DisputeRow {
  const row = account.disputes.get(id);
  if (!row) throw missing('dispute', id);
  return row;
}

/** Evidence that can be given as text; documents are files, which are not emulated. */
export const EVIDENCE = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_tracking_number',
  'uncategorized_text',
] as const;

const NETWORK_CODES: Readonly<Record<DisputeRow['reason'], string>> = {
  fraudulent: '10.4',
  general: '12.5',
  product_not_received: '13.1',
};

export function isDecided(row: DisputeRow): boolean {
  return row.status === 'won' || row.status === 'lost' || row.status === 'warning_closed';
}

export function renderDispute(account: Account, row: DisputeRow) {
  const charge = account.charges.get(row.charge);
  const brand = account.paymentMethods.get(charge?.paymentMethod ?? '')?.brand ?? 'visa';
  const said = (name: (typeof EVIDENCE)[number]) => row.evidence[name] ?? null;
  return {
    id: row.id,
    object: 'dispute',
    amount: row.amount,
    balance_transactions: [],
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    enhanced_eligibility_types: [],
    evidence: {
      access_activity_log: said('access_activity_log'),
      billing_address: said('billing_address'),
      cancellation_policy: null,
      cancellation_policy_disclosure: said('cancellation_policy_disclosure'),
      cancellation_rebuttal: said('cancellation_rebuttal'),
      customer_communication: null,
      customer_email_address: said('customer_email_address'),
      customer_name: said('customer_name'),
      customer_purchase_ip: said('customer_purchase_ip'),
      customer_signature: null,
      duplicate_charge_documentation: null,
      duplicate_charge_explanation: said('duplicate_charge_explanation'),
      duplicate_charge_id: said('duplicate_charge_id'),
      enhanced_evidence: {},
      product_description: said('product_description'),
      receipt: null,
      refund_policy: null,
      refund_policy_disclosure: said('refund_policy_disclosure'),
      refund_refusal_explanation: said('refund_refusal_explanation'),
      service_date: said('service_date'),
      service_documentation: null,
      shipping_address: said('shipping_address'),
      shipping_carrier: said('shipping_carrier'),
      shipping_date: said('shipping_date'),
      shipping_documentation: null,
      shipping_tracking_number: said('shipping_tracking_number'),
      uncategorized_file: null,
      uncategorized_text: said('uncategorized_text'),
    },
    evidence_details: {
      due_by: row.dueBy,
      enhanced_eligibility: {},
      has_evidence: Object.keys(row.evidence).length > 0,
      past_due: account.now() > row.dueBy,
      submission_count: row.submissions,
      submission_method: row.submissions > 0 ? 'manual' : 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: row.caseType === 'inquiry' && !isDecided(row),
    livemode: false,
    metadata: { ...row.metadata },
    network_reason_code: NETWORK_CODES[row.reason],
    payment_intent: row.paymentIntent,
    payment_method_details: {
      card: {
        brand,
        case_type: row.caseType,
        network: brand,
        network_reason_code: NETWORK_CODES[row.reason],
      },
      type: 'card',
    },
    reason: row.reason,
    status: row.status,
  } satisfies Stripe.Dispute;
}
