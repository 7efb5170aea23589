import { z } from 'zod';
import type { Run } from '../../db/generated/client';
import { findRun, listOperatorRuns } from '../../db/operator';
import { completeThrough } from '../../domain/usage/complete-through';
import type { Needs } from '../deps';
import { type Page, type PageInput, pageOf } from '../page';

export const RUN_KINDS = ['billing', 'usage', 'reconcile', 'meter-errors', 'restore'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export interface RunSummary {
  id: string;
  kind: string;
  startedAt: Date;
  finishedAt: Date | null;
  /** running, done, partial, paused, failed */
  outcome: string;
  counts: { name: string; count: number }[];
  failures: number;
  readThrough: Date | null;
  /** Where a run that was cut short goes on; null when it was not. */
  cursor: string | null;
}

/** A failure, or a difference that reconciling found. */
export type RunNote =
  | { kind: 'failure'; subject: string; error: string }
  | {
      kind: 'finding';
      name: string;
      subject: string;
      expected: string;
      found: string;
      amountMinor: number | null;
      currency: string | null;
      isRepaired: boolean;
    };

export interface RunDetail extends RunSummary {
  notes: RunNote[];
}

export async function listRuns(
  deps: Needs<'clock' | 'db' | 'settings'>,
  input: PageInput & { kind: RunKind; order: 'asc' | 'desc' },
): Promise<Page<RunSummary>> {
  const { kind, order } = input;
  return pageOf(deps, input, async (page) => {
    const rows = await listOperatorRuns(deps.db, { kind, order, page });
    return rows.map((run) => shownOf(deps, run));
  });
}

export async function readRun(
  deps: Needs<'db' | 'settings'>,
  id: string,
): Promise<RunDetail | null> {
  const run = await findRun(deps.db, id);
  return run && { ...shownOf(deps, run), notes: notesOf(run) };
}

/** A run as a page shows it: with the time up to which its counts are complete. */
function shownOf(deps: Needs<'settings'>, run: Run): RunSummary {
  const summary = summaryOf(run);
  const { readThrough } = summary;
  const lag = deps.settings.usageLagMinutes;
  return { ...summary, readThrough: readThrough && completeThrough(readThrough, lag) };
}

export function summaryOf(run: Run): RunSummary {
  const { id, kind, startedAt, finishedAt, outcome, readThrough } = run;
  const counts = countsSchema.safeParse(run.counts);
  return {
    id,
    kind,
    startedAt,
    finishedAt,
    outcome,
    readThrough,
    cursor: run.cursor === null || outcome === 'done' ? null : JSON.stringify(run.cursor),
    counts: counts.success
      ? Object.entries(counts.data).map(([name, count]) => ({ name, count }))
      : [],
    failures: notesOf(run).filter((note) => note.kind === 'failure' || !note.isRepaired).length,
  };
}

/** What a run left for somebody: failures, and differences that it could not correct. */
export function openNotesOf(run: Run): { failures: number; differences: number } {
  const notes = notesOf(run);
  return {
    failures: notes.filter((note) => note.kind === 'failure').length,
    differences: notes.filter((note) => note.kind === 'finding' && !note.isRepaired).length,
  };
}

const countsSchema = z.record(z.string(), z.number());
const failureSchema = z.object({ subject: z.string(), error: z.string() });
const findingSchema = z.object({
  kind: z.string(),
  subject: z.string(),
  expected: z.string(),
  found: z.string(),
  amountMinor: z.number().nullable(),
  currency: z.string().nullable(),
  isRepaired: z.boolean(),
});

/** What is stored was written by some version of this code; an unknown shape is left out rather than guessed at. */
export function notesOf(run: Run): RunNote[] {
  const rows: unknown[] = Array.isArray(run.failures) ? run.failures : [];
  return rows.flatMap((row): RunNote[] => {
    const finding = findingSchema.safeParse(row);
    if (finding.success) {
      const { kind: name, ...rest } = finding.data;
      return [{ kind: 'finding', name, ...rest }];
    }
    const failure = failureSchema.safeParse(row);
    return failure.success ? [{ kind: 'failure', ...failure.data }] : [];
  });
}
