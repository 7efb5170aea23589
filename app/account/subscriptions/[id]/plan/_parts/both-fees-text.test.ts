import { expect, test } from 'vitest';
import { bothFeesText } from './both-fees-text';

test('two fixed fees are said as a sum, with when each is due and how to avoid it', () => {
  const { title, text } = bothFeesText(
    { fromMinor: 8995, toMinor: 44_995, currency: 'usd' },
    { from: 'Standard', to: 'Pro', nextAt: new Date('2027-02-10T09:00:00Z') },
  );
  expect(title).toBe('Changing now costs both fixed fees: $539.90');
  expect(text).toContain('$89.95 for Standard is due now, in full');
  expect(text).toContain('$449.95 for Pro on 10 Feb 2027');
  expect(text).toContain('$449.95 is due one period later');
});
