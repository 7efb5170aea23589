import { trace } from '@opentelemetry/api';
import pino from 'pino';
import { env } from '../env/env';

/** One JSON line per outcome on standard output. Secrets never reach it; these paths are a second lock. */
export const log = pino({
  level: env().app.logLevel,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  // The names by which collectors join lines and traces.
  mixin() {
    const span = trace.getActiveSpan()?.spanContext();
    return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
  },
  redact: ['*.primary', '*.secondary', '*.password', '*.authorization', '*.token', '*.secretKey'],
});
