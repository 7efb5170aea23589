import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedShop, startShop } from './started-stripe';

let kit: StartedShop;
let stripe: Stripe;

beforeAll(async () => {
  kit = await startShop();
  stripe = kit.stripe;
});

afterAll(() => kit.stop());

/** A payment of $20.00, with everything after it done and its events sent. */
async function paidWith(payment_method: string): Promise<string> {
  const intent = await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    payment_method,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  });
  await kit.emulator.advanceDays(0);
  return String(intent.latest_charge);
}

async function disputeOf(charge: string): Promise<Stripe.Dispute> {
  const { data } = await stripe.disputes.list({ charge });
  return data[0] as Stripe.Dispute;
}

/** The types of the events about these objects, in their order. */
function eventTypesOf(...ids: string[]): string[] {
  return kit.inbox.received
    .map(({ body }) => JSON.parse(body) as { type: string; data: { object: { id: string } } })
    .filter((event) => ids.includes(event.data.object.id))
    .map((event) => event.type);
}

describe('disputes', () => {
  it('a fraudulent one takes the money, and evidence wins it back', async () => {
    const charge = await paidWith('pm_card_createDispute');
    const dispute = await disputeOf(charge);
    expect(dispute).toMatchObject({
      amount: 2000,
      currency: 'usd',
      reason: 'fraudulent',
      status: 'needs_response',
      is_charge_refundable: false,
      evidence_details: { has_evidence: false, past_due: false, submission_count: 0 },
    });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ disputed: true });
    await expect(stripe.refunds.create({ charge })).rejects.toMatchObject({
      code: 'charge_disputed',
    });
    const kept = await stripe.disputes.update(dispute.id, {
      evidence: { customer_name: 'Ada' },
      submit: false,
    });
    expect(kept).toMatchObject({ status: 'needs_response', evidence: { customer_name: 'Ada' } });
    const won = await stripe.disputes.update(dispute.id, {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    expect(won).toMatchObject({ status: 'won', evidence_details: { submission_count: 1 } });
    await kit.emulator.advanceDays(0);
    expect(eventTypesOf(dispute.id)).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
    expect(eventTypesOf(charge)).toEqual(['charge.succeeded', 'charge.updated']);
  });

  it('losing evidence, giving in and no answer in time lose it', async () => {
    const lost = await disputeOf(await paidWith('pm_card_createDisputeProductNotReceived'));
    expect(lost.reason).toBe('product_not_received');
    expect(
      await stripe.disputes.update(lost.id, {
        evidence: { uncategorized_text: 'losing_evidence' },
      }),
    ).toMatchObject({ status: 'lost' });
    await expect(stripe.disputes.close(lost.id)).rejects.toThrow('already closed');
    const given = await disputeOf(await paidWith('pm_card_createDispute'));
    expect(await stripe.disputes.close(given.id)).toMatchObject({ status: 'lost' });
    const unanswered = await disputeOf(await paidWith('pm_card_createDispute'));
    await kit.emulator.advanceDays(10);
    expect(await stripe.disputes.retrieve(unanswered.id)).toMatchObject({ status: 'lost' });
    expect(eventTypesOf(unanswered.id).at(-1)).toBe('charge.dispute.closed');
  });

  it('an answer that decides nothing waits for the bank', async () => {
    const { id } = await disputeOf(await paidWith('pm_card_createDispute'));
    await stripe.disputes.update(id, { evidence: { product_description: 'Calls' } });
    await kit.emulator.advanceDays(30);
    expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'under_review' });
  });

  it('an inquiry moves no money, ends with a refund and can become a dispute', async () => {
    const charge = await paidWith('pm_card_createDisputeInquiry');
    const inquiry = await disputeOf(charge);
    expect(inquiry).toMatchObject({
      status: 'warning_needs_response',
      is_charge_refundable: true,
      payment_method_details: { card: { case_type: 'inquiry' } },
    });
    await stripe.refunds.create({ charge, reason: 'fraudulent' });
    expect(await stripe.disputes.retrieve(inquiry.id)).toMatchObject({ status: 'warning_closed' });
    const other = await disputeOf(await paidWith('pm_card_createDisputeInquiry'));
    await stripe.disputes.update(other.id, {
      evidence: { uncategorized_text: 'escalate_inquiry_evidence' },
    });
    await kit.emulator.advanceDays(0);
    expect(await stripe.disputes.retrieve(other.id)).toMatchObject({ status: 'needs_response' });
    expect(eventTypesOf(inquiry.id)).not.toContain('charge.dispute.funds_withdrawn');
    expect(eventTypesOf(other.id)).toContain('charge.dispute.funds_withdrawn');
  });

  it('one payment may have several, and what is written about them is found', async () => {
    const charge = await paidWith('pm_card_createMultipleDisputes');
    const { data } = await stripe.disputes.list({ charge, expand: ['data.payment_intent'] });
    expect(data.map((one) => one.amount)).toEqual([1000, 1000]);
    expect(data[0]?.payment_intent).toMatchObject({ object: 'payment_intent' });
    const id = data[0]?.id ?? '';
    const noted = await stripe.disputes.update(id, { metadata: { case: '7' }, submit: false });
    expect(noted.metadata).toEqual({ case: '7' });
    await expect(stripe.disputes.retrieve('du_none')).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('early fraud warnings', () => {
  it('ask for action until the payment is refunded', async () => {
    const charge = await paidWith('pm_card_createIssuerFraudRecord');
    const { data } = await stripe.radar.earlyFraudWarnings.list({ charge });
    expect(data).toMatchObject([{ actionable: true, fraud_type: 'misc', charge }]);
    const id = data[0]?.id ?? '';
    await stripe.refunds.create({ charge, amount: 500 });
    expect(await stripe.radar.earlyFraudWarnings.retrieve(id)).toMatchObject({ actionable: true });
    await stripe.refunds.create({ charge });
    expect(await stripe.radar.earlyFraudWarnings.retrieve(id)).toMatchObject({ actionable: false });
    await kit.emulator.advanceDays(0);
    expect(eventTypesOf(id)).toEqual([
      'radar.early_fraud_warning.created',
      'radar.early_fraud_warning.updated',
    ]);
  });
});

describe('refunds', () => {
  it('parts of a payment are given back until nothing is left', async () => {
    const charge = await paidWith('pm_card_visa');
    const first = await stripe.refunds.create({ charge, amount: 500 });
    expect(first).toMatchObject({ status: 'succeeded', amount: 500, charge });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({
      amount_refunded: 500,
      refunded: false,
    });
    await expect(stripe.refunds.create({ charge, amount: 1501 })).rejects.toMatchObject({
      param: 'amount',
    });
    await stripe.refunds.create({ charge, reason: 'requested_by_customer' });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true });
    await expect(stripe.refunds.create({ charge })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    await expect(stripe.refunds.cancel(first.id)).rejects.toMatchObject({ statusCode: 400 });
    await kit.emulator.advanceDays(0);
    expect(eventTypesOf(charge)).toEqual([
      'charge.succeeded',
      'charge.refunded',
      'charge.refunded',
    ]);
    expect(eventTypesOf(first.id)).toEqual(['refund.created']);
  });

  it('some are decided later', async () => {
    const slow = await stripe.refunds.create({ charge: await paidWith('pm_card_pendingRefund') });
    expect(slow).toMatchObject({ status: 'pending' });
    const charge = await paidWith('pm_card_refundFail');
    const failing = await stripe.refunds.create({ charge });
    await kit.emulator.advanceDays(0.01);
    expect(await stripe.refunds.retrieve(slow.id)).toMatchObject({ status: 'succeeded' });
    expect(eventTypesOf(slow.id)).toEqual([
      'refund.created',
      'refund.updated',
      'charge.refund.updated',
    ]);
    expect(await stripe.refunds.retrieve(failing.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect(eventTypesOf(failing.id).at(-1)).toBe('refund.failed');
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0 });
  });
});
