import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { z } from 'zod';
import type { Ran } from './command';

export interface StageResult {
  passed: number;
  failed: number;
  /** Why a stage did not run, for a person to read. */
  note?: string;
  /** Printed when something failed. */
  output: string;
  /** What to look at when a stage gets slow; the slowest first. */
  slowest?: readonly SlowFile[];
}

export interface SlowFile {
  file: string;
  seconds: number;
}

const SHOWN = 5;

/** A check without cases counts as one. */
export function single({ ok, output }: Ran): StageResult {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  success: z.boolean(),
  testResults: z.array(z.object({ name: z.string(), startTime: z.number(), endTime: z.number() })),
});

export function fromVitest(ran: Ran, file: string): StageResult {
  return counted(ran, file, (json) => {
    const report = vitestReport.parse(json);
    const times = report.testResults.map(({ name, startTime, endTime }) => ({
      file: relative('.', name),
      seconds: (endTime - startTime) / 1000,
    }));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      slowest: slowestOf(times),
    };
  });
}

const suite = z.object({
  file: z.string(),
  specs: z.array(
    z.object({
      tests: z.array(z.object({ results: z.array(z.object({ duration: z.number() })) })),
    }),
  ),
  get suites() {
    return z.array(suite).optional();
  },
});
type Suite = z.infer<typeof suite>;

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  suites: z.array(suite),
});

/** A test that passed only when it was tried again counts as failed. */
export function fromPlaywright(ran: Ran, file: string): StageResult {
  return counted(ran, file, (json) => {
    const { stats, suites } = playwrightReport.parse(json);
    const times = suites.map((one) => ({ file: one.file, seconds: durationOf(one) / 1000 }));
    return {
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      slowest: slowestOf(times),
    };
  });
}

function durationOf({ specs, suites = [] }: Suite): number {
  const own = specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results));
  const below = suites.map(durationOf);
  return [...own.map(({ duration }) => duration), ...below].reduce((sum, one) => sum + one, 0);
}

function slowestOf(times: readonly SlowFile[]): SlowFile[] {
  return [...times].sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN);
}

/** A runner that fails without a failed test (a file that doesn't load, a crash) counts one more. */
function counted(
  ran: Ran,
  file: string,
  read: (json: unknown) => Omit<StageResult, 'output'>,
): StageResult {
  if (!existsSync(file)) return { passed: 0, failed: 1, output: ran.output };
  const result = read(JSON.parse(readFileSync(file, 'utf8')));
  const unexplained = !ran.ok && result.failed === 0 ? 1 : 0;
  return { ...result, failed: result.failed + unexplained, output: ran.output };
}
