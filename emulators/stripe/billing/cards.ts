import type { Decline, PaymentMethodRow } from '../rows';
import { DECLINES, type DeclineName } from './payment';

/** What a test card does: when it is given to a customer, and when it is charged later. */
export interface TestCard {
  readonly onAttach: Decline | null;
  readonly onCharge: Decline | null;
  /** When the cardholder's bank asks first. */
  readonly authentication: PaymentMethodRow['authentication'];
}

const GOOD: TestCard = { onAttach: null, onCharge: null, authentication: 'none' };
const refused = (name: DeclineName): TestCard => ({
  onAttach: DECLINES[name],
  onCharge: DECLINES[name],
  authentication: 'none',
});

/** Stripe's published test numbers. */
const BY_NUMBER: Readonly<Record<string, TestCard>> = {
  '4242424242424242': GOOD,
  '4000056655665556': GOOD,
  '5555555555554444': GOOD,
  '378282246310005': GOOD,
  '6011111111111117': GOOD,
  '4000000000000002': refused('generic_decline'),
  '4000000000009995': refused('insufficient_funds'),
  '4000000000009987': refused('lost_card'),
  '4000000000009979': refused('stolen_card'),
  '4000000000000069': refused('expired_card'),
  '4000000000000127': refused('incorrect_cvc'),
  '4000000000000119': refused('processing_error'),
  '4000000000000341': {
    onAttach: null,
    onCharge: DECLINES.generic_decline,
    authentication: 'none',
  },
  '4000002500003155': { onAttach: null, onCharge: null, authentication: 'until-set-up' },
  '4000002760003184': { onAttach: null, onCharge: null, authentication: 'always' },
  '4000008260003178': {
    onAttach: null,
    onCharge: DECLINES.insufficient_funds,
    authentication: 'always',
  },
};

/** Stripe's names for ready-made test cards. */
export const NAMED_CARDS: Readonly<Record<string, string>> = {
  pm_card_visa: '4242424242424242',
  tok_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  tok_chargeCustomerFail: '4000000000000341',
  tok_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeCustomerFail: '4000000000000341',
  pm_card_authenticationRequiredOnSetup: '4000002500003155',
  pm_card_authenticationRequired: '4000002760003184',
  pm_card_threeDSecure2Required: '4000002760003184',
};

/** undefined = not a test card: Stripe's test mode refuses it. */
export function testCard(number: string): TestCard | undefined {
  return BY_NUMBER[number];
}

/** Whether a page has to show the bank's question before it may use this card. */
export function needsAuthentication(number: string): boolean {
  return (testCard(number)?.authentication ?? 'none') !== 'none';
}

export function brandOf(number: string): string {
  if (/^3[47]/.test(number)) return 'amex';
  if (/^5[1-5]|^2[2-7]/.test(number)) return 'mastercard';
  return /^6/.test(number) ? 'discover' : 'visa';
}

export function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return /^\d{12,19}$/.test(number) && sum % 10 === 0;
}
