import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Collector, startCollector } from '../../../testing/collector';
import { AppError } from '../../kit/app-error';
import { TELEMETRY, toTelemetry } from '../env/telemetry-env';
import { startTelemetry } from './exporters';
import { createTelemetry } from './telemetry';

// A certificate is made and large packages are loaded.
vi.setConfig({ testTimeout: 60_000 });

const settingsOf = (given: Record<string, string>) => toTelemetry(z.object(TELEMETRY).parse(given));

let collector: Collector | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const api of [trace, metrics, context, propagation]) api.disable();
  await collector?.stop();
  collector = undefined;
});

const span = z.object({
  name: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
  status: z.object({ code: z.number().optional() }),
});
const traces = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});
const point = z.object({
  asInt: z.union([z.string(), z.number()]).optional(),
  count: z.union([z.string(), z.number()]).optional(),
});
const points = z.object({ dataPoints: z.array(point) });
const measured = z.object({
  resourceMetrics: z.array(
    z.object({
      scopeMetrics: z.array(
        z.object({
          metrics: z.array(
            z.object({
              name: z.string(),
              unit: z.string(),
              sum: points.optional(),
              histogram: points.optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

const spansIn = ({ received }: Collector) =>
  received
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => traces.parse(body).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans);

describe('an OTLP endpoint', () => {
  it('receives steps with the calls inside them, without what a call was about', async () => {
    collector = await startCollector();
    const running = await startTelemetry(
      settingsOf({
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20one,x-team=two',
      }),
    );
    const telemetry = createTelemetry();
    await telemetry.step('run billing', { run: 'billing' }, async () => {
      const end = telemetry.begin({
        system: 'stripe',
        method: 'GET',
        route: '/v1/customers/{id}',
        host: 'api.stripe.com',
        attempt: 2,
      });
      end({ status: 429 });
    });
    await running?.stop();

    const [call, run] = spansIn(collector).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(run).toMatchObject({ name: 'run billing' });
    expect(call).toMatchObject({
      name: 'GET /v1/customers/{id}',
      traceId: run?.traceId,
      parentSpanId: run?.spanId,
    });
    expect(call?.attributes).toEqual(
      expect.arrayContaining([
        { key: 'http.response.status_code', value: { intValue: 429 } },
        { key: 'http.request.resend_count', value: { intValue: 1 } },
        { key: 'error.type', value: { stringValue: '429' } },
      ]),
    );
    expect(collector.received[0]?.headers).toMatchObject({
      authorization: 'Bearer one',
      'x-team': 'two',
    });
    expect(collector.received[0]?.text).toContain('"tollgate"');
  });

  it('receives counts with their units', async () => {
    collector = await startCollector();
    const running = await startTelemetry(
      settingsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
    );
    const telemetry = createTelemetry();
    telemetry.count('events.processed', 2, { outcome: 'handled' });
    telemetry.count('events.processed', 1, { outcome: 'handled' });
    telemetry.took('run.duration', 1.5, { run: 'billing', outcome: 'done' });
    await running?.stop();

    const found = collector.received
      .filter(({ path }) => path === '/v1/metrics')
      .flatMap(({ body }) => measured.parse(body).resourceMetrics)
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap((scope) => scope.metrics);
    expect(found.find(({ name }) => name === 'tollgate.events.processed')).toMatchObject({
      unit: '{event}',
      sum: { dataPoints: [{ asInt: expect.anything() }] },
    });
    const worked = found.find(({ name }) => name === 'tollgate.events.processed');
    expect(Number(worked?.sum?.dataPoints[0]?.asInt)).toBe(3);
    expect(found.find(({ name }) => name === 'tollgate.run.duration')).toMatchObject({
      unit: 's',
      histogram: { dataPoints: [{ count: expect.anything() }] },
    });
  });

  it('never receives a query string, a message of an error or what it says of somebody', async () => {
    collector = await startCollector();
    const running = await startTelemetry(
      settingsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
    );
    const tracer = trace.getTracer('next.js');
    const asFramework = tracer.startSpan('GET /confirm-email?token=s3cret', {
      attributes: { 'http.target': '/confirm-email?token=s3cret', 'http.method': 'GET' },
    });
    asFramework.recordException(new Error('ada@example.com is unknown'));
    asFramework.end();
    const refused = createTelemetry().step('process event', {}, async () => {
      throw new AppError('conflict', 'ada@example.com has no customer');
    });
    await expect(refused).rejects.toThrow('ada@example.com');
    await running?.stop();

    const names = spansIn(collector).map(({ name }) => name);
    expect(names.sort()).toEqual(['GET /confirm-email', 'process event']);
    const sent = collector.received.map(({ text }) => text).join('\n');
    expect(sent).not.toMatch(/s3cret|ada@/);
    expect(sent).toContain('"conflict"');
  });
});

describe('Application Insights', () => {
  it('receives the same as dependencies and metrics', async () => {
    // Its exporter speaks nothing but https.
    collector = await startCollector('https');
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const running = await startTelemetry(
      settingsOf({
        APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${collector.url}/`,
      }),
    );
    const telemetry = createTelemetry();
    telemetry.begin({
      system: 'azure',
      method: 'PUT',
      route: '/service/{name}/users/{name}',
      host: 'management.azure.com',
      attempt: 1,
    })({ status: 201 });
    telemetry.count('throttled', 1, { action: 'sign-in' });
    await running?.stop();
    const sent = collector.received.map(({ text }) => text).join('\n');
    expect(sent).toContain('RemoteDependencyData');
    expect(sent).toContain('/service/{name}/users/{name}');
    expect(sent).toContain('tollgate.throttled');
  });
});

it('nothing is registered when nothing is set', async () => {
  await expect(startTelemetry(settingsOf({}))).resolves.toBeNull();
  expect(trace.getTracer('tollgate').startSpan('nothing').isRecording()).toBe(false);
});
