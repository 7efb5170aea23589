import { describe, expect, it } from 'vitest';
import { findProduct } from '@/lib/domain/catalog/catalog';
import { loadCatalog } from '@/lib/server/catalog/load-catalog';
import { chargeFacts, dueToday } from './charge-facts';

const catalog = loadCatalog();

function reported(id: string): { today: string; facts: Record<string, string> } {
  const product = findProduct(catalog, id);
  if (product === undefined) throw new Error(`no product ${id}`);
  const facts = chargeFacts(product).map(({ term, value, note }) => [
    term,
    [value, note].filter(Boolean).join(' | '),
  ]);
  return { today: dueToday(product), facts: Object.fromEntries(facts) };
}

describe('before the checkout the buyer sees', () => {
  it('that a fixed price is due today, and that it never costs more', () => {
    expect(reported('basic')).toEqual({
      today: '$14.95',
      facts: {
        Then: '$14.95 a month | Charged in advance.',
        Included: '50,000 calls a month',
        'Each additional call':
          'Rejected | Calls over 50,000 are rejected until the quota resets. You never pay more.',
        'Rate limit': '100 calls a minute',
      },
    });
  });

  it('that a base fee is charged afterwards, for an idle month too', () => {
    const { today, facts } = reported('standard');
    expect(today).toBe('$0.00');
    expect(facts['After each period']).toBe(
      '$89.95 a month for the first 100,000 calls, then $0.10 per 100 calls | You pay $89.95 even in a month without calls.',
    );
    expect(facts['Each additional call']).toBe('$0.001');
  });

  it('that pay as you go costs nothing without calls', () => {
    const { today, facts } = reported('payg');
    expect(today).toBe('$0.00');
    expect(facts['After each period']).toContain('You pay nothing in a month without calls.');
    expect(facts.Included).toContain('None');
    expect(facts['Each additional call']).toBe('$0.0015');
  });

  it('what starting another block costs', () => {
    expect(reported('enterprise').facts['Each additional call']).toBe(
      '$749.95 | This starts a block of 1,500,000 calls.',
    );
  });

  it('that a free product stays free', () => {
    const { today, facts } = reported('free');
    expect(today).toBe('$0.00');
    expect(facts.Later).toBe('Nothing | No card, no invoices.');
    expect(facts['Each additional call']).toContain('Rejected');
  });
});
