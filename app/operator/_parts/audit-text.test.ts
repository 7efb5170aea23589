import { describe, expect, test } from 'vitest';
import { auditText, detailText } from './audit-text';

describe('an entry of the log', () => {
  test('is said in words, or by its name', () => {
    expect(auditText('keys.shown')).toBe('Keys shown');
    expect(auditText('subscription.flown')).toBe('subscription.flown');
  });

  test.each([
    [{ from: 'absent', status: 'active' }, 'from absent, status active'],
    [{ invoiceId: 'in_1', callsBilled: 0, why: null }, 'invoice id in_1, calls billed 0, why none'],
    [{ to: { plan: 'pro' } }, 'to {"plan":"pro"}'],
    [{ id: 're_1', amountMinor: 500, currency: 'usd' }, 'amount $5.00, id re_1'],
    [
      { invoiceId: 'in_1', amountMinor: 10, paidMinor: 0, currency: 'usd', name: 'event-evt_1' },
      'amount $0.10, paid $0.00, invoice id in_1',
    ],
    [{}, '–'],
    [null, '–'],
    ['in words', 'in words'],
  ])('has details that are read without brackets: %j', (details, words) => {
    expect(detailText(details)).toBe(words);
  });
});
