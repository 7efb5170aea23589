import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { type Collector, startCollector } from '../../../testing/collector';
import { runBilling } from '../schedule/scheduled-runs';
import { startTelemetry } from './exporters';
import { observeState } from './state-gauges';
import { createTelemetry } from './telemetry';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Everything that a month of one customer sends to a collector, and what must not be in it. */
let world: AppWorld;
let collector: Collector;
let sent: string;
let secrets: string[];

beforeAll(async () => {
  collector = await startCollector();
  const running = await startTelemetry({
    otlp: { endpoint: collector.url, headers: {} },
    azureMonitor: null,
    serviceName: 'tollgate',
    metricIntervalMs: 3_600_000,
    traceShare: 1,
  });
  world = await startAppWorld({ telemetry: createTelemetry() });
  const { deps } = world;
  observeState(deps);
  const userId = await world.newUser();
  const subscriptionId = await world.buy(userId, 'standard');
  await world.call(subscriptionId);
  await world.advance('P1M');
  await runBilling(deps);
  const keys = await deps.gateway.readKeys(subscriptionId);
  const user = await deps.db.user.findUniqueOrThrow({ where: { id: userId } });
  const customer = await deps.db.billingCustomer.findFirstOrThrow({ where: { userId } });
  secrets = [
    keys?.primary ?? 'no key was read',
    keys?.secondary ?? 'no key was read',
    user.email,
    user.name,
    userId,
    subscriptionId,
    customer.providerId ?? 'no customer was made',
    'sk_test_',
    'token-of-tests',
  ];
  await running?.stop();
  sent = collector.received.map(({ text }) => text).join('\n');
});

afterAll(async () => {
  for (const api of [trace, metrics, context, propagation]) api.disable();
  await world?.stop();
  await collector?.stop();
});

describe('what is sent', () => {
  it('has the run, the events and the calls inside them', () => {
    for (const name of [
      'run billing',
      'process events',
      'POST /v1/checkout/sessions',
      'POST /v1/billing/meter_events',
      'PUT /service/{name}/subscriptions/{name}',
      'GET /service/{name}/reports/bySubscription',
    ]) {
      expect.soft(sent).toContain(`"name":"${name}"`);
    }
  });

  it('has the state of the database: the renewal is deferred, an event was handled', () => {
    for (const name of [
      'tollgate.deferred_invoices.open',
      'tollgate.deferred_invoices.age',
      'tollgate.events.pending',
      'tollgate.events.processed',
      'tollgate.usage.age',
      'tollgate.usage.windows',
      'tollgate.mail.pending',
      'tollgate.run.duration',
      'http.client.request.duration',
    ]) {
      expect.soft(sent).toContain(`"name":"${name}"`);
    }
  });

  it('names nobody: no key, no address, no id of a person or of what they bought', () => {
    for (const secret of secrets) expect.soft(sent).not.toContain(secret);
  });
});
