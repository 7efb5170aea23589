import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedShop, type StartedStripe, startShop, startStripe } from '../started-stripe';
import { brandOf, passesLuhn } from './cards';
import { TEST_CARDS } from './test-cards';

let kit: StartedShop;
let other: StartedStripe;

beforeAll(async () => {
  kit = await startShop();
  other = await startStripe();
});

afterAll(async () => {
  await kit.stop();
  await other.stop();
});

const card = (number: string) => ({ number, exp_month: 12, exp_year: 2034, cvc: '123' });

async function made(number: string, where = kit.stripe) {
  return where.paymentMethods.create({ type: 'card', card: card(number) });
}

/** A customer to whom the card was given. */
async function keeping(number: string) {
  const method = await made(number);
  const customer = await kit.stripe.customers.create();
  await kit.stripe.paymentMethods.attach(method.id, { customer: customer.id });
  return { customer: customer.id, payment_method: method.id };
}

const payment = { amount: 2000, currency: 'usd', confirm: true } as const;

async function paying(number: string, extra: object = {}) {
  const { id } = await made(number);
  const return_url = 'https://app.test/back';
  return kit.stripe.paymentIntents.create({
    ...payment,
    payment_method: id,
    return_url,
    ...extra,
  });
}

describe('test cards', () => {
  it.each(Object.keys(TEST_CARDS))('%s is a number that can be typed', (number) => {
    expect(passesLuhn(number)).toBe(true);
    expect(brandOf(number)).toMatch(/^[a-z]+$/);
  });

  it.each([
    ['5105105105105100', 'mastercard', 'prepaid', 'US'],
    ['2223003122003222', 'mastercard', 'credit', 'US'],
    ['371449635398431', 'amex', 'credit', 'US'],
    ['6011981111111113', 'discover', 'debit', 'US'],
    ['36227206271667', 'diners', 'credit', 'US'],
    ['3056930009020004', 'diners', 'credit', 'US'],
    ['3566002020360505', 'jcb', 'credit', 'US'],
    ['6205500000000000004', 'unionpay', 'credit', 'US'],
    ['4000002760000016', 'visa', 'credit', 'DE'],
  ])('%s is a %s of the kind %s from %s', async (number, brand, funding, country) => {
    const { card: shown } = await made(number);
    expect(shown).toMatchObject({ brand, funding, country, last4: number.slice(-4) });
    expect(await paying(number)).toMatchObject({ status: 'succeeded' });
  });

  it.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000009987', 'card_declined', 'lost_card'],
    ['4000000000009979', 'card_declined', 'stolen_card'],
    ['4000000000006975', 'card_declined', 'card_velocity_exceeded'],
    ['4000000000000069', 'expired_card', 'expired_card'],
    ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc'],
    ['4000000000000119', 'processing_error', 'processing_error'],
  ])(
    '%s is refused when it is given and when it is charged: %s, %s',
    async (number, code, decline) => {
      const refusal = { statusCode: 402, code, decline_code: decline };
      await expect(keeping(number)).rejects.toMatchObject(refusal);
      await expect(paying(number)).rejects.toMatchObject(refusal);
    },
  );

  it.each([
    ['4000000000000341', 'generic_decline', 'issuer_declined', 'normal'],
    ['4100000000000019', 'fraudulent', 'blocked', 'highest'],
    ['4000000000004954', 'fraudulent', 'blocked', 'highest'],
  ])('%s can be kept and is refused later: %s', async (number, decline, type, risk) => {
    const kept = await keeping(number);
    await expect(kit.stripe.paymentIntents.create({ ...payment, ...kept })).rejects.toMatchObject({
      code: 'card_declined',
      decline_code: decline,
    });
    const { data } = await kit.stripe.charges.list({ customer: kept.customer });
    expect(data[0]?.outcome).toMatchObject({ type, risk_level: risk });
  });

  it('checks of the code and the address fail as asked for', async () => {
    expect((await made('4000000000000101')).card?.checks?.cvc_check).toBe('fail');
    expect((await made('4000000000000010')).card?.checks).toMatchObject({
      address_line1_check: 'fail',
      address_postal_code_check: 'fail',
    });
    const risky = await paying('4000000000009235');
    const charge = await kit.stripe.charges.retrieve(String(risky.latest_charge));
    expect(charge.outcome).toMatchObject({ risk_level: 'elevated', type: 'authorized' });
  });

  it.each([
    ['4000002500003155', 'requires_action'],
    ['4000002760003184', 'requires_action'],
    ['4000000000003220', 'requires_action'],
    ['4000003800000446', 'requires_action'],
    ['4000000000003055', 'succeeded'],
  ])('%s: a payment with its holder there is %s', async (number, status) => {
    expect(await paying(number)).toMatchObject({ status });
  });

  it('one that was set up for it is charged while its holder is away', async () => {
    const kept = await keeping('4000003800000446');
    const away = { ...payment, ...kept, off_session: true } as const;
    expect(await kit.stripe.paymentIntents.create(away)).toMatchObject({ status: 'succeeded' });
  });

  it('a card that was detached or used without a customer is of no more use', async () => {
    const message = 'may not be used again';
    const { customer, payment_method } = await keeping('4242424242424242');
    await kit.stripe.paymentMethods.detach(payment_method);
    await expect(kit.stripe.paymentMethods.attach(payment_method, { customer })).rejects.toThrow(
      message,
    );
    await expect(kit.stripe.paymentIntents.create({ ...payment, payment_method })).rejects.toThrow(
      message,
    );
    const once = await paying('4242424242424242');
    await expect(
      kit.stripe.paymentMethods.attach(String(once.payment_method), { customer }),
    ).rejects.toThrow(message);
  });

  it('a number has one fingerprint, on its charges too, and another in another account', async () => {
    const [first, second, third] = await Promise.all([
      made('4242424242424242'),
      made('4242424242424242'),
      made('5555555555554444'),
    ]);
    const print = first.card?.fingerprint;
    expect(print).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(second.card?.fingerprint).toBe(print);
    expect(third.card?.fingerprint).not.toBe(print);
    expect((await made('4242424242424242', other.stripe)).card?.fingerprint).not.toBe(print);
    const paid = await paying('4242424242424242');
    const charge = await kit.stripe.charges.retrieve(String(paid.latest_charge));
    expect(charge.payment_method_details?.card?.fingerprint).toBe(print);
  });
});
