import { openlyAsked } from './database-env';
import { closeDeps, getDeps } from './deps';
import { env } from './env';
import { log } from './log';
import { startScheduler } from './scheduler';
import { beforeExit } from './stop';
import { startTelemetry } from './telemetry/exporters';
import { observeState } from './telemetry/state-gauges';

/** What a server does before it answers. */
export async function start(): Promise<void> {
  const { app, telemetry: settings } = env();
  // First, so that what is watched finds somebody who listens.
  const telemetry = await startTelemetry(settings);
  const deps = await getDeps();
  if (telemetry) observeState(deps);
  const stopScheduler = app.scheduler ? startScheduler(deps) : async () => {};
  beforeExit([
    stopScheduler,
    async () => telemetry?.stop(),
    closeDeps,
    async () => log.info({}, 'stopped'),
  ]);
  for (const setting of openlyAsked(app)) {
    log.warn(
      { setting },
      'the database is asked without TLS, or without a look at its certificate',
    );
  }
  log.info({ scheduler: app.scheduler, telemetry: telemetry !== null }, 'started');
}
