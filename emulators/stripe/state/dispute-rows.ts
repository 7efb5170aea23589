import type { Metadata } from './rows';

export type DisputeReason = 'fraudulent' | 'product_not_received' | 'general';

/** A cardholder asked the bank for the money back. */
export interface DisputeRow {
  id: string;
  created: number;
  charge: string;
  paymentIntent: string;
  amount: number;
  currency: string;
  reason: DisputeReason;
  /** An inquiry moves no money. */
  caseType: 'chargeback' | 'inquiry';
  status:
    | 'needs_response'
    | 'under_review'
    | 'won'
    | 'lost'
    | 'warning_needs_response'
    | 'warning_under_review'
    | 'warning_closed';
  evidence: Readonly<Record<string, string>>;
  submissions: number;
  dueBy: number;
  metadata: Metadata;
}

/** A card network thinks that a charge is fraud; nothing has happened yet. */
export interface FraudWarningRow {
  id: string;
  created: number;
  charge: string;
  paymentIntent: string;
  fraudType: 'made_with_stolen_card' | 'unauthorized_use_of_card' | 'misc';
}
