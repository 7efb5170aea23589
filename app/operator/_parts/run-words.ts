import type { Tone } from '../../_ui/tone';

/** A run's outcome in words; another word than these is shown as it is. */
export const OUTCOMES: Record<string, { tone: Tone; words: string }> = {
  running: { tone: 'neutral', words: 'Running' },
  done: { tone: 'good', words: 'Done' },
  partial: { tone: 'warn', words: 'Some left' },
  paused: { tone: 'neutral', words: 'Goes on' },
  failed: { tone: 'bad', words: 'Failed' },
};

/** '12.3 s', '4 min 10 s'; null while it runs. */
export function durationWords(run: { startedAt: Date; finishedAt: Date | null }): string | null {
  if (run.finishedAt === null) return null;
  const seconds = (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const FINDINGS: Record<string, string> = {
  'status-differs': 'State at the provider',
  'provider-missing': 'Not at the provider',
  'provider-only': 'Only at the provider',
  'gateway-state-differs': 'State at the gateway',
  'gateway-product-differs': 'Product at the gateway',
  'gateway-missing': 'Not at the gateway',
  'gateway-only': 'Only at the gateway',
  'foreign-subscription': 'Not sold by Tollgate',
  'windows-differed': 'Calls at the gateway',
  'reported-usage-differs': 'Calls at the provider',
  'invoice-differs': 'Calls on the invoice',
};

export function findingWords(name: string): string {
  return FINDINGS[name] ?? name;
}
