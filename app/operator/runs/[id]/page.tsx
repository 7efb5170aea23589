import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { requireOperator } from '@/lib/auth/operator';
import { formatMoney } from '@/lib/domain/pricing/money';
import { formatCount } from '@/lib/domain/usage/call-count';
import { pathSegment } from '@/lib/server/http/path-segment';
import { getDeps } from '@/lib/server/wiring/deps';
import { type RunNote, readRun } from '@/lib/use-cases/runs/runs';
import { Badge } from '../../../_ui/badge';
import { formatTime } from '../../../_ui/format-time';
import { Listing } from '../../_parts/listing';
import { OperatorPage } from '../../_parts/operator-page';
import { findingText, formatDuration, OUTCOMES, runName } from '../../_parts/run-text';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Run' };

/** So many rows on one page; a run that left more has one cause. */
const SHOWN = 500;

export default async function OperatorRunPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathSegment((await params).id);
  await requireOperator(`/operator/runs/${encodeURIComponent(id)}`);
  const deps = await getDeps();
  const run = await readRun(deps, id);
  if (!run) notFound();
  const { tone, words } = OUTCOMES[run.outcome] ?? { tone: 'neutral', words: run.outcome };
  return (
    <OperatorPage
      title={`${runName(run.kind)} run`}
      asOf={run.finishedAt ?? (await deps.clock.now())}
    >
      <dl className={styles.facts}>
        <dt>Outcome</dt>
        <dd>
          <Badge tone={tone}>{words}</Badge>
        </dd>
        <dt>Started</dt>
        <dd>{formatTime(run.startedAt)}</dd>
        <dt>Duration</dt>
        <dd>{formatDuration(run) ?? 'still running, or stopped'}</dd>
        {run.counts.map(({ name, count }) => (
          <Fact key={name} name={name} value={formatCount(count)} />
        ))}
        {run.readThrough === null ? null : (
          <Fact name="Complete through" value={formatTime(run.readThrough)} />
        )}
        {run.cursor === null ? null : <Fact name="Resumes at" value={run.cursor} />}
      </dl>
      <h2 className={styles.heading}>Findings</h2>
      <Listing
        caption="Failures and differences"
        rows={run.notes.slice(0, SHOWN)}
        rowKey={(note) => `${note.subject} ${note.kind === 'failure' ? note.error : note.name}`}
        empty="No failures or differences."
        columns={[
          { head: 'Subject', cell: (note) => <Subject subject={note.subject} /> },
          {
            head: 'What',
            cell: (note) => (note.kind === 'failure' ? 'Failed' : findingText(note.name)),
          },
          { head: 'Details', cell: (note) => detailsOf(note) },
          { head: 'Amount', numeric: true, cell: (note) => worthOf(note) },
          {
            head: 'Status',
            cell: (note) =>
              note.kind === 'finding' && note.isRepaired ? (
                <Badge tone="good">Repaired</Badge>
              ) : (
                <Badge tone="warn">Open</Badge>
              ),
          },
        ]}
      />
      {run.notes.length > SHOWN ? (
        <p className={styles.more}>
          And {formatCount(run.notes.length - SHOWN)} more in the run’s log.
        </p>
      ) : null}
    </OperatorPage>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Subject({ subject }: { subject: string }) {
  if (!subject.startsWith('sub-')) return subject;
  return (
    <Link href={`/operator/subscriptions/${encodeURIComponent(subject)}`} prefetch={false}>
      {subject}
    </Link>
  );
}

function detailsOf(note: RunNote): string {
  return note.kind === 'failure' ? note.error : `expected ${note.expected}, found ${note.found}`;
}

function worthOf(note: RunNote): string {
  if (note.kind === 'failure' || note.amountMinor === null || note.currency === null) return '–';
  return formatMoney(note.amountMinor, note.currency);
}
