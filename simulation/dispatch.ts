import { type ChildProcess, fork } from 'node:child_process';
import { programArgs } from '../scripts/world/program';
import type { Finished, Job } from './worker';

export interface DispatchResult {
  passed: number;
  failed: number;
  kills: number;
}

/** Hands jobs to worker processes, one after the other, and reports their results. */
export async function startDispatch(input: {
  jobs: readonly Job[];
  workers: number;
  databaseUrl: string | null;
  /** By performance.now(); null: when all are done. */
  endAt: number | null;
  /** Whether a schedule that passes is printed step by step too. */
  isVerbose: boolean;
}): Promise<DispatchResult> {
  const result: DispatchResult = { passed: 0, failed: 0, kills: 0 };
  const waiting = [...input.jobs];
  const next = (): Job | undefined =>
    input.endAt !== null && performance.now() > input.endAt ? undefined : waiting.shift();
  const reported = (finished: Finished) => {
    result.kills += finished.kills;
    if (finished.problems.length === 0) result.passed += 1;
    else result.failed += 1;
    if (finished.problems.length > 0 || input.isVerbose) console.log(summarize(finished));
    const done = result.passed + result.failed;
    if (done % 25 === 0) console.log(`${done} of ${input.jobs.length}, ${result.failed} failed`);
  };
  const workers = Math.max(1, Math.min(input.workers, input.jobs.length));
  await Promise.all(
    Array.from({ length: workers }, () => work({ databaseUrl: input.databaseUrl, next, reported })),
  );
  return result;
}

/** Schedules that one process plays before another takes over: nothing it gathers may pile up. */
const SCHEDULES_PER_PROCESS = 250;

async function work(of: {
  databaseUrl: string | null;
  next: () => Job | undefined;
  reported: (finished: Finished) => void;
}): Promise<void> {
  for (let job = of.next(); job; job = of.next()) {
    const args = programArgs('simulation/worker.ts');
    const child = fork(String(args.at(-1)), {
      execArgv: args.slice(0, -1),
      env: { ...process.env, SIMULATION_DATABASE_URL: of.databaseUrl ?? '' },
    });
    try {
      for (let played = 1; job; played += 1) {
        of.reported(await play(child, job));
        job = played < SCHEDULES_PER_PROCESS ? of.next() : undefined;
      }
    } finally {
      await end(child);
    }
  }
}

function play(child: ChildProcess, job: Job): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A worker ended with ${code}.`));
    child.once('exit', ended);
    child.once('message', (finished: Finished) => {
      child.off('exit', ended);
      resolve(finished);
    });
    child.send(job);
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await ended;
}

function summarize({ job, start, problems, trace, seconds }: Finished): string {
  const name = job.kind === 'seed' ? `seed ${job.seed}` : `pinned: ${job.name}`;
  const outcome = problems.length === 0 ? 'passed' : 'FAILED';
  const lines = [`${name}, from ${start}: ${outcome} in ${seconds.toFixed(1)} s`];
  lines.push(...problems.map((problem) => `  ! ${problem}`), ...trace.map((line) => `    ${line}`));
  if (job.kind === 'seed' && problems.length > 0) {
    lines.push(`  again: npm run simulate -- --seed ${job.seed}`);
  }
  return lines.join('\n');
}
