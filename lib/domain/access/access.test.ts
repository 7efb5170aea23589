import { describe, expect, test } from 'vitest';
import {
  type AccessInput,
  decideAccess,
  formatReasons,
  graceEnd,
  isPaymentStatus,
  parseReasons,
} from './access';

const now = new Date('2026-11-23T12:00:00.000Z');
const later = new Date('2026-12-01T00:00:00.000Z');
const earlier = new Date('2026-11-20T00:00:00.000Z');

function decide(input: Partial<AccessInput> & { status: string }) {
  return decideAccess({
    endReason: null,
    cancelAt: null,
    graceEndsAt: null,
    isDisputed: false,
    isCreditUsedUp: false,
    now,
    ...input,
  });
}

describe('the table of states', () => {
  test.each<[string, Partial<AccessInput> & { status: string }, string, object]>([
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
      'active, canceled at the end of the period',
      { status: 'active', cancelAt: later },
      'active',
      { kind: 'ends-on', at: later },
    ],
    [
      'trialing, canceled at the end of the trial',
      { status: 'trialing', cancelAt: later },
      'active',
      { kind: 'ends-on', at: later },
    ],
    [
      'past_due within the grace',
      { status: 'past_due', graceEndsAt: later },
      'active',
      { kind: 'payment-failed', suspendedAt: later },
    ],
    [
      'past_due after the grace',
      { status: 'past_due', graceEndsAt: earlier },
      'suspended',
      { kind: 'suspended', reasons: ['unpaid'] },
    ],
    ['unpaid', { status: 'unpaid' }, 'suspended', { kind: 'suspended', reasons: ['unpaid'] }],
    ['paused', { status: 'paused' }, 'suspended', { kind: 'suspended', reasons: ['paused'] }],
    [
      'active and disputed',
      { status: 'active', isDisputed: true },
      'suspended',
      { kind: 'suspended', reasons: ['dispute'] },
    ],
    [
      'active and at the ceiling of unbilled usage',
      { status: 'active', isCreditUsedUp: true },
      'suspended',
      { kind: 'suspended', reasons: ['credit'] },
    ],
    [
      'paused and disputed',
      { status: 'paused', isDisputed: true },
      'suspended',
      { kind: 'suspended', reasons: ['dispute', 'paused'] },
    ],
    [
      'disputed within the grace of another invoice',
      { status: 'past_due', graceEndsAt: later, isDisputed: true },
      'suspended',
      { kind: 'suspended', reasons: ['dispute'] },
    ],
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
    expect(decide(input)).toMatchObject({ kind: 'known', gateway, notice });
  });

  test('a status that nobody knows decides nothing', () => {
    for (const status of ['', 'ACTIVE', 'cancelled', 'dormant', 'toString']) {
      expect(decide({ status })).toEqual({ kind: 'unknown-status', status });
      expect(isPaymentStatus(status)).toBe(false);
    }
  });
});

describe('several reasons at once', () => {
  const all = { status: 'unpaid', isDisputed: true, isCreditUsedUp: true };

  test('are said in the order dispute, unpaid, credit', () => {
    expect(decide(all)).toMatchObject({
      gateway: 'suspended',
      reasons: ['dispute', 'unpaid', 'credit'],
    });
  });

  test('access comes back only when all of them are gone', () => {
    expect(decide({ ...all, isDisputed: false })).toMatchObject({ reasons: ['unpaid', 'credit'] });
    expect(decide({ status: 'active', isCreditUsedUp: true })).toMatchObject({
      gateway: 'suspended',
    });
    expect(decide({ status: 'active' })).toMatchObject({ gateway: 'active', reasons: [] });
  });

  test('a row keeps them as text and gives them back in the same order', () => {
    expect(formatReasons(['dispute', 'credit'])).toBe('dispute,credit');
    expect(parseReasons('credit,dispute')).toEqual(['dispute', 'credit']);
    expect(parseReasons('')).toEqual([]);
    expect(parseReasons('nonsense')).toEqual([]);
  });
});

describe('grace after a failed payment', () => {
  const since = new Date('2026-11-01T10:30:00.500Z');
  const settings = { graceDays: 14, graceDaysBeforeFirstPayment: 0 };
  const suspendedAt = new Date('2026-11-15T10:30:00.500Z');
  const at = (instant: string) =>
    decide({ status: 'past_due', graceEndsAt: suspendedAt, now: new Date(instant) });

  test.each([
    [{ hasPaidBefore: true, needsAuthentication: false }, '2026-11-15T10:30:00.500Z'],
    [{ hasPaidBefore: true, needsAuthentication: true }, '2026-11-15T10:30:00.500Z'],
    [{ hasPaidBefore: false, needsAuthentication: false }, '2026-11-01T10:30:00.500Z'],
    [{ hasPaidBefore: false, needsAuthentication: true }, '2026-11-02T10:30:00.500Z'],
  ])('%j has access until %s', (owner, end) => {
    expect(graceEnd({ since, ...owner }, settings)).toEqual(new Date(end));
  });

  test('a payment to be confirmed with the bank has its day also where no grace is given', () => {
    const none = { graceDays: 0, graceDaysBeforeFirstPayment: 0 };
    const failed = { since, hasPaidBefore: true, needsAuthentication: true };
    expect(graceEnd(failed, none)).toEqual(new Date('2026-11-02T10:30:00.500Z'));
  });

  test('the last millisecond still has access', () => {
    expect(at('2026-11-15T10:30:00.499Z')).toMatchObject({
      gateway: 'active',
      notice: { kind: 'payment-failed', suspendedAt },
    });
  });

  test('access stops at the instant that was announced', () => {
    const over = { gateway: 'suspended', notice: { kind: 'suspended', reasons: ['unpaid'] } };
    expect(at('2026-11-15T10:30:00.500Z')).toMatchObject(over);
    expect(at('2026-11-15T10:30:00.501Z')).toMatchObject(over);
  });

  test('a payment that succeeds after all gives access back, whatever was before', () => {
    expect(decide({ status: 'active', graceEndsAt: since })).toMatchObject({ gateway: 'active' });
  });

  test('the failed payment is said rather than the planned end', () => {
    expect(decide({ status: 'past_due', graceEndsAt: later, cancelAt: later })).toMatchObject({
      notice: { kind: 'payment-failed' },
    });
  });
});
