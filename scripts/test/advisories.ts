import { execFile } from 'node:child_process';
import { z } from 'zod';
import type { StageResult } from './results';

const LIMIT_MS = 45_000;

const Report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      range: z.string().default(''),
      via: z.array(z.unknown()).default([]),
    }),
  ),
});

/** What ends the run: the rest is for the days that docs/security.md gives it. */
const FAILING = ['high', 'critical'];

/**
 * Asks the registry which of the packages that are deployed have known holes. Where it does not answer (no network, a
 * mirror without advisories) that is said, and is no failure: the code is what it was before.
 */
export function advisories(): Promise<StageResult> {
  const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];
  return new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, killSignal: 'SIGKILL', maxBuffer: 64 << 20 } as const;
    // Its exit code says that it found something or that it failed; its output says which.
    execFile('npm', args, options, (_error, output) => resolve(judgeAdvisories(output)));
  });
}

export function judgeAdvisories(output: string): StageResult {
  const report = Report.safeParse(read(output));
  if (!report.success) {
    const note = 'skipped: the registry provides no advisories (npm audit --omit=dev)';
    return { passed: 0, failed: 0, note, output };
  }
  const holes = Object.entries(report.data.vulnerabilities);
  const failing = holes.filter(([, { severity }]) => FAILING.includes(severity));
  const lines = failing.map(
    ([name, hole]) => `${hole.severity}: ${name} ${hole.range} ${titles(hole.via)}`,
  );
  const failed = failing.length;
  return { passed: failed === 0 ? 1 : 0, failed, output: lines.join('\n') };
}

function titles(via: readonly unknown[]): string {
  const named = via.map((one) => z.object({ title: z.string() }).safeParse(one));
  return named.flatMap((one) => (one.success ? [one.data.title] : [])).join('; ');
}

function read(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return null;
  }
}
