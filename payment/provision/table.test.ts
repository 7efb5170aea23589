import { describe, expect, it } from 'vitest';
import { type Findings, noFindings } from '../../lib/ports/catalog-target';
import { toTable } from './table';

describe('the table', () => {
  it('says that there is nothing to do', () => {
    expect(toTable({ ...noFindings(), checked: 7 })).toBe(
      'Nothing to change: 7 things checked, all as the catalog says.',
    );
  });

  it('shows one difference a line', () => {
    const findings: Findings = {
      checked: 2,
      notes: ['Mind the gap.'],
      orphans: [{ system: 'Stripe', subject: 'price price_1', details: 'not ours' }],
      steps: [
        {
          system: 'Stripe',
          subject: 'price tollgate_basic',
          action: 'replace',
          details: '1 -> 2',
          run: async () => {},
        },
      ],
    };
    expect(toTable(findings).split('\n')).toEqual([
      'System  What                  Change   Details',
      '------  --------------------  -------  -------',
      'Stripe  price tollgate_basic  replace  1 -> 2',
      '',
      'Left over: Stripe price price_1: not ours',
      'Note: Mind the gap.',
      '1 to change, 2 things checked.',
    ]);
  });

  it('sets long old and new values below each other', () => {
    const findings: Findings = {
      ...noFindings(),
      steps: [
        {
          system: 'Stripe',
          subject: 'price tollgate_pro',
          action: 'replace',
          details: `${'old '.repeat(15).trim()} -> ${'new '.repeat(15).trim()}`,
          run: async () => {},
        },
      ],
    };
    const lines = toTable(findings).split('\n');
    expect(lines[2]).toMatch(/replace {2}old old/);
    expect(lines[3]?.trim()).toMatch(/^-> new new/);
  });
});
