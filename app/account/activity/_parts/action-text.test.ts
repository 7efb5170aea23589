import { expect, test } from 'vitest';
import { actionText } from './action-text';

const money = { amountMinor: 8995, paidMinor: 8995, currency: 'usd', state: null };

test.each([
  ['invoice.paid', {}, '$89.95 paid'],
  ['invoice.paid', { amountMinor: 10, paidMinor: 0 }, 'Invoice of $0.10 settled without a charge'],
  ['invoice.paid', { amountMinor: 0, paidMinor: 0 }, 'Invoice of $0.00: nothing to pay'],
  ['invoice.paid', { currency: 'jpy' }, '¥8,995 paid'],
  ['invoice.payment-failed', {}, 'Payment of $89.95 failed'],
  ['invoice.voided', {}, 'Invoice of $89.95 voided'],
  ['invoice.uncollectible', {}, 'Invoice of $89.95 written off'],
  ['invoice.credited', {}, '$89.95 credited for the previous plan'],
  ['invoice.collected', {}, '$89.95 paid: final invoice'],
  ['payment.refund', { state: 'succeeded' }, '$89.95 refunded'],
  ['payment.refund', { state: 'pending' }, 'Refund of $89.95 pending'],
  ['payment.refund', { state: 'failed' }, 'Refund of $89.95 failed'],
  ['payment.dispute', { state: 'needs_response' }, 'Payment of $89.95 disputed'],
  ['payment.dispute', { state: 'won' }, 'Dispute of $89.95 closed: the payment stands'],
  ['payment.dispute', { state: 'lost' }, 'Dispute of $89.95 closed: the bank returned the payment'],
  ['payment.dispute', { state: 'warning_under_review' }, 'Bank inquiry about a payment of $89.95'],
  ['period.late-usage', {}, '$89.95 for calls counted after the invoice'],
  ['period.late-usage', { amountMinor: -500 }, '$5.00 credited for overbilled calls'],
])('%s with %j is "%s"', (action, given, words) => {
  expect(actionText(action, { ...money, ...given })).toBe(words);
});

test('entries without an amount, and unknown ones, are still said', () => {
  expect(actionText('invoice.paid')).toBe('Invoice paid');
  expect(actionText('keys.shown', money)).toBe('Keys shown');
  expect(actionText('subscription.flown-away')).toBe('subscription flown away');
});
