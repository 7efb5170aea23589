import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { requireOperator } from '@/lib/auth/operator';
import { formatCount } from '@/lib/domain/call-count';
import { getReadingDeps } from '@/lib/server/deps';
import { type OperatorOverview, viewOperatorOverview } from '@/lib/use-cases/operator-overview';
import type { RunSummary } from '@/lib/use-cases/operator-runs';
import { Badge } from '../_ui/badge';
import { isLate, timeWords } from '../_ui/time-words';
import type { Tone } from '../_ui/tone';
import { auditWords, detailWords } from './_parts/audit-words';
import { Listing } from './_parts/listing';
import { OperatorPage } from './_parts/operator-page';
import { OUTCOMES } from './_parts/run-words';
import { DriftNotice } from './catalogue/_parts/drift-notice';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Operator' };

interface Item {
  what: string;
  href: string;
  count: number;
  /** How bad one of these is. */
  tone: Tone;
  help: string;
}

export default async function OperatorOverviewPage() {
  await requireOperator('/operator');
  const overview = await viewOperatorOverview(await getReadingDeps());
  const items = itemsOf(overview);
  const open = items.filter((item) => item.count > 0 && item.tone !== 'neutral');
  return (
    <OperatorPage title="Overview" asOf={overview.asOf}>
      {/* Both vendors are asked for it: the rest of the page does not wait. */}
      <Suspense fallback={null}>
        <DriftNotice />
      </Suspense>
      <section aria-labelledby="attention">
        <h2 id="attention" className={styles.heading}>
          {open.length === 0 ? 'No subscription, event or run needs attention' : 'Needs attention'}
        </h2>
        <ul className={styles.items}>
          {items.map((item) => (
            <li key={item.what} className={styles.item}>
              <Link href={item.href} prefetch={false} className={styles.what}>
                {item.what}
              </Link>
              <span className={styles.count}>
                {item.count === 0 || item.tone === 'neutral' ? (
                  formatCount(item.count)
                ) : (
                  <Badge tone={item.tone}>{formatCount(item.count)}</Badge>
                )}
              </span>
              <span className={styles.help}>{item.help}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="runs">
        <h2 id="runs" className={styles.heading}>
          Last runs
        </h2>
        <LastRuns overview={overview} />
      </section>
      <section aria-labelledby="by-rule">
        <h2 id="by-rule" className={styles.heading}>
          Done by rule in the last 30 days
        </h2>
        <Listing
          caption="What was let go by rule"
          rows={overview.byRule}
          rowKey={(row) => row.id}
          empty="Nothing: every invoice was closed with its whole usage."
          columns={[
            { head: 'When', cell: (row) => timeWords(row.at) },
            {
              head: 'Subscription',
              cell: (row) => (
                <Link href={`/operator/subscriptions/${row.subscriptionId}`} prefetch={false}>
                  {row.subscriptionId}
                </Link>
              ),
            },
            { head: 'What', cell: (row) => auditWords(row.action) },
            { head: 'Details', cell: (row) => detailWords(row.details) },
          ]}
        />
      </section>
    </OperatorPage>
  );
}

function itemsOf(overview: OperatorOverview): Item[] {
  const { events, holds } = overview;
  return [
    {
      what: 'Subscriptions with a problem',
      href: '/operator/subscriptions?show=problem',
      count: overview.problems,
      tone: 'bad',
      help: 'Each has a sentence that says what is wrong.',
    },
    {
      what: 'Events given up',
      href: '/operator/events?show=given-up',
      count: events.givenUp,
      tone: 'bad',
      help: 'Failed for three days and ten tries. Replay them when the cause is gone.',
    },
    {
      what: 'Events that failed and are tried again',
      href: '/operator/events?show=failed',
      count: events.failed,
      tone: 'warn',
      help: `${formatCount(events.waiting)} wait in all.`,
    },
    {
      what: 'Meter errors in 30 days',
      href: '/operator/runs?kind=meter-errors',
      count: overview.meterErrors,
      tone: 'warn',
      help: 'Usage that the provider took and could not use; it is told again.',
    },
    {
      what: 'Syncs that were cut short',
      href: '/operator/subscriptions?show=waiting',
      count: overview.waitingSyncs,
      tone: 'warn',
      help: 'The next cron takes them up.',
    },
    {
      what: 'Held invoices',
      href: '/operator/holds',
      count: holds.count,
      tone: 'neutral',
      help:
        holds.oldestEnd === null
          ? 'None waits for its last usage.'
          : `The oldest since ${timeWords(holds.oldestEnd)}; let go after ${holds.releasedAfterHours} hours.`,
    },
    {
      what: 'Late usage on its way',
      href: '/operator/late-usage',
      count: overview.latePlanned,
      tone: 'neutral',
      help: 'Written down and not yet with the provider.',
    },
    {
      what: 'Being ended at once',
      href: '/operator/subscriptions?show=live',
      count: overview.ending,
      tone: 'neutral',
      help: 'The gateway is closed, the last usage is being billed.',
    },
  ];
}

function LastRuns({ overview }: { overview: OperatorOverview }) {
  const { billing, usage, reconcile } = overview.lastRuns;
  const rows: { name: string; run: RunSummary | null }[] = [
    { name: 'Billing cron', run: billing },
    { name: 'Usage', run: usage },
    { name: 'Reconcile', run: reconcile },
  ];
  return (
    <>
      <Listing
        caption="The last run of each kind"
        rows={rows}
        rowKey={(row) => row.name}
        empty=""
        columns={[
          {
            head: 'Run',
            cell: ({ name, run }) =>
              run === null ? (
                name
              ) : (
                <Link href={`/operator/runs/${encodeURIComponent(run.id)}`} prefetch={false}>
                  {name}
                </Link>
              ),
          },
          {
            head: 'Finished',
            cell: ({ run }) => (run?.finishedAt ? timeWords(run.finishedAt) : 'Never ran'),
          },
          { head: 'Outcome', cell: ({ run }) => (run === null ? '–' : <Outcome run={run} />) },
          {
            head: 'Left open',
            numeric: true,
            cell: ({ run }) => (run === null ? '–' : formatCount(run.failures)),
          },
        ]}
      />
      <p className={isLate(overview.usageReadThrough, overview.asOf) ? styles.old : styles.small}>
        {overview.usageReadThrough === null
          ? 'Usage was never read without a gap.'
          : `Usage was read without a gap up to ${timeWords(overview.usageReadThrough)}.`}
      </p>
    </>
  );
}

function Outcome({ run }: { run: RunSummary }) {
  const { tone, words } = OUTCOMES[run.outcome] ?? { tone: 'neutral', words: run.outcome };
  return <Badge tone={tone}>{words}</Badge>;
}
