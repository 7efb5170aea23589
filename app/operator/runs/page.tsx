import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import { formatCount } from '@/lib/domain/call-count';
import { getReadingDeps } from '@/lib/server/deps';
import { listRuns, RUN_KINDS } from '@/lib/use-cases/operator-runs';
import { Badge } from '../../_ui/badge';
import { timeWords } from '../../_ui/time-words';
import { FilterLinks } from '../_parts/filter-links';
import { afterParam, listHref, oneOfParam } from '../_parts/list-query';
import { Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';
import { durationWords, OUTCOMES } from '../_parts/run-words';

export const metadata: Metadata = { title: 'Runs' };

const PATH = '/operator/runs';
const KINDS: Record<(typeof RUN_KINDS)[number], string> = {
  billing: 'Billing cron',
  usage: 'Usage',
  reconcile: 'Reconcile',
  'meter-errors': 'Meter errors',
};

export default async function OperatorRunsPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireOperator(PATH);
  const params = await props.searchParams;
  const kind = oneOfParam(params, 'kind', RUN_KINDS);
  const order = oneOfParam(params, 'order', ['desc', 'asc']);
  const page = await listRuns(await getReadingDeps(), { kind, order, after: afterParam(params) });
  const asked = { kind, order };
  return (
    <OperatorPage title="Runs" asOf={page.asOf}>
      <FilterLinks
        label="Kind"
        links={RUN_KINDS.map((value) => ({
          text: KINDS[value],
          href: listHref(PATH, { ...asked, kind: value }),
          isHere: value === kind,
        }))}
      />
      <Listing
        caption={KINDS[kind]}
        rows={page.rows}
        rowKey={(run) => run.id}
        empty="None yet."
        nextHref={page.next === null ? null : listHref(PATH, { ...asked, after: page.next })}
        columns={[
          {
            head: 'Started',
            cell: (run) => (
              <Link href={`${PATH}/${encodeURIComponent(run.id)}`} prefetch={false}>
                {timeWords(run.startedAt)}
              </Link>
            ),
            order,
            sortHref: listHref(PATH, { ...asked, order: order === 'asc' ? 'desc' : 'asc' }),
          },
          { head: 'Took', numeric: true, cell: (run) => durationWords(run) ?? '–' },
          {
            head: 'Outcome',
            cell: (run) => {
              const { tone, words } = OUTCOMES[run.outcome] ?? {
                tone: 'neutral',
                words: run.outcome,
              };
              return <Badge tone={tone}>{words}</Badge>;
            },
          },
          {
            head: 'Counts',
            cell: (run) =>
              run.counts.map(({ name, count }) => `${name} ${formatCount(count)}`).join(', ') ||
              '–',
          },
          { head: 'Left open', numeric: true, cell: (run) => formatCount(run.failures) },
          {
            head: 'Complete through',
            cell: (run) => (run.readThrough === null ? '–' : timeWords(run.readThrough)),
          },
        ]}
      />
    </OperatorPage>
  );
}
