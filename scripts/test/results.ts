import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Ran } from './command';

export interface StageResult {
  passed: number;
  failed: number;
  /** Why a stage did not run, for a person to read. */
  note?: string;
  /** Printed when something failed. */
  output: string;
}

/** A check without cases counts as one. */
export function single({ ok, output }: Ran): StageResult {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  success: z.boolean(),
});

export function fromVitest(ran: Ran, file: string): StageResult {
  return counted(ran, file, (json) => {
    const report = vitestReport.parse(json);
    return { passed: report.numPassedTests, failed: report.numFailedTests };
  });
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** A test that passed only when it was tried again counts as failed. */
export function fromPlaywright(ran: Ran, file: string): StageResult {
  return counted(ran, file, (json) => {
    const { stats } = playwrightReport.parse(json);
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  });
}

/** A runner that fails without a failed test (a file that doesn't load, a crash) counts one more. */
function counted(
  ran: Ran,
  file: string,
  read: (json: unknown) => { passed: number; failed: number },
): StageResult {
  if (!existsSync(file)) return { passed: 0, failed: 1, output: ran.output };
  const { passed, failed } = read(JSON.parse(readFileSync(file, 'utf8')));
  const unexplained = !ran.ok && failed === 0 ? 1 : 0;
  return { passed, failed: failed + unexplained, output: ran.output };
}
