import { openlyAsked } from '../env/database-env';
import { env } from '../env/env';
import { keepPagesInFront } from '../kept-pages/kept-pages';
import { collectEarlier } from '../schedule/collect-earlier';
import { startScheduler } from '../schedule/scheduler';
import { startTelemetry } from '../telemetry/exporters';
import { observeState } from '../telemetry/state-gauges';
import { closeDeps, getDeps } from './deps';
import { log } from './log';
import { beforeExit } from './stop';

/**
 * Starts, or ends the process with code 1: a server that could not start would answer every request with an error
 * forever, and nothing would restart it. Platforms restart a process that has ended.
 */
export async function startOrEnd(): Promise<void> {
  try {
    await start();
  } catch (error) {
    log.fatal({ err: error }, 'not started');
    process.stderr.write(`Not started: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

/** What a server does before it answers. */
async function start(): Promise<void> {
  collectEarlier();
  const { app, telemetry: settings } = env();
  // First, so that monitoring covers everything that follows.
  const telemetry = await startTelemetry(settings);
  keepPagesInFront();
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
