import { expect, test } from 'vitest';
import { carriedText, openInvoicesTitle } from './dues-words';

const usd = (remainingMinor: number) => ({ remainingMinor, currency: 'usd' });

test('open invoices are counted and summed, each currency by itself', () => {
  expect(openInvoicesTitle([usd(8995)])).toBe('One invoice is open: $89.95');
  expect(openInvoicesTitle([usd(8995), usd(1495)])).toBe('2 invoices are open: $104.90 in all');
  expect(openInvoicesTitle([usd(8995), { remainingMinor: 500, currency: 'jpy' }])).toBe(
    '2 invoices are open: $89.95 and ¥500 in all',
  );
});

test('what is carried is told from a credit', () => {
  expect(carriedText({ currency: 'usd', balanceMinor: 10 })).toBe(
    '$0.10 is carried to your next invoice: it is too small to be charged on its own.',
  );
  expect(carriedText({ currency: 'usd', balanceMinor: -1476 })).toBe(
    'A credit of $14.76 is taken off your next invoice.',
  );
});
