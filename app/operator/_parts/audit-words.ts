const ACTIONS: Record<string, string> = {
  'period.released-by-rule': 'Invoice let go without its whole usage',
  'period.closed-by-provider': 'Invoice finalized without us',
  'period.late-usage': 'Late usage billed',
  'subscription.ended-by-rule': 'Ended without its whole usage',
  'subscription.cancel-now': 'Asked to end at once',
  'subscription.synced-by-operator': 'Synced by an operator',
  'subscription.problem-dismissed': 'Problem taken off the list',
  'subscription.plan-change-requested': 'Change of plan asked for',
  'subscription.plan-change-cancelled': 'Change of plan taken back',
  'subscription.plan-changed': 'Plan changed',
  'subscription.scope-moved': 'Keys moved to the new product',
  'subscription.activated': 'Access on',
  'subscription.suspended': 'Access suspended',
  'subscription.cancelled': 'Access ended',
};

/** An entry of the log in words; one that has none is shown by its name. */
export function auditWords(action: string): string {
  return ACTIONS[action] ?? action;
}
