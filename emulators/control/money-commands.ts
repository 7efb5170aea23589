import { z } from 'zod';
import { disputeCharge, loseDispute, winDispute } from '../stripe/billing/disputes';
import { warnOfFraud } from '../stripe/billing/fraud-warnings';
import { markUncollectible, voidInvoice } from '../stripe/billing/invoice-life';
import { refundCharge } from '../stripe/billing/refund';
import { renderDispute } from '../stripe/objects/dispute';
import { renderFraudWarning } from '../stripe/objects/fraud-warning';
import { renderInvoice } from '../stripe/objects/invoice';
import { renderRefund } from '../stripe/objects/refund';
import { inTimeOf } from '../stripe/objects/test-clock';
import type { Account } from '../stripe/state/account';
import type { ChargeRow } from '../stripe/state/payment-rows';
import { StripeError } from '../stripe/wire/stripe-error';
import { ControlError, parse } from './commands';
import type { Controlled } from './controlled';

const amount = z.number().int().min(1).optional();
const disputeSchema = z.strictObject({
  charge: z.string().min(1),
  amount,
  reason: z.enum(['fraudulent', 'product_not_received', 'general']).optional(),
  inquiry: z.boolean().optional(),
});

/** The cardholder goes to the bank: a dispute, or only an inquiry. */
export function dispute(controlled: Controlled, body: unknown): Promise<object> {
  const { charge: id, inquiry, amount, reason } = parse(disputeSchema, body);
  return ofCharge(controlled, id, (account, charge) =>
    renderDispute(
      account,
      disputeCharge(account, charge, {
        ...(amount === undefined ? {} : { amount }),
        ...(reason === undefined ? {} : { reason }),
        caseType: inquiry ? 'inquiry' : 'chargeback',
      }),
    ),
  );
}

/** The bank decides. */
export async function decideDispute(
  controlled: Controlled,
  id: string,
  body: unknown,
): Promise<object> {
  const { outcome } = parse(z.strictObject({ outcome: z.enum(['won', 'lost']) }), body);
  const row = controlled.stripe.account.disputes.get(id);
  if (!row) throw new ControlError(`There is no dispute '${id}'.`, 404);
  return ofCharge(controlled, row.charge, (account) =>
    renderDispute(
      account,
      outcome === 'won' ? winDispute(account, row) : loseDispute(account, row),
    ),
  );
}

/** Money is given back in the Dashboard: all that is left, or a part. */
export function refund(controlled: Controlled, body: unknown): Promise<object> {
  const { charge: id, amount: part } = parse(
    z.strictObject({ charge: z.string().min(1), amount }),
    body,
  );
  return ofCharge(controlled, id, (account, charge) =>
    renderRefund(
      account,
      refundCharge(account, charge, part === undefined ? {} : { amount: part }),
    ),
  );
}

/** The card network thinks that a charge is fraud. */
export function warn(controlled: Controlled, body: unknown): Promise<object> {
  const { charge: id } = parse(z.strictObject({ charge: z.string().min(1) }), body);
  return ofCharge(controlled, id, (account, charge) =>
    renderFraudWarning(account, warnOfFraud(account, charge)),
  );
}

/** Somebody voids an invoice in the Dashboard, or gives up on it. */
export async function endInvoice(
  controlled: Controlled,
  id: string,
  body: unknown,
): Promise<object> {
  const { to } = parse(z.strictObject({ to: z.enum(['void', 'uncollectible']) }), body);
  const { account } = controlled.stripe;
  const row = account.invoices.get(id);
  if (!row) throw new ControlError(`There is no invoice '${id}'.`, 404);
  return done(controlled, row.customer, () => {
    const next = to === 'void' ? voidInvoice(account, row) : markUncollectible(account, row);
    return renderInvoice(account, next);
  });
}

async function ofCharge(
  controlled: Controlled,
  id: string,
  work: (account: Account, charge: ChargeRow) => object,
): Promise<object> {
  const { account } = controlled.stripe;
  const charge = account.charges.get(id);
  if (charge?.status !== 'succeeded')
    throw new ControlError(`There is no charge '${id}' that was paid.`, 404);
  return done(controlled, charge.customer, () => work(account, charge));
}

/** Works at the customer's time, and has the events delivered. */
async function done(
  { stripe, world }: Controlled,
  customer: string | null,
  work: () => object,
): Promise<object> {
  try {
    const made = inTimeOf(stripe.account, customer, work);
    world.touch();
    await world.settle();
    return made;
  } catch (error) {
    if (error instanceof StripeError) throw new ControlError(error.message);
    throw error;
  }
}
