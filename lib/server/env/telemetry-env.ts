import { z } from 'zod';
import { addressLike, isNearby } from './env-values';

const address = addressLike('http://127.0.0.1:4318');

/** Where traces and metrics go. Nothing set: nothing is loaded, nothing is sent. */
export const TELEMETRY = {
  OTEL_EXPORTER_OTLP_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().default('tollgate'),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce
    .number('a number of milliseconds')
    .int()
    .min(100)
    .max(3_600_000)
    .default(60_000),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number('a share from 0 to 1').min(0).max(1).default(1),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(
      /(^|;)InstrumentationKey=/i,
      'InstrumentationKey=…;IngestionEndpoint=…, as Application Insights shows it',
    )
    .refine(
      (text) => [...text.matchAll(/=(http:[^;]+)/gi)].every(([, to = '']) => isNearby(to)),
      'endpoints by https, as Application Insights shows them',
    )
    .optional(),
};

export interface TelemetryEnv {
  otlp: { endpoint: string; headers: Record<string, string> } | null;
  azureMonitor: { connectionString: string } | null;
  serviceName: string;
  metricIntervalMs: number;
  /** The share of traces that is kept; those that began elsewhere keep their decision. */
  traceShare: number;
}

export function toTelemetry(given: z.output<z.ZodObject<typeof TELEMETRY>>): TelemetryEnv {
  const endpoint = given.OTEL_EXPORTER_OTLP_ENDPOINT;
  const connectionString = given.APPLICATIONINSIGHTS_CONNECTION_STRING;
  return {
    otlp: endpoint ? { endpoint, headers: headersOf(given.OTEL_EXPORTER_OTLP_HEADERS) } : null,
    azureMonitor: connectionString ? { connectionString } : null,
    serviceName: given.OTEL_SERVICE_NAME,
    metricIntervalMs: given.OTEL_METRIC_EXPORT_INTERVAL,
    traceShare: given.OTEL_TRACES_SAMPLER_ARG,
  };
}

/** `name=value` pairs, separated by commas, the values written as in an address (OpenTelemetry's own form). */
function headersOf(text = ''): Record<string, string> {
  const pairs = text.split(',').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name.trim(), decodeURIComponent(value.join('=').trim())] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}
