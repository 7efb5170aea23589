import {
  type Attributes,
  type BatchObservableResult,
  metrics,
  type ObservableGauge,
} from '@opentelemetry/api';
import { readWatchedState } from '../../db/watch';
import type { Needs } from '../../use-cases/deps';
import { GAUGES, type GaugeName, metricName } from './instruments';

/** Reports the database's state at every export. Ages follow the billing clock, as the work does. */
export function observeState(deps: Needs<'db' | 'clock' | 'log'>): void {
  const meter = metrics.getMeter('tollgate');
  const names = Object.keys(GAUGES) as GaugeName[];
  const gauges = new Map(
    names.map((name) => [name, meter.createObservableGauge(metricName(name), GAUGES[name])]),
  );
  meter.addBatchObservableCallback(
    async (result) => {
      try {
        await observe(deps, recorderOf(result, gauges));
      } catch (error) {
        deps.log.warn({ err: error }, 'state not measured');
      }
    },
    [...gauges.values()],
  );
}

type RecordGauge = (name: GaugeName, value: number | null, attributes?: Attributes) => void;

/** Before the first run usage has no age, so nothing is reported. */
function recorderOf(
  result: BatchObservableResult,
  gauges: Map<GaugeName, ObservableGauge>,
): RecordGauge {
  return (name, value, attributes) => {
    const gauge = gauges.get(name);
    if (gauge && value !== null) result.observe(gauge, value, attributes);
  };
}

async function observe(deps: Needs<'db' | 'clock'>, record: RecordGauge): Promise<void> {
  const [state, now] = await Promise.all([readWatchedState(deps.db), deps.clock.now()]);
  const age = (since: Date | null) =>
    since && Math.max(0, (now.getTime() - since.getTime()) / 1000);
  record('events.pending', state.eventsPending);
  record('events.pending.age', age(state.oldestEventAt) ?? 0);
  record('events.given_up', state.eventsGivenUp);
  record('deferred_invoices.open', state.deferredOpen);
  record('deferred_invoices.age', age(state.oldestDeferredEnd) ?? 0);
  record('usage.age', age(state.usageReadThrough));
  record('late_usage.calls', state.lateUsageCalls);
  record('mail.pending', state.mailPending);
  record('mail.pending.age', state.oldestMailSeconds ?? 0);
  record('mail.given_up', state.mailGivenUp);
  for (const { problem, subscriptions } of state.problems) {
    record('subscriptions.problems', subscriptions, { 'tollgate.problem': problem });
  }
}
