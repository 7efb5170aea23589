import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { TelemetryEnv } from '../env/telemetry-env';
import { withoutQueries } from './without-queries';

export interface RunningTelemetry {
  /** Sends what waits and ends. */
  stop(): Promise<void>;
}

/**
 * Registers the tracer and the meter of this process. The packages are loaded only here and only when something is
 * set: together they take longer to load than the application does. Null when nothing is set.
 */
export async function startTelemetry(settings: TelemetryEnv): Promise<RunningTelemetry | null> {
  const targets = [
    ...(settings.otlp ? [await otlp(settings.otlp)] : []),
    ...(settings.azureMonitor ? [await azureMonitor(settings.azureMonitor)] : []),
  ];
  if (targets.length === 0) return null;
  const [{ metrics }, { resourceFromAttributes }, spans, measures] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/sdk-metrics'),
  ]);
  const resource = resourceFromAttributes({ 'service.name': settings.serviceName });
  const tracerProvider = new spans.NodeTracerProvider({
    resource,
    sampler: new spans.ParentBasedSampler({
      root: new spans.TraceIdRatioBasedSampler(settings.traceShare),
    }),
    spanProcessors: targets.map(
      ({ spanExporter }) => new spans.BatchSpanProcessor(withoutQueries(spanExporter)),
    ),
  });
  tracerProvider.register();
  const meterProvider = new measures.MeterProvider({
    resource,
    readers: targets.map(
      ({ metricExporter }) =>
        new measures.PeriodicExportingMetricReader({
          exporter: metricExporter,
          exportIntervalMillis: settings.metricIntervalMs,
          exportTimeoutMillis: Math.min(settings.metricIntervalMs, 30_000),
        }),
    ),
  });
  metrics.setGlobalMeterProvider(meterProvider);
  return {
    async stop() {
      await Promise.allSettled([tracerProvider.shutdown(), meterProvider.shutdown()]);
    },
  };
}

interface Target {
  spanExporter: SpanExporter;
  metricExporter: PushMetricExporter;
}

async function otlp({ endpoint, headers }: NonNullable<TelemetryEnv['otlp']>): Promise<Target> {
  const [{ OTLPTraceExporter }, { OTLPMetricExporter }] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  return {
    spanExporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers }),
    metricExporter: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics`, headers }),
  };
}

async function azureMonitor(settings: NonNullable<TelemetryEnv['azureMonitor']>): Promise<Target> {
  const { AzureMonitorTraceExporter, AzureMonitorMetricExporter } = await import(
    '@azure/monitor-opentelemetry-exporter'
  );
  // What could not be sent is dropped: the container has no disk to keep it on.
  const options = { ...settings, disableOfflineStorage: true };
  return {
    spanExporter: new AzureMonitorTraceExporter(options),
    metricExporter: new AzureMonitorMetricExporter(options),
  };
}
