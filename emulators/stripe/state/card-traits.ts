/** What a test card shows and does beyond being paid or refused. */
export interface CardTraits {
  readonly country?: string;
  readonly funding?: 'credit' | 'debit' | 'prepaid';
  readonly checks?: {
    readonly cvc?: 'fail';
    readonly line1?: 'fail' | 'unavailable';
    readonly postalCode?: 'fail' | 'unavailable';
  };
  readonly risk?: 'elevated' | 'highest' | 'blocked';
  /** What follows a charge: a dispute of this kind, a warning of fraud, several disputes. */
  readonly afterCharge?: 'fraudulent' | 'product_not_received' | 'inquiry' | 'warning' | 'several';
  readonly refund?: 'pending' | 'fails';
}
