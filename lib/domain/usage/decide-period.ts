/** `open` until its invoice is claimed, `closing` while we hold that; `deferred` is a fee in advance that waits. */
export type PeriodState = 'open' | 'closing' | 'closed' | 'deferred' | 'left-to-operator';

/** All that decides about a period that has ended, or whose invoice was met. */
export interface PeriodFacts {
  /** Of its row; null when only an invoice says that there was such a period. */
  state: PeriodState | null;
  /** Of the version that it is billed at. `unresolved`: the provider could not be asked for its prices yet. */
  terms: 'metered' | 'not-metered' | 'unresolved';
  /** Somebody changed its price at the provider before it was over, and no operator has decided. */
  isSwapped: boolean;
  endedByPlanChange: boolean;
  subscription: {
    /** It was paid for twice and refunded. */
    isReversed: boolean;
    hasEnded: boolean;
    /** The pause that the period begins with, where there is one. */
    pause: 'in-trial' | 'in-pause' | null;
  };
  /**
   * The invoice that bills it: its own, or a later one that a pause left it to (`sibling`). `isClaimed`: we have put its
   * finalization off. `isStopped`: somebody else has.
   */
  invoice:
    | { kind: 'own'; isDraft: boolean; isStopped: boolean; isClaimed: boolean }
    | { kind: 'sibling' }
    | null;
  later: {
    /** A later period's usage was billed: no renewal of this one comes any more. */
    isRenewalBilled: boolean;
    /** A renewal without usage followed: what was called before is a trial's. */
    isTrialRenewal: boolean;
  };
  /** Whether its last counts are in and every meter agrees; null while that was not looked at. */
  usage: { isComplete: boolean } | null;
  /** Its invoice has waited as long as it may. */
  isOverdue: boolean;
}

export type PeriodDecision =
  | { kind: 'nothing' }
  /** Put the finalization of its draft off until its last usage is in. */
  | { kind: 'claim' }
  /** Its invoice is final: what that billed counts, and the rest is late usage. */
  | { kind: 'close-as-billed' }
  /** Nothing is due for its calls, whoever counts them. */
  | { kind: 'close-not-billable' }
  /** No invoice comes: everything that was called in it is late usage. */
  | { kind: 'close-unbilled' }
  | { kind: 'wait'; for: 'a-renewal' | 'prices' | 'an-operator' | 'usage' }
  /** `isAutomatic`: although something is missing, because it has waited as long as it may. */
  | { kind: 'finalize'; isAutomatic: boolean }
  /** Somebody else stopped its draft, so only they let it go. */
  | { kind: 'leave-to-operator' };

const NOTHING: PeriodDecision = { kind: 'nothing' };

/** What is to be done with a period. Pure: whoever carries it out may be killed and asks again. */
export function decidePeriod(facts: PeriodFacts): PeriodDecision {
  const { state, terms, invoice, subscription } = facts;
  if (state === 'closed') return NOTHING;
  if (terms === 'not-metered') return releaseUnpriced(facts);
  if (invoice?.kind === 'own')
    return subscription.isReversed ? NOTHING : decideByInvoice(facts, invoice);
  if (invoice?.kind === 'sibling') {
    return terms === 'unresolved' ? waitFor('prices') : { kind: 'close-as-billed' };
  }
  return decideWithoutInvoice(facts);
}

/**
 * What is paid in advance, or can't be computed, is not closed by its usage. A draft that was claimed before its prices were
 * known goes out as the provider made it.
 */
function releaseUnpriced({ state, invoice }: PeriodFacts): PeriodDecision {
  if (state !== 'closing' || invoice?.kind !== 'own') return NOTHING;
  if (!invoice.isDraft) return { kind: 'close-as-billed' };
  return invoice.isStopped
    ? { kind: 'leave-to-operator' }
    : { kind: 'finalize', isAutomatic: false };
}

function decideByInvoice(
  facts: PeriodFacts,
  invoice: { isDraft: boolean; isStopped: boolean; isClaimed: boolean },
): PeriodDecision {
  if (!invoice.isDraft) {
    return facts.terms === 'unresolved' ? waitFor('prices') : { kind: 'close-as-billed' };
  }
  if (invoice.isStopped) {
    return facts.state === 'left-to-operator' ? NOTHING : { kind: 'leave-to-operator' };
  }
  // A draft may be claimed before its prices are known: waiting for them would let it go out.
  if (facts.state !== 'closing' || !invoice.isClaimed) return { kind: 'claim' };
  if (facts.usage === null) return NOTHING;
  const missing = missingFor(facts, facts.usage);
  if (missing === null) return { kind: 'finalize', isAutomatic: false };
  return facts.isOverdue ? { kind: 'finalize', isAutomatic: true } : waitFor(missing);
}

function missingFor(
  { terms, isSwapped }: PeriodFacts,
  usage: { isComplete: boolean },
): 'prices' | 'an-operator' | 'usage' | null {
  if (isSwapped) return 'an-operator';
  if (terms === 'unresolved') return 'prices';
  return usage.isComplete ? null : 'usage';
}

function decideWithoutInvoice({
  terms,
  subscription,
  later,
  endedByPlanChange,
}: PeriodFacts): PeriodDecision {
  if (terms === 'unresolved') return waitFor('prices');
  const isNotBillable =
    subscription.isReversed || subscription.pause === 'in-trial' || later.isTrialRenewal;
  if (isNotBillable) return { kind: 'close-not-billable' };
  const mayBeRenewed =
    !subscription.hasEnded &&
    !endedByPlanChange &&
    !later.isRenewalBilled &&
    subscription.pause === null;
  return mayBeRenewed ? waitFor('a-renewal') : { kind: 'close-unbilled' };
}

function waitFor(what: 'a-renewal' | 'prices' | 'an-operator' | 'usage'): PeriodDecision {
  return { kind: 'wait', for: what };
}
