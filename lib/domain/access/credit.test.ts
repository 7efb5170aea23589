import { describe, expect, test } from 'vitest';
import {
  type CreditSettings,
  type CreditStanding,
  decideCredit,
  isUnpaid,
  type OwedInvoice,
} from './credit';
import { creditRefusalText, payLink } from './credit-refusal-text';

const now = new Date('2026-11-23T12:00:00Z');
const yesterday = new Date('2026-11-22T12:00:00Z');
const tomorrow = new Date('2026-11-24T12:00:00Z');

const invoice = (change: Partial<OwedInvoice>): OwedInvoice => ({
  state: 'open',
  remainingMinor: 1495,
  currency: 'usd',
  collection: 'failed',
  dueAt: null,
  payUrl: 'https://invoice.stripe.com/i/1',
  ...change,
});

describe('what counts as unpaid', () => {
  test.each<[string, Partial<OwedInvoice>, boolean]>([
    ['a failed attempt', {}, true],
    ['one that only the bank has to be asked for', { collection: 'needs-authentication' }, true],
    ['one before its first attempt', { collection: 'none' }, false],
    ['a debit that is processing', { collection: 'processing' }, false],
    [
      'a debit that is processing past its due date',
      { collection: 'processing', dueAt: yesterday },
      false,
    ],
    ['one past its due date', { collection: 'none', dueAt: yesterday }, true],
    ['one due at this instant', { collection: 'none', dueAt: now }, true],
    ['one that is due tomorrow', { collection: 'none', dueAt: tomorrow }, false],
    ['one below the minimum, carried to the balance', { state: 'paid', remainingMinor: 0 }, false],
    ['an open one with nothing left to pay', { remainingMinor: 0 }, false],
    ['one that was written off', { state: 'uncollectible' }, true],
    ['one that was voided', { state: 'void' }, false],
    ['a draft', { state: 'draft' }, false],
    ['a paid one', { state: 'paid', remainingMinor: 0, collection: 'none' }, false],
  ])('%s', (_name, change, expected) => {
    expect(isUnpaid(invoice(change), now)).toBe(expected);
  });
});

describe('may this owner take on more credit?', () => {
  const settings: CreditSettings = {
    graceDaysBeforeFirstPayment: 0,
    requiresConfirmedEmail: true,
    maxLive: 3,
    maxLiveBeforeFirstPayment: 1,
    allowedMinor: 5000,
  };
  const good: CreditStanding = {
    hasPaid: true,
    unpaid: [],
    owesFromClosedAccount: false,
    hasFailedSubscription: false,
    failedPayUrl: null,
    hasOpenDispute: false,
    hasFraudWarning: false,
    isEmailConfirmed: true,
    liveOfProduct: 0,
  };
  const ask = (change: Partial<CreditStanding>, changed: Partial<CreditSettings> = {}) => {
    const refusal = decideCredit({ ...good, ...change }, { ...settings, ...changed });
    return refusal === null ? 'yes' : creditRefusalText(refusal);
  };

  test.each<[string, Partial<CreditStanding>, string]>([
    ['with history', {}, 'yes'],
    ['new, address confirmed', { hasPaid: false }, 'yes'],
    [
      'new, address not confirmed',
      { hasPaid: false, isEmailConfirmed: false },
      'Confirm your email address first: open the link we sent you, or resend it from your settings.',
    ],
    ['with history, a new address not confirmed', { isEmailConfirmed: false }, 'yes'],
    [
      'with an unpaid invoice',
      { unpaid: [invoice({})] },
      'You have an unpaid invoice of $14.95: pay it first.',
    ],
    [
      'with two in one currency and one in another',
      { unpaid: [invoice({}), invoice({ remainingMinor: 5 }), invoice({ currency: 'eur' })] },
      'You have 3 unpaid invoices, $15.00 and €14.95 in total: pay them first.',
    ],
    [
      'with a failed subscription whose invoices nobody knows',
      { hasFailedSubscription: true },
      'You have an unpaid invoice: pay it first.',
    ],
    [
      'back after closing an account that owes',
      { hasPaid: false, unpaid: [invoice({})], owesFromClosedAccount: true },
      'A closed account with this email address has an unpaid invoice of $14.95: pay it first.',
    ],
    [
      'new, with one of the product',
      { hasPaid: false, liveOfProduct: 1 },
      'You already have a subscription to this plan. You can add another after your first payment.',
    ],
    ['with history and two of the product', { liveOfProduct: 2 }, 'yes'],
    [
      'with history and three of the product',
      { liveOfProduct: 3 },
      'You already have 3 subscriptions to this plan, which is the maximum. Use one of those, or cancel one first.',
    ],
  ])('%s', (_name, change, expected) => {
    expect(ask(change)).toBe(expected);
  });

  test('one invoice is paid at its own page, several from the account', () => {
    const link = (change: Partial<CreditStanding>) => {
      const refusal = decideCredit({ ...good, ...change }, settings);
      return refusal && payLink(refusal);
    };
    const paid = 'https://invoice.stripe.com/i/1';
    const one = invoice({ payUrl: paid });
    expect(link({ unpaid: [one] })).toBe(paid);
    expect(link({ unpaid: [one, invoice({})] })).toBe('/account');
    // The account does not list the invoices of one that was closed.
    expect(link({ unpaid: [one, invoice({})], owesFromClosedAccount: true })).toBe(paid);
    expect(link({ hasFailedSubscription: true })).toBeNull();
    expect(link({ hasOpenDispute: true })).toBeNull();
  });

  test('a dispute is said first, a warning after what is owed', () => {
    const all = { hasOpenDispute: true, hasFraudWarning: true, unpaid: [invoice({})] };
    expect(ask(all)).toMatch(/^One of your payments is disputed/);
    expect(ask({ ...all, hasOpenDispute: false })).toMatch(/^You have an unpaid invoice/);
    expect(ask({ hasFraudWarning: true })).toMatch(/network reported one of your payments/);
  });

  test('each rule can be switched off by its setting', () => {
    const unconfirmed = { hasPaid: false, isEmailConfirmed: false };
    expect(ask(unconfirmed, { requiresConfirmedEmail: false })).toBe('yes');
    const several = { hasPaid: false, liveOfProduct: 2 };
    expect(ask(several, { maxLiveBeforeFirstPayment: 3 })).toBe('yes');
    // Nobody has more before the first payment than after it.
    expect(
      ask({ hasPaid: false, liveOfProduct: 1 }, { maxLive: 1, maxLiveBeforeFirstPayment: 3 }),
    ).not.toBe('yes');
  });
});
