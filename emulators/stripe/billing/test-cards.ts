import type { CardTraits } from '../state/card-traits';
import type { Decline, PaymentMethodRow } from '../state/rows';
import { DECLINES, type DeclineName } from './payment';

/** What a test card does: when it is given to a customer, and when it is charged later. */
export interface TestCard extends CardTraits {
  readonly onAttach: Decline | null;
  readonly onCharge: Decline | null;
  /** When the cardholder's bank asks first. */
  readonly authentication: PaymentMethodRow['authentication'];
}

const GOOD: TestCard = { onAttach: null, onCharge: null, authentication: 'none' };
const good = (traits: CardTraits = {}): TestCard => ({ ...GOOD, ...traits });
/** Refused already when it is given to a customer. */
const refused = (name: DeclineName): TestCard => ({
  ...GOOD,
  onAttach: DECLINES[name],
  onCharge: DECLINES[name],
});
/** Can be kept, and is refused when it is charged. */
const refusedLater = (name: DeclineName, traits: CardTraits = {}): TestCard => ({
  ...GOOD,
  onCharge: DECLINES[name],
  ...traits,
});
const asks = (
  authentication: PaymentMethodRow['authentication'],
  onCharge: Decline | null = null,
): TestCard => ({ ...GOOD, authentication, onCharge });

/** Stripe docs: testing. Numbers that only differ in the country of their bank: its code and the number. */
const BY_COUNTRY = `
AR 4000000320000021 BR 4000000760000002 CA 4000001240000000 CL 4000001520000001 CO 4000001700000003
CR 4000001880000005 EC 4000002180000000 MX 4000004840008001 PA 4000005910000000 PY 4000006000000066
PE 4000006040000068 UY 4000008580000003 AE 4000007840000001 AE 5200007840000022 AT 4000000400000008
BE 4000000560000004 BG 4000001000000000 BY 4000001120000005 HR 4000001910000009 CY 4000001960000008
CZ 4000002030000002 DK 4000002080000001 EE 4000002330000009 FI 4000002460000001 FR 4000002500000003
DE 4000002760000016 GI 4000002920000005 GR 4000003000000030 HU 4000003480000005 IE 4000003720000005
IT 4000003800000008 LV 4000004280000005 LI 4000004380000004 LT 4000004400000000 LU 4000004420000006
MT 4000004700000007 NL 4000005280000002 NO 4000005780000007 PL 4000006160000005 PT 4000006200000007
RO 4000006420000001 SA 4000006820000007 SI 4000007050000006 SK 4000007030000001 ES 4000007240000007
SE 4000007520000008 CH 4000007560000009 GB 4000008260000000 GB 4000058260000005 GB 5555558265554449
AU 4000000360000006 CN 4000001560000002 HK 4000003440000004 IN 4000003560000008 JP 4000003920000003
JP 3530111333300000 MY 4000004580000002 NZ 4000005540000008 SG 4000007020000003 TW 4000001580000008
TH 4000007640000003 TH 4000057640000008`
  .trim()
  .split(/\s+/);

const OF_COUNTRIES = Object.fromEntries(
  BY_COUNTRY.flatMap((country, index) => {
    const number = BY_COUNTRY[index + 1];
    return index % 2 === 0 && number ? [[number, good({ country })] as const] : [];
  }),
);

const DEBIT = good({ funding: 'debit' });

/** Stripe docs: testing. All published numbers that a card form takes. */
export const TEST_CARDS: Readonly<Record<string, TestCard>> = {
  ...OF_COUNTRIES,
  // Brands.
  '4242424242424242': GOOD,
  '4000056655665556': DEBIT,
  '5555555555554444': GOOD,
  '2223003122003222': GOOD,
  '5200828282828210': DEBIT,
  '5105105105105100': good({ funding: 'prepaid' }),
  '378282246310005': GOOD,
  '371449635398431': GOOD,
  '6011111111111117': GOOD,
  '6011000990139424': GOOD,
  '6011981111111113': DEBIT,
  '3056930009020004': GOOD,
  '36227206271667': GOOD,
  '6555900000604105': GOOD,
  '3566002020360505': GOOD,
  '6200000000000005': GOOD,
  '6200000000000047': DEBIT,
  '6205500000000000004': GOOD,
  // Declined.
  '4000000000000002': refused('generic_decline'),
  '4000000000009995': refused('insufficient_funds'),
  '4000000000009987': refused('lost_card'),
  '4000000000009979': refused('stolen_card'),
  '4000000000000069': refused('expired_card'),
  '4000000000000127': refused('incorrect_cvc'),
  '4000000000000119': refused('processing_error'),
  '4000000000006975': refused('card_velocity_exceeded'),
  '4000000000000341': refusedLater('generic_decline'),
  // Fraud.
  '4100000000000019': refusedLater('fraudulent', { risk: 'blocked' }),
  '4000000000004954': refusedLater('fraudulent', { risk: 'highest' }),
  '4000000000009235': good({ risk: 'elevated' }),
  '4000000000000101': good({ checks: { cvc: 'fail' } }),
  '4000000000000036': good({ checks: { postalCode: 'fail' } }),
  '4000058400307872': good({ funding: 'debit', checks: { cvc: 'fail' }, risk: 'elevated' }),
  '4000000000000028': good({ checks: { line1: 'fail' } }),
  '4000000000000010': good({ checks: { line1: 'fail', postalCode: 'fail' } }),
  '4000000000000044': good({ checks: { line1: 'unavailable', postalCode: 'unavailable' } }),
  // Disputes and warnings.
  '4000000000000259': good({ afterCharge: 'fraudulent' }),
  '4000000000002685': good({ afterCharge: 'product_not_received' }),
  '4000000000001976': good({ afterCharge: 'inquiry' }),
  '4000000000005423': good({ afterCharge: 'warning' }),
  '4000000404000079': good({ afterCharge: 'several' }),
  '4000000404000038': good({ afterCharge: 'fraudulent' }),
  '4000008400000779': good({ afterCharge: 'fraudulent' }),
  // Refunds.
  '4000000000007726': good({ refund: 'pending' }),
  '4000000000005126': good({ refund: 'fails' }),
  // The account's balance at once.
  '4000000000000077': GOOD,
  '4000003720000278': good({ country: 'IE' }),
  // The cardholder's bank.
  '4000002500003155': asks('until-set-up'),
  '4000002760003184': asks('always'),
  '4000003800000446': asks('on-session'),
  '4000008260003178': asks('always', DECLINES.insufficient_funds),
  '4000000000003220': asks('always'),
  '4000000000003063': asks('always'),
  '4000008400001629': asks('always', DECLINES.generic_decline),
  '4000008400001280': refusedLater('generic_decline'),
  '4000000000003055': GOOD,
  '4000000000003097': GOOD,
};
