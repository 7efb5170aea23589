import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import type { AttentionFacts } from '@/lib/domain/attention/attention';
import { formatCount } from '@/lib/domain/usage/call-count';
import { readCatalogDrift } from '@/lib/server/wiring/catalog-drift';
import { getReadingDeps } from '@/lib/server/wiring/deps';
import {
  listOperatorTroubles,
  type OperatorOverview,
  viewOperatorOverview,
} from '@/lib/use-cases/operator/overview';
import type { RunSummary } from '@/lib/use-cases/runs/runs';
import { Badge } from '../_ui/badge';
import { formatDay, formatTime } from '../_ui/format-time';
import { TwoClocks } from '../_ui/two-clocks';
import { AttentionList } from './_parts/attention-list';
import { auditText, detailText } from './_parts/audit-text';
import { Listing } from './_parts/listing';
import { OperatorPage } from './_parts/operator-page';
import { OUTCOMES } from './_parts/run-text';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Operator' };

const CATALOG_PATIENCE_MS = 2_000;

export default async function OperatorOverviewPage() {
  await requireOperator('/operator');
  const deps = await getReadingDeps();
  const overview = await viewOperatorOverview(deps, { catalog: await catalogFact() });
  const { mail, refusedLinks } = await listOperatorTroubles(deps);
  return (
    <OperatorPage title="Overview" asOf={overview.asOf}>
      <TwoClocks />
      <AttentionList attention={overview.attention} />
      <section aria-labelledby="runs">
        <h2 id="runs" className={styles.heading}>
          Last runs
        </h2>
        <LastRuns overview={overview} />
      </section>
      <section aria-labelledby="by-rule">
        <h2 id="by-rule" className={styles.heading}>
          Automatic actions in the last 30 days
        </h2>
        <Listing
          caption="What was finalized or ended automatically"
          rows={overview.automatic}
          rowKey={(row) => row.id}
          empty="None: every invoice was finalized with its complete usage."
          columns={[
            { head: 'When', cell: (row) => formatTime(row.at) },
            {
              head: 'Subscription',
              cell: (row) => (
                <Link href={`/operator/subscriptions/${row.subscriptionId}`} prefetch={false}>
                  {row.subscriptionId}
                </Link>
              ),
            },
            { head: 'What', cell: (row) => auditText(row.action) },
            { head: 'Details', cell: (row) => detailText(row.details) },
          ]}
        />
      </section>
      {mail.length === 0 ? null : (
        <section aria-labelledby="mail">
          <h2 id="mail" className={styles.heading}>
            Mail not delivered
          </h2>
          <Listing
            caption="Messages that are no longer retried"
            rows={mail}
            rowKey={(row) => row.id}
            empty=""
            columns={[
              { head: 'Failed', cell: (row) => (row.givenUpAt ? formatTime(row.givenUpAt) : '–') },
              { head: 'Kind', cell: (row) => row.kind },
              { head: 'Last error', cell: (row) => row.lastError ?? '–' },
            ]}
          />
        </section>
      )}
      {refusedLinks.length === 0 ? null : (
        <section aria-labelledby="refused-links">
          <h2 id="refused-links" className={styles.heading}>
            {' '}
            Rejected portal links{' '}
          </h2>
          <Listing
            caption="Links from the developer portal that were rejected"
            rows={refusedLinks}
            rowKey={(row) => `${row.day.toISOString()} ${row.reason}`}
            empty=""
            columns={[
              { head: 'Day', cell: (row) => formatDay(row.day) },
              { head: 'Reason', cell: (row) => row.reason },
              { head: 'Links', numeric: true, cell: (row) => formatCount(row.count) },
              { head: 'Last', cell: (row) => formatTime(row.lastAt) },
            ]}
          />
        </section>
      )}
    </OperatorPage>
  );
}

/** Both vendors are asked: the page waits a moment for them and says when they have not answered by then. */
async function catalogFact(): Promise<AttentionFacts['catalog']> {
  const drift = await Promise.race([readCatalogDrift(), afterMs(CATALOG_PATIENCE_MS)]);
  if (drift?.kind === 'read') return { kind: 'read', changes: drift.changes.length };
  return drift && { kind: drift.kind };
}

const afterMs = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms));

function LastRuns({ overview }: { overview: OperatorOverview }) {
  const { billing, usage, reconcile } = overview.lastRuns;
  const rows: { name: string; run: RunSummary | null }[] = [
    { name: 'Billing', run: billing },
    { name: 'Usage', run: usage },
    { name: 'Reconciliation', run: reconcile },
  ];
  return (
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
          cell: ({ run }) => (run?.finishedAt ? formatTime(run.finishedAt) : 'Never ran'),
        },
        { head: 'Outcome', cell: ({ run }) => (run === null ? '–' : <Outcome run={run} />) },
        {
          head: 'Remaining',
          numeric: true,
          cell: ({ run }) => (run === null ? '–' : formatCount(run.failures)),
        },
      ]}
    />
  );
}

function Outcome({ run }: { run: RunSummary }) {
  const { tone, words } = OUTCOMES[run.outcome] ?? { tone: 'neutral', words: run.outcome };
  return <Badge tone={tone}>{words}</Badge>;
}
