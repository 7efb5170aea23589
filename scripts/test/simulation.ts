import { postgresBinaries } from '../world/postgres';
import { type Program, programArgs } from '../world/program';
import { type Ran, runNode } from './command';
import type { StageResult } from './results';

/** Always the same seeds, so that a failure is the fault of the change; others are for the nightly run. */
const EMBEDDED_SEEDS = 20;
const SERVER_SEEDS = 180;
/** How many days it takes until every point has been killed at; the nightly run takes them all. */
const CRASH_PARTS = 16;

/** Seeded schedules on both databases, and a part of the points at which a process is killed. */
export async function simulation(): Promise<StageResult> {
  const onServer = postgresBinaries() === null ? [] : ['--postgres'];
  const day = Math.floor(Date.now() / 86_400_000);
  const part = `${(day % CRASH_PARTS) + 1}/${CRASH_PARTS}`;
  const server = ['--from', '1001', '--seeds', String(SERVER_SEEDS), ...onServer];
  const all = [
    await program('simulation', 'simulation/main.ts', ['--seeds', String(EMBEDDED_SEEDS)]),
    await program('simulation-server', 'simulation/main.ts', server),
    await program('crashes', 'simulation/crashes/main.ts', ['--part', part, ...onServer]),
  ].map(counted);
  return {
    passed: all.reduce((sum, one) => sum + one.passed, 0),
    failed: all.reduce((sum, one) => sum + one.failed, 0),
    note: `crash points: part ${part}`,
    output: all.map((one) => one.output).join('\n'),
  };
}

function program(name: string, source: Program, args: readonly string[]): Promise<Ran> {
  return runNode(name, [...programArgs(source), ...args]);
}

/** The last line says how many; a program that did not come so far has failed. */
function counted({ ok, output }: Ran): { passed: number; failed: number; output: string } {
  const [, passed, failed] = /(\d+) (?:schedules|points) passed, (\d+) failed/.exec(output) ?? [];
  if (passed === undefined || failed === undefined) return { passed: 0, failed: 1, output };
  const unexplained = !ok && failed === '0' ? 1 : 0;
  return { passed: Number(passed), failed: Number(failed) + unexplained, output };
}
