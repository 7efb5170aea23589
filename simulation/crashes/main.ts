import { parseArgs } from 'node:util';
import { postgresBinaries, startPostgres } from '../../scripts/world/postgres';
import type { Death } from '../machine/life';
import { quickenTimers } from '../machine/quick-timers';
import { TASKS, type Task } from './crash-order';
import { crashAt } from './crash-point';
import { setScene } from './crash-scene';

/**
 * `npm run simulate:crashes`: kills the application at every write of every task, before it and after it, and lets
 * another process go on.
 */
async function main(): Promise<number> {
  quickenTimers();
  const { values } = parseArgs({
    options: {
      /** One task alone, by its name. */
      task: { type: 'string' },
      /** `2/6`: the second of six equal parts of the points. */
      part: { type: 'string', default: '1/1' },
      postgres: { type: 'boolean', default: false },
    },
  });
  const binaries = values.postgres ? postgresBinaries() : null;
  if (values.postgres && binaries === null) {
    throw new Error('--postgres needs PostgreSQL: apt-get install postgresql.');
  }
  const server = binaries === null ? null : await startPostgres(binaries);
  try {
    const chosen = TASKS.filter((task) => values.task === undefined || values.task === task);
    const total = { points: 0, failed: 0 };
    for (const task of chosen) {
      const of = { serverUrl: server?.url ?? null, part: partOf(values.part) };
      const { points, failed } = await crashTask(task, of);
      total.points += points;
      total.failed += failed;
    }
    console.log(`${total.points - total.failed} points passed, ${total.failed} failed`);
    return total.failed > 0 || total.points === 0 ? 1 : 0;
  } finally {
    await server?.stop();
  }
}

interface Part {
  number: number;
  of: number;
}

async function crashTask(
  task: Task,
  { serverUrl, part }: { serverUrl: string | null; part: Part },
): Promise<{ points: number; failed: number }> {
  const scene = await setScene(task, serverUrl);
  const result = { points: 0, failed: 0 };
  try {
    const dry = await crashAt(scene, task, null);
    report(`${task}, not killed`, dry.problems, dry.trace);
    const writes = dry.writes ?? 0;
    const points: Death[] = Array.from({ length: writes }, (_, at) => at + 1).flatMap((atWrite) => [
      { atWrite, when: 'before' as const },
      { atWrite, when: 'after' as const },
    ]);
    const mine = points.filter((_, index) => index % part.of === part.number - 1);
    console.log(`${task}: ${writes} writes, ${mine.length} of ${points.length} points`);
    if (dry.problems.length > 0) result.failed += 1;
    for (const death of mine) {
      const { problems, trace } = await crashAt(scene, task, death);
      result.points += 1;
      if (problems.length > 0) result.failed += 1;
      if (result.points % 10 === 0) console.log(`    ${result.points} of ${mine.length}`);
      report(`${task}, killed ${death.when} write ${death.atWrite}`, problems, trace);
    }
    return result;
  } finally {
    await scene.stop();
  }
}

function report(what: string, problems: readonly string[], trace: readonly string[]): void {
  if (problems.length === 0) return;
  console.log([`FAILED: ${what}`, ...problems.map((one) => `  ! ${one}`)].join('\n'));
  console.log(trace.map((line) => `    ${line}`).join('\n'));
}

function partOf(text: string): Part {
  const [number, of] = text.split('/').map(Number);
  if (!number || !of || number > of) throw new Error(`--part ${text}: such as 2/6.`);
  return { number, of };
}

main().then(
  (code) => {
    process.exit(code);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
