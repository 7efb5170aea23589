import {
  type Attributes,
  type BatchObservableResult,
  metrics,
  type ObservableGauge,
} from '@opentelemetry/api';
import { readWatchedState } from '../../db/watch';
import type { Deps } from '../../use-cases/deps';
import { GAUGES, type GaugeName, metricName } from './instruments';

/** Shows the database's state at every export. Ages follow the clock of billing, as the work does. */
export function observeState(deps: Pick<Deps, 'db' | 'clock' | 'log'>): void {
  const meter = metrics.getMeter('tollgate');
  const names = Object.keys(GAUGES) as GaugeName[];
  const gauges = new Map(
    names.map((name) => [name, meter.createObservableGauge(metricName(name), GAUGES[name])]),
  );
  meter.addBatchObservableCallback(
    async (result) => {
      try {
        await observe(deps, tellTo(result, gauges));
      } catch (error) {
        deps.log.warn({ err: error }, 'state not measured');
      }
    },
    [...gauges.values()],
  );
}

type Tell = (name: GaugeName, value: number | null, attributes?: Attributes) => void;

/** Before the first run there is no usage to have an age: nothing is told of it. */
function tellTo(result: BatchObservableResult, gauges: Map<GaugeName, ObservableGauge>): Tell {
  return (name, value, attributes) => {
    const gauge = gauges.get(name);
    if (gauge && value !== null) result.observe(gauge, value, attributes);
  };
}

async function observe(deps: Pick<Deps, 'db' | 'clock'>, tell: Tell): Promise<void> {
  const [state, now] = await Promise.all([readWatchedState(deps.db), deps.clock.now()]);
  const age = (since: Date | null) =>
    since && Math.max(0, (now.getTime() - since.getTime()) / 1000);
  tell('events.pending', state.eventsPending);
  tell('events.pending.age', age(state.oldestEventAt) ?? 0);
  tell('events.given_up', state.eventsGivenUp);
  tell('holds.open', state.holdsOpen);
  tell('holds.age', age(state.oldestHoldEnd) ?? 0);
  tell('usage.age', age(state.usageReadThrough));
  tell('late_usage.calls', state.lateUsageCalls);
  tell('mail.pending', state.mailPending);
  tell('mail.pending.age', state.oldestMailSeconds ?? 0);
  tell('mail.given_up', state.mailGivenUp);
  for (const { problem, subscriptions } of state.problems) {
    tell('subscriptions.problems', subscriptions, { 'tollgate.problem': problem });
  }
}
