import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decidePeriod, type PeriodDecision, type PeriodFacts } from './decide-period';

const ENDED: PeriodFacts = {
  state: 'open',
  terms: 'metered',
  isSwapped: false,
  endedByPlanChange: false,
  subscription: { isReversed: false, hasEnded: false, pause: null },
  invoice: null,
  later: { isRenewalBilled: false, isTrialRenewal: false },
  usage: null,
  isOverdue: false,
};
const draft = { kind: 'own', isDraft: true, isStopped: false, isClaimed: false } as const;
const claimed = { ...draft, isClaimed: true } as const;
const stopped = { ...draft, isStopped: true } as const;
const final = { ...draft, isDraft: false } as const;
const CLAIMED = { state: 'closing', invoice: claimed } as const;
const live = ENDED.subscription;

const notOurs = { ...CLAIMED, terms: 'not-metered' } as const;

const table: [words: string, facts: Partial<PeriodFacts>, decision: string][] = [
  ['its draft was just made', { invoice: draft }, 'claim'],
  ['its draft is known before its row is', { state: null, invoice: draft }, 'claim'],
  ['a claim was cut short before it was written down', { invoice: claimed }, 'claim'],
  [
    'its draft was let go by somebody and stopped by us no more',
    { state: 'left-to-operator', invoice: draft },
    'claim',
  ],
  ['its prices are not known yet', { terms: 'unresolved', invoice: draft }, 'claim'],
  [
    'it is paid in advance, or not ours to compute',
    { terms: 'not-metered', invoice: draft },
    'nothing',
  ],
  ['its draft was claimed and turned out not to be ours', notOurs, 'finalize'],
  [
    'somebody let it go and it turned out not to be ours',
    { ...notOurs, invoice: final },
    'close-as-billed',
  ],
  [
    'somebody stopped it and it turned out not to be ours',
    { ...notOurs, invoice: stopped },
    'leave-to-operator',
  ],
  ['somebody stopped its draft', { invoice: stopped }, 'leave-to-operator'],
  [
    'somebody stopped the draft that we had claimed',
    { state: 'closing', invoice: stopped },
    'leave-to-operator',
  ],
  [
    'it is left to the operator already',
    { state: 'left-to-operator', invoice: stopped },
    'nothing',
  ],
  ['the provider finalized first', { invoice: final }, 'close-as-billed'],
  [
    'the operator finalized what was left to them',
    { state: 'left-to-operator', invoice: final },
    'close-as-billed',
  ],
  ['the operator finalized what we held', { state: 'closing', invoice: final }, 'close-as-billed'],
  [
    'it was finalized and its prices are not known yet',
    { terms: 'unresolved', invoice: final },
    'wait: prices',
  ],
  ['we hold it, and only an event came', CLAIMED, 'nothing'],
  ['its last counts are in and agree', { ...CLAIMED, usage: { isComplete: true } }, 'finalize'],
  ['counts are missing', { ...CLAIMED, usage: { isComplete: false } }, 'wait: usage'],
  [
    'counts are missing for too long',
    { ...CLAIMED, usage: { isComplete: false }, isOverdue: true },
    'finalize automatically',
  ],
  [
    'its price was swapped',
    { ...CLAIMED, isSwapped: true, usage: { isComplete: true } },
    'wait: an-operator',
  ],
  [
    'its price was swapped too long ago',
    { ...CLAIMED, isSwapped: true, usage: { isComplete: true }, isOverdue: true },
    'finalize automatically',
  ],
  [
    'we hold it and don’t know its prices',
    { ...CLAIMED, terms: 'unresolved', usage: { isComplete: true } },
    'wait: prices',
  ],
  ['a later invoice bills what a pause left', { invoice: { kind: 'sibling' } }, 'close-as-billed'],
  [
    'a later invoice bills it at prices that are not known yet',
    { terms: 'unresolved', invoice: { kind: 'sibling' } },
    'wait: prices',
  ],
  ['no invoice was made yet', {}, 'wait: a-renewal'],
  [
    'no invoice, and its prices are not known',
    { terms: 'unresolved', subscription: { ...live, hasEnded: true } },
    'wait: prices',
  ],
  [
    'a later renewal was billed',
    { later: { isRenewalBilled: true, isTrialRenewal: false } },
    'close-unbilled',
  ],
  ['a change of plan ended it', { endedByPlanChange: true }, 'close-unbilled'],
  ['its subscription has ended', { subscription: { ...live, hasEnded: true } }, 'close-unbilled'],
  ['it stands in a pause', { subscription: { ...live, pause: 'in-pause' } }, 'close-unbilled'],
  [
    'it stands in a trial that was paused',
    { subscription: { ...live, pause: 'in-trial' } },
    'close-not-billable',
  ],
  [
    'the renewal after it billed no usage',
    { later: { isRenewalBilled: false, isTrialRenewal: true } },
    'close-not-billable',
  ],
  ['it was paid for twice', { subscription: { ...live, isReversed: true } }, 'close-not-billable'],
  [
    'it was paid for twice and has an invoice, which was refunded',
    { subscription: { ...live, isReversed: true }, invoice: final },
    'nothing',
  ],
  ['it is closed', { state: 'closed', invoice: draft }, 'nothing'],
];

