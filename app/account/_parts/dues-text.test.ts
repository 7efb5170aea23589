import { expect, test } from 'vitest';
import { carriedText, openInvoicesTitle } from './dues-text';

const usd = (remainingMinor: number) => ({ remainingMinor, currency: 'usd' });

test('open invoices are counted and summed, each currency by itself', () => {
  expect(openInvoicesTitle([usd(8995)])).toBe('1 open invoice: $89.95');
  expect(openInvoicesTitle([usd(8995), usd(1495)])).toBe('2 open invoices: $104.90 in total');
  expect(openInvoicesTitle([usd(8995), { remainingMinor: 500, currency: 'jpy' }])).toBe(
    '2 open invoices: $89.95 and ¥500 in total',
  );
});

test('a carried amount is distinguished from a credit', () => {
  expect(carriedText({ currency: 'usd', balanceMinor: 10 })).toBe(
    '$0.10 is carried over to your next invoice: it is too small to charge on its own.',
  );
  expect(carriedText({ currency: 'usd', balanceMinor: -1476 })).toBe(
    'A credit of $14.76 is applied to your next invoice.',
  );
});
