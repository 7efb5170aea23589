import { closeDeps, getDeps } from './deps';
import { EnvError, env } from './env';
import { log } from './log';
import { startScheduler } from './scheduler';
import { beforeExit } from './stop';
import { startTelemetry } from './telemetry/exporters';
import { observeState } from './telemetry/state-gauges';

/** What a server does before it answers. Settings that are half there end the process with the list of what is missing. */
export async function start(): Promise<void> {
  try {
    env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
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
  log.info({ scheduler: app.scheduler, telemetry: telemetry !== null }, 'started');
}