describe('a period', () => {
  test.each(table)('%s', (_words, facts, decision) => {
    expect(labelOf(decidePeriod({ ...ENDED, ...facts }))).toBe(decision);
  });

  const anyFacts: fc.Arbitrary<PeriodFacts> = fc.record({
    state: fc.constantFrom(null, 'open', 'closing', 'closed', 'deferred', 'left-to-operator'),
    terms: fc.constantFrom('metered', 'not-metered', 'unresolved'),
    isSwapped: fc.boolean(),
    endedByPlanChange: fc.boolean(),
    subscription: fc.record({
      isReversed: fc.boolean(),
      hasEnded: fc.boolean(),
      pause: fc.constantFrom(null, 'in-trial', 'in-pause'),
    }),
    invoice: fc.oneof(
      fc.constant(null),
      fc.constant({ kind: 'sibling' as const }),
      fc.record({
        kind: fc.constant('own' as const),
        isDraft: fc.boolean(),
        isStopped: fc.boolean(),
        isClaimed: fc.boolean(),
      }),
    ),
    later: fc.record({ isRenewalBilled: fc.boolean(), isTrialRenewal: fc.boolean() }),
    usage: fc.oneof(fc.constant(null), fc.record({ isComplete: fc.boolean() })),
    isOverdue: fc.boolean(),
  });

  test('is never finalized by us while somebody else has stopped it, nor closed twice', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { kind } = decidePeriod(facts);
        const isStopped = facts.invoice?.kind === 'own' && facts.invoice.isStopped;
        if (isStopped && facts.invoice?.kind === 'own' && facts.invoice.isDraft) {
          expect(['nothing', 'leave-to-operator']).toContain(kind);
        }
        if (facts.state === 'closed') expect(kind).toBe('nothing');
      }),
      { seed: 20_261_201, numRuns: 2_000 },
    );
  });

  test('whose prices are not known is closed and finalized by nobody, but for the longest wait', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const decided = decidePeriod({ ...facts, terms: 'unresolved' });
        expect(decided.kind).not.toMatch(/^close/);
        if (decided.kind === 'finalize') expect(decided.isAutomatic && facts.isOverdue).toBe(true);
      }),
      { seed: 20_261_201, numRuns: 2_000 },
    );
  });
});

function labelOf(decided: PeriodDecision): string {
  if (decided.kind === 'wait') return `wait: ${decided.for}`;
  if (decided.kind === 'finalize')
    return decided.isAutomatic ? 'finalize automatically' : 'finalize';
  return decided.kind;
}
