import {
  type Attributes,
  type Counter,
  type Histogram,
  metrics,
  SpanKind,
  SpanStatusCode,
  trace,
  ValueType,
} from '@opentelemetry/api';
import { AppError } from '../../kit/app-error';
import type { Facts, Telemetry, UpstreamCall, UpstreamEnd } from '../../ports/telemetry';
import { CALL_DURATION, COUNTERS, HISTOGRAMS, metricName } from './instruments';

const SCOPE = 'tollgate';

/**
 * OpenTelemetry's API behind our own interface. Without a provider (no exporter is set) every call of it does nothing,
 * so the instrumented code need not know.
 */
export function createTelemetry(): Telemetry {
  const tracer = trace.getTracer(SCOPE);
  const meter = metrics.getMeter(SCOPE);
  const counters = new Map<string, Counter>();
  const durations = new Map<string, Histogram>();
  const calls = meter.createHistogram(CALL_DURATION.name, {
    unit: CALL_DURATION.unit,
    description: CALL_DURATION.description,
    advice: { explicitBucketBoundaries: CALL_DURATION.boundaries },
  });

  const telemetry: Telemetry = {
    step: (name, facts, work) =>
      tracer.startActiveSpan(name, { attributes: withPrefix(facts) }, async (span) => {
        try {
          return await work();
        } catch (error) {
          // The kind and not the message, because messages may name personal things.
          span.setAttribute('error.type', kindOf(error));
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
    count(what, by, facts = {}) {
      if (by <= 0) return;
      const known =
        counters.get(what) ??
        meter.createCounter(metricName(what), { ...COUNTERS[what], valueType: ValueType.INT });
      counters.set(what, known);
      known.add(by, withPrefix(facts));
    },
    took(what, seconds, facts) {
      const known =
        durations.get(what) ?? meter.createHistogram(metricName(what), HISTOGRAMS[what]);
      durations.set(what, known);
      known.record(seconds, withPrefix(facts));
    },
    begin(call) {
      const startedMs = performance.now();
      const attributes = attributesOf(call);
      const span = tracer.startSpan(`${call.method} ${call.route}`, {
        kind: SpanKind.CLIENT,
        attributes:
          call.attempt > 1
            ? { ...attributes, 'http.request.resend_count': call.attempt - 1 }
            : attributes,
      });
      if (call.attempt > 1) telemetry.count('upstream.retries', 1, { system: call.system });
      return (end) => {
        const outcome = outcomeOf(end);
        span.setAttributes(outcome);
        if ('error.type' in outcome) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
        calls.record((performance.now() - startedMs) / 1000, { ...attributes, ...outcome });
      };
    },
  };
  return telemetry;
}

function attributesOf({ method, route, host }: UpstreamCall): Attributes {
  return { 'http.request.method': method, 'url.template': route, 'server.address': host };
}

function outcomeOf(end: UpstreamEnd): Attributes {
  if ('error' in end) return { 'error.type': end.error };
  const status = { 'http.response.status_code': end.status };
  return end.status >= 400 ? { ...status, 'error.type': String(end.status) } : status;
}

function withPrefix(facts: Facts): Attributes {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [`tollgate.${name}`, value]),
  );
}

function kindOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
