import type { Counted, Timed } from '../../ports/telemetry';

interface Instrument {
  /** UCUM, as OpenTelemetry has it: `s`, or a word in braces for things that are counted. */
  unit: string;
  description: string;
}

/** Everything that is counted as it happens. Names are prefixed with `tollgate.`; docs/operations.md explains them. */
export const COUNTERS: Readonly<Record<Counted, Instrument>> = {
  'events.received': { unit: '{event}', description: 'Webhooks that arrived.' },
  'events.processed': { unit: '{event}', description: 'Attempts at stored events, by outcome.' },
  'usage.windows': { unit: '{window}', description: 'Windows of usage read from the gateway.' },
  'usage.reports': { unit: '{report}', description: 'Totals reported to Stripe.' },
  'run.failures': { unit: '{failure}', description: 'Failures in single runs.' },
  'checkout.outcomes': { unit: '{checkout}', description: 'Checkouts started and completed.' },
  throttled: { unit: '{request}', description: 'Requests rejected by rate limits.' },
  'upstream.retries': { unit: '{retry}', description: 'Retried requests to Stripe or Azure.' },
};

export const HISTOGRAMS: Readonly<Record<Timed, Instrument>> = {
  'run.duration': { unit: 's', description: 'How long a run of scheduled work took.' },
};

/** OpenTelemetry's own name and buckets for requests to others. */
export const CALL_DURATION = {
  name: 'http.client.request.duration',
  unit: 's',
  description: 'Duration of single attempts at requests to Stripe and Azure.',
  boundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
};

/** What is true at the moment, read from the database. Every instance reports the same: take the maximum. */
export const GAUGES = {
  'events.pending': { unit: '{event}', description: 'Stored events that are not handled yet.' },
  'events.pending.age': { unit: 's', description: 'Age of the oldest of them.' },
  'events.given_up': { unit: '{event}', description: 'Events that failed permanently.' },
  'deferred_invoices.open': {
    unit: '{invoice}',
    description: 'Invoices deferred until their last usage is in.',
  },
  'deferred_invoices.age': {
    unit: 's',
    description: 'Time since the end of the oldest deferred period.',
  },
  'usage.age': { unit: 's', description: 'Age of the newest usage that was read without a gap.' },
  'late_usage.calls': { unit: '{call}', description: 'Calls billed after their invoice, net.' },
  'subscriptions.problems': {
    unit: '{subscription}',
    description: 'Subscriptions with a problem.',
  },
  'mail.pending': { unit: '{message}', description: 'Messages waiting to be sent.' },
  'mail.pending.age': { unit: 's', description: 'Age of the oldest of them.' },
  'mail.given_up': { unit: '{message}', description: 'Messages that failed permanently.' },
} as const satisfies Record<string, Instrument>;

export type GaugeName = keyof typeof GAUGES;

export const metricName = (name: Counted | Timed | GaugeName): string => `tollgate.${name}`;
