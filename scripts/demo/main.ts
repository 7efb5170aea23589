import { join } from 'node:path';
import { clientIsCurrent } from '../setup/client-stamp.mjs';
import { dim, red, step } from '../setup/steps.mjs';
import { build, buildIsCurrent, generateClient } from '../world/build';
import { whenNpmIsGone } from '../world/end-with-npm';
import { portProblems, portsFrom } from '../world/ports';
import { type RunningWorld, startWorld } from '../world/world';
import { demoCatalog, keepAddresses } from './catalog';
import { claimDataFolder, resetDataFolder, runningDemo } from './data-folder';
import { type DemoMode, hostProblem, parseDemoOptions, usageOf } from './options';
import { priceChangeNotice, summary } from './summary';

/** `npm run demo` and `npm run dev`: runs until Ctrl-C or until a part of it fails; answers the exit code. */
export async function demo(args: readonly string[], mode: DemoMode): Promise<number> {
  const started = performance.now();
  const options = parseDemoOptions(args, mode);
  if (options === null) {
    console.log(usageOf(mode));
    return args.includes('--help') ? 0 : 2;
  }
  const dataDir = process.env.DATA_DIR || mode.dataDir;
  if (options.kind === 'catalog') return demoCatalog(mode, dataDir, options.args);
  const cannotOpen = options.host === null ? null : hostProblem(options.host);
  if (cannotOpen !== null) {
    console.error(red(cannotOpen));
    return 2;
  }
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const interrupted = onInterrupt();
  whenNpmIsGone(() => process.kill(process.pid, 'SIGTERM'));
  let world: RunningWorld | undefined;
  let release = () => {};
  try {
    const other = runningDemo(dataDir);
    if (other !== null) {
      throw new Error(`A demo is already running on ${dataDir} (process ${other}). Stop it first.`);
    }
    const ports = portsFrom(process.env);
    const problems = await portProblems(ports, { command: mode.command });
    if (problems.length > 0) throw new Error(problems.join('\n'));
    if (options.reset) resetDataFolder(dataDir);
    release = claimDataFolder(dataDir);
    console.log('');
    await prepareClient(join(dataDir, 'logs'), interrupted.signal);
    if (!mode.dev) await prepareBuild(join(dataDir, 'logs'), interrupted.signal);
    world = await startWorld({
      ports,
      dataDir,
      databaseUrl,
      dev: mode.dev,
      host: options.host,
      logLevel: process.env.LOG_LEVEL || 'info',
      step,
      abort: interrupted.signal,
    });
    const startedInMs = performance.now() - started;
    keepAddresses(dataDir, world.addresses);
    console.log(summary({ mode, addresses: world.addresses, dataDir, databaseUrl, startedInMs }));
    const { priceChanges } = world;
    if (priceChanges.length > 0) console.log(priceChangeNotice(mode, priceChanges));
    await Promise.race([interrupted.happened, world.failure]);
    return 0;
  } catch (error) {
    if (interrupted.signal.aborted) return 0;
    console.error(`\n${red(error instanceof Error ? error.message : String(error))}\n`);
    if (world) {
      console.error(`Restart with ${mode.command}: state is kept in ${dataDir}.\n`);
    }
    return 1;
  } finally {
    if (world) {
      console.log(dim('\n  Stopping …'));
      await world.stop();
      console.log(dim(`  Stopped. State is kept in ${dataDir}.`));
    }
    release();
    interrupted.forget();
  }
}

async function prepareClient(logs: string, abort: AbortSignal): Promise<void> {
  if (clientIsCurrent()) return;
  await step('Generating the database client', () =>
    generateClient(join(logs, 'generate.log'), abort),
  );
}

async function prepareBuild(logs: string, abort: AbortSignal): Promise<void> {
  if (buildIsCurrent()) return;
  await step('Building the application', () => build(join(logs, 'build.log'), abort));
}

interface Interrupt {
  signal: AbortSignal;
  happened: Promise<void>;
  forget(): void;
}

/** Ctrl-C, a closed terminal and `kill` all mean: stop in order. */
function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let stop = () => {};
  const happened = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const handle = () => {
    controller.abort();
    stop();
  };
  for (const name of signals) process.on(name, handle);
  return {
    signal: controller.signal,
    happened,
    forget: () => {
      for (const name of signals) process.off(name, handle);
    },
  };
}
