import { describe, expect, test } from 'vitest';
import { type EntitlementInput, entitlement, isPaymentStatus } from './entitlement';

const now = new Date('2026-11-23T12:00:00.000Z');
const later = new Date('2026-12-01T00:00:00.000Z');

function decide(input: Partial<EntitlementInput> & { status: string }) {
  return entitlement({
    endReason: null,
    cancelAt: null,
    pastDueSince: null,
    now,
    graceDays: 14,
    ...input,
  });
}

describe('the table of states', () => {
  test.each<[string, Partial<EntitlementInput> & { status: string }, string, object]>([
    ['incomplete', { status: 'incomplete' }, 'absent', { kind: 'waiting-for-payment' }],
    [
      'incomplete_expired',
      { status: 'incomplete_expired' },
      'absent',
      { kind: 'checkout-expired' },
    ],
    ['trialing', { status: 'trialing' }, 'active', { kind: 'active' }],
    ['active', { status: 'active' }, 'active', { kind: 'active' }],
    [
      'active, cancelled at the end of the period',
      { status: 'active', cancelAt: later },
      'active',
      { kind: 'ends-on', at: later },
    ],
    [
      'trialing, cancelled at the end of the trial',
      { status: 'trialing', cancelAt: later },
      'active',
      { kind: 'ends-on', at: later },
    ],
    [
      'past_due within the grace',
      { status: 'past_due', pastDueSince: new Date('2026-11-20T12:00:00.000Z') },
      'active',
      { kind: 'payment-failed', suspendedAt: new Date('2026-12-04T12:00:00.000Z') },
    ],
    [
      'past_due after the grace',
      { status: 'past_due', pastDueSince: new Date('2026-11-01T12:00:00.000Z') },
      'suspended',
      { kind: 'suspended', reason: 'grace-over' },
    ],
    ['unpaid', { status: 'unpaid' }, 'suspended', { kind: 'suspended', reason: 'unpaid' }],
    ['paused', { status: 'paused' }, 'suspended', { kind: 'suspended', reason: 'paused' }],
    [
      'canceled because payment failed',
      { status: 'canceled', endReason: 'payment-failed' },
      'suspended',
      { kind: 'ended', reason: 'payment-failed' },
    ],
    [
      'canceled on request',
      { status: 'canceled', endReason: 'requested' },
      'cancelled',
      { kind: 'ended', reason: 'requested' },
    ],
    [
      'canceled without a reason',
      { status: 'canceled', endReason: null },
      'cancelled',
      { kind: 'ended', reason: 'requested' },
    ],
  ])('%s', (_name, input, gateway, notice) => {
    expect(decide(input)).toEqual({ kind: 'known', gateway, notice });
  });

  test('a status that nobody knows decides nothing', () => {
    for (const status of ['', 'ACTIVE', 'cancelled', 'dormant', 'toString']) {
      expect(decide({ status })).toEqual({ kind: 'unknown-status', status });
      expect(isPaymentStatus(status)).toBe(false);
    }
  });
});

describe('grace after a failed payment', () => {
  const pastDueSince = new Date('2026-11-01T10:30:00.500Z');
  const suspendedAt = new Date('2026-11-15T10:30:00.500Z');
  const at = (instant: string, graceDays = 14) =>
    decide({ status: 'past_due', pastDueSince, now: new Date(instant), graceDays });

  test('the last millisecond still has access', () => {
    expect(at('2026-11-15T10:30:00.499Z')).toEqual({
      kind: 'known',
      gateway: 'active',
      notice: { kind: 'payment-failed', suspendedAt },
    });
  });

  test('access stops at the instant that was announced', () => {
    const over = {
      kind: 'known',
      gateway: 'suspended',
      notice: { kind: 'suspended', reason: 'grace-over' },
    };
    expect(at('2026-11-15T10:30:00.500Z')).toEqual(over);
    expect(at('2026-11-15T10:30:00.501Z')).toEqual(over);
  });

  test('no grace days: access stops at once', () => {
    expect(at('2026-11-01T10:30:00.500Z', 0)).toMatchObject({ gateway: 'suspended' });
  });

  test('not known since when: the grace begins now', () => {
    expect(decide({ status: 'past_due', graceDays: 1 })).toEqual({
      kind: 'known',
      gateway: 'active',
      notice: { kind: 'payment-failed', suspendedAt: new Date('2026-11-24T12:00:00.000Z') },
    });
  });

  test('a payment that succeeds after all gives access back, whatever was before', () => {
    expect(decide({ status: 'active', pastDueSince })).toMatchObject({ gateway: 'active' });
  });

  test('the failed payment is said rather than the planned end', () => {
    expect(decide({ status: 'past_due', pastDueSince: now, cancelAt: later })).toMatchObject({
      notice: { kind: 'payment-failed' },
    });
  });
});
