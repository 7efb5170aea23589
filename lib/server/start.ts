import { getDeps } from './deps';
import { EnvError, env } from './env';
import { log } from './log';
import { startScheduler } from './scheduler';

/** What a server does before it answers. Settings that are half there end the process with the list of what is missing. */
export async function start(): Promise<void> {
  try {
    env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  const deps = await getDeps();
  if (env().app.scheduler) startScheduler(deps);
  log.info({ scheduler: env().app.scheduler }, 'started');
}
