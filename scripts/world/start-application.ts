import { fileURLToPath } from 'node:url';
import { closedToEnvFiles } from './env-files';
import { type ManagedProcess, startProcess } from './processes';
import { waitForOk } from './wait-for';

const program = fileURLToPath(new URL('application.mjs', import.meta.url));
const patienceMs = 60_000;
/** Development compiles before it answers. */
const devPatienceMs = 240_000;

export interface ListeningApplication {
  readonly process: ManagedProcess;
  /** `http://localhost:…`: with the port that was asked for, or that the system gave. */
  readonly url: string;
  /** Starts it for good, and waits until it is ready. */
  begin(env: Readonly<Record<string, string | undefined>>, abort?: AbortSignal): Promise<void>;
}

/** Takes a port for the application, whose settings name it, before the settings are made. */
export async function startApplication(options: {
  /** 0: one that the system gives. */
  port: number;
  logFile: string;
  /** As `next dev` runs it: from the sources, with hot reload. */
  dev?: boolean;
  /** Answers other machines too, which reach this one by that name. */
  host?: string | null;
  /** What has to answer before it counts as ready. */
  readyPath?: string;
}): Promise<ListeningApplication> {
  const { port, logFile, dev = false, host = null, readyPath = '/api/health?ready' } = options;
  const started = startProcess({
    name: 'The application',
    args: [program, ...(dev ? ['--dev'] : [])],
    env: {
      NODE_ENV: dev ? 'development' : 'production',
      PORT: String(port),
      ...(host === null ? {} : { OPEN_TO: host }),
    },
    logFile,
    ipc: true,
  });
  const [, url = ''] = await started.said(/^Listening on (http\S+)$/);
  return {
    process: started,
    url,
    async begin(env, abort) {
      started.send(closedToEnvFiles(env));
      const given = new AbortController();
      const signal = abort ? AbortSignal.any([abort, given.signal]) : given.signal;
      try {
        await Promise.race([
          waitForOk(`${url}${readyPath}`, {
            timeoutMs: dev ? devPatienceMs : patienceMs,
            abort: signal,
          }),
          started.failure,
        ]);
      } finally {
        given.abort();
      }
    },
  };
}
