import { expect, test } from 'vitest';
import { type Invoices, invoicesToList, owedText } from './invoices';

type Row = Extract<Invoices, { rows: unknown }>['rows'][number];

/** Newest first, as the page has them. */
const invoices = (...states: Row['state'][]): Invoices => ({
  kind: 'listed',
  rows: states.map(
    (state, at) => ({ id: `in_${at}`, state, remainingMinor: 8995, currency: 'usd' }) as Row,
  ),
});

test('a single open invoice is said once: in the banner where it can be paid there', () => {
  const one = invoices('open', 'paid');
  expect(invoicesToList(one, { isPayable: true })).toEqual([]);
  expect(invoicesToList(one, { isPayable: false })).toHaveLength(1);
  expect(owedText(one)).toBe('$89.95');
});

test('several are listed, the oldest first, each to be paid by itself', () => {
  const two = invoices('open', 'open');
  expect(invoicesToList(two, { isPayable: true }).map(({ id }) => id)).toEqual(['in_1', 'in_0']);
  expect(owedText(two)).toBe('$179.90 (2 invoices)');
});
