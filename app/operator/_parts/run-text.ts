import type { RunKind } from '@/lib/use-cases/runs/runs';
import type { Tone } from '../../_ui/tone';

const NAMES: Record<RunKind, string> = {
  billing: 'Billing',
  usage: 'Usage',
  reconcile: 'Reconciliation',
  'meter-errors': 'Meter errors',
  restore: 'Restore',
};

/** What a kind of run is called; one that is not known here is shown by its own name. */
export function runName(kind: string): string {
  return NAMES[kind as RunKind] ?? kind;
}

/** A run's outcome in words; another word than these is shown as it is. */
export const OUTCOMES: Record<string, { tone: Tone; words: string }> = {
  running: { tone: 'neutral', words: 'Running' },
  done: { tone: 'good', words: 'Done' },
  partial: { tone: 'warn', words: 'Partial' },
  paused: { tone: 'neutral', words: 'Incomplete' },
  failed: { tone: 'bad', words: 'Failed' },
};

/** '12.3 s', '4 min 10 s'; null while it runs. */
export function formatDuration(run: { startedAt: Date; finishedAt: Date | null }): string | null {
  if (run.finishedAt === null) return null;
  const seconds = (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const FINDINGS: Record<string, string> = {
  'status-differs': 'Status in Stripe',
  'provider-missing': 'Not in Stripe',
  'provider-only': 'Only in Stripe',
  'gateway-state-differs': 'State in API Management',
  'gateway-product-differs': 'Product in API Management',
  'gateway-missing': 'Not in API Management',
  'gateway-only': 'Only in API Management',
  'foreign-subscription': 'Not sold by Tollgate',
  'windows-differed': 'Calls in API Management',
  'reported-usage-differs': 'Calls in Stripe',
  'invoice-differs': 'Calls on the invoice',
};

export function findingText(name: string): string {
  return FINDINGS[name] ?? name;
}
