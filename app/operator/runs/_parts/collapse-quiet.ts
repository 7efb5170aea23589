import type { RunSummary } from '@/lib/use-cases/runs/runs';

export type RunRow =
  | { kind: 'run'; run: RunSummary }
  /** Runs in a row that found nothing to do. */
  | { kind: 'quiet'; first: RunSummary; last: RunSummary; count: number };

/** Fifty rows of zeros hide the one that matters: three or more quiet runs in a row become one row. */
export function collapseQuiet(runs: readonly RunSummary[]): RunRow[] {
  const rows: RunRow[] = [];
  let quiet: RunSummary[] = [];
  const flush = () => {
    const [first] = quiet;
    const last = quiet.at(-1);
    if (first && last && quiet.length >= 3) {
      rows.push({ kind: 'quiet', first, last, count: quiet.length });
    } else {
      rows.push(...quiet.map((run) => ({ kind: 'run' as const, run })));
    }
    quiet = [];
  };
  for (const run of runs) {
    if (isQuiet(run)) {
      quiet.push(run);
    } else {
      flush();
      rows.push({ kind: 'run', run });
    }
  }
  flush();
  return rows;
}

function isQuiet({ outcome, failures, counts }: RunSummary): boolean {
  return outcome === 'done' && failures === 0 && counts.every(({ count }) => count === 0);
}
