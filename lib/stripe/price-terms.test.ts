import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import type { PaidPlan } from '../domain/pricing/price-plan';
import { priceParams, termsOfPlan, termsOfPrice } from './price-terms';

const MONTHLY = { interval: 'month', intervalCount: 1 } as const;
const LICENSED: PaidPlan = {
  kind: 'licensed',
  currency: 'usd',
  recurring: MONTHLY,
  amountMinor: 1495,
};
const PER_CALL: PaidPlan = {
  kind: 'metered',
  currency: 'usd',
  recurring: MONTHLY,
  scheme: { kind: 'perCall', unitAmountMinor: '0.15' },
};
const GRADUATED: PaidPlan = {
  kind: 'metered',
  currency: 'usd',
  recurring: MONTHLY,
  scheme: {
    kind: 'graduated',
    tiers: [
      { upTo: 100_000, flatAmountMinor: 8995, unitAmountMinor: '0' },
      { upTo: null, flatAmountMinor: 0, unitAmountMinor: '0.1' },
    ],
  },
};
const PACKAGE: PaidPlan = {
  kind: 'metered',
  currency: 'eur',
  recurring: { interval: 'year', intervalCount: 2 },
  scheme: { kind: 'package', size: 1000, amountMinor: 500 },
};

/** What Stripe answers for a price made with these parameters, as far as terms go. */
function asAnswered(plan: PaidPlan): Stripe.Price {
  const params = priceParams(plan, 'mtr_1');
  const decimal =
    params.unit_amount_decimal ??
    (params.unit_amount === undefined ? null : Stripe.Decimal.from(params.unit_amount));
  const answer = {
    object: 'price',
    active: true,
    currency: params.currency,
    billing_scheme: params.billing_scheme ?? 'per_unit',
    unit_amount: params.unit_amount ?? null,
    unit_amount_decimal: decimal,
    tiers_mode: params.tiers_mode ?? null,
    transform_quantity: params.transform_quantity ?? null,
    recurring: { ...params.recurring, meter: params.recurring?.meter ?? null },
    tiers: params.tiers?.map((tier) => ({
      up_to: tier.up_to === 'inf' ? null : tier.up_to,
      flat_amount: tier.flat_amount ?? null,
      unit_amount: null,
      unit_amount_decimal: tier.unit_amount_decimal ?? null,
    })),
  };
  return answer as unknown as Stripe.Price;
}

describe('the parameters of a price', () => {
  it('charge a licence once a period, whole cents', () => {
    expect(priceParams(LICENSED, null)).toEqual({
      currency: 'usd',
      unit_amount: 1495,
      recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    });
  });

  it('carry fractions of a cent as exact decimals', () => {
    expect(String(priceParams(PER_CALL, 'mtr_1').unit_amount_decimal)).toBe('0.15');
  });

  it('give the last tier no end and every tier an amount', () => {
    const { tiers, tiers_mode } = priceParams(GRADUATED, 'mtr_1');
    expect(tiers_mode).toBe('graduated');
    expect(
      tiers?.map((tier) => [tier.up_to, tier.flat_amount, String(tier.unit_amount_decimal)]),
    ).toEqual([
      [100_000, 8995, '0'],
      ['inf', undefined, '0.1'],
    ]);
  });

  it('round packages up, so that a started one is paid', () => {
    expect(priceParams(PACKAGE, 'mtr_1').transform_quantity).toEqual({
      divide_by: 1000,
      round: 'up',
    });
  });

  it('cannot be metered without a meter', () => {
    expect(() => priceParams(PER_CALL, null)).toThrow(/meter/);
  });
});

describe('terms', () => {
  it.each([
    ['licensed', LICENSED],
    ['per call', PER_CALL],
    ['graduated', GRADUATED],
    ['package', PACKAGE],
  ])('of a %s plan are the same when read back from the price', (_, plan) => {
    expect(termsOfPrice(asAnswered(plan))).toBe(termsOfPlan(plan));
  });

  it('do not depend on how a decimal is written', () => {
    const padded: PaidPlan = { ...PER_CALL, scheme: { kind: 'perCall', unitAmountMinor: '0.150' } };
    expect(termsOfPlan(padded)).toBe(termsOfPlan(PER_CALL));
  });

  it('differ when a price rounds packages down', () => {
    const price = asAnswered(PACKAGE);
    const roundsDown = {
      ...price,
      transform_quantity: { divide_by: 1000, round: 'down' as const },
    };
    expect(termsOfPrice(roundsDown)).not.toBe(termsOfPlan(PACKAGE));
  });

  it('differ when tiers are charged by volume', () => {
    const price = { ...asAnswered(GRADUATED), tiers_mode: 'volume' as const };
    expect(termsOfPrice(price)).not.toBe(termsOfPlan(GRADUATED));
  });

  it('of a one-time price are never those of a plan', () => {
    expect(termsOfPrice({ ...asAnswered(LICENSED), recurring: null })).toBe('one-time');
  });
});
