import pino from 'pino';
import { env } from './env';

/** One JSON line per outcome on standard output. Secrets never reach it; these paths are a second lock. */
export const log = pino({
  level: env().app.logLevel,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ['*.primary', '*.secondary', '*.password', '*.authorization', '*.token', '*.secretKey'],
});
