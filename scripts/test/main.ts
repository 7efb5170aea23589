import { join } from 'node:path';
import { clientIsCurrent } from '../setup/client-stamp.mjs';
import { dim, green, red, step } from '../setup/steps.mjs';
import { generateClient } from '../world/build';
import { whenNpmIsGone } from '../world/end-with-npm';
import { endOnSignals, resultsDir } from './command';
import { compilePrograms } from './compile-programs';
import type { StageResult } from './results';
import { type Stage, stages } from './stages';
import { installSystemPackages } from './system-packages';

/** Runs every stage, also after one has failed; answers the exit code. */
export async function test(args: readonly string[]): Promise<number> {
  const chosen = chosenStages(args);
  if (chosen === null) {
    console.error('npm test -- --quick            what finds most mistakes, within three minutes');
    console.error(`npm test -- --only=<stages>    of: ${stages.map(({ id }) => id).join(', ')}`);
    return 2;
  }
  endOnSignals();
  whenNpmIsGone(() => process.kill(process.pid, 'SIGTERM'));
  const needs = chosen.flatMap(({ needs }) => needs ?? []);
  await installSystemPackages(needs);
  if (!clientIsCurrent()) {
    await step('Generating the database client', () =>
      generateClient(join(resultsDir, 'generate.log')),
    );
  }
  // Where it fails, the stages that start them say why.
  if (chosen.some(({ startsPrograms }) => startsPrograms)) await compilePrograms().catch(() => {});
  const started = performance.now();
  const results = new Map<string, StageResult>();
  for (const stage of chosen) results.set(stage.id, await runStage(stage, results));
  console.log(dim(`\nin ${summarize(performance.now() - started)}`));
  return report(results);
}

function chosenStages(args: readonly string[]): readonly Stage[] | null {
  if (args.length === 0) return stages.filter(({ quick }) => quick !== 'only');
  const [only] = args;
  if (args.length === 1 && only === '--quick') return stages.filter(({ quick }) => quick);
  if (args.length > 1 || !only?.startsWith('--only=')) return null;
  const ids = only.slice('--only='.length).split(',');
  const known = ids.every((id) => stages.some((stage) => stage.id === id));
  return known ? stages.filter(({ id }) => ids.includes(id)) : null;
}

async function runStage(
  stage: Stage,
  earlier: ReadonlyMap<string, StageResult>,
): Promise<StageResult> {
  const started = performance.now();
  const result: StageResult = await stage.run(earlier).catch((error: unknown) => ({
    passed: 0,
    failed: 1,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`.padStart(8);
  const counts = `${result.passed} passed, ${result.failed} failed`;
  const mark = result.failed > 0 ? red('✗') : green('✓');
  const note = result.note ? `   ${result.note}` : '';
  console.log(`${mark} ${stage.title.padEnd(32)}${dim(seconds)}   ${counts}${note}`);
  for (const { file, seconds } of result.slowest ?? []) {
    console.log(dim(`    ${`${seconds.toFixed(1)} s`.padStart(8)}   ${file}`));
  }
  if (result.failed > 0) console.log(`\n${indented(result.output)}\n`);
  return result;
}

function summarize(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function indented(output: string): string {
  return output.trim().replaceAll(/^/gm, '    ');
}

function report(results: ReadonlyMap<string, StageResult>): number {
  let passed = 0;
  let failed = 0;
  for (const result of results.values()) {
    passed += result.passed;
    failed += result.failed;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
