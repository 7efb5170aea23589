import type { Metadata } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { requireOperator } from '@/lib/auth/operator';
import { formatCount } from '@/lib/domain/usage/call-count';
import { getReadingDeps } from '@/lib/server/wiring/deps';
import { listRuns, RUN_KINDS, type RunSummary } from '@/lib/use-cases/runs/runs';
import { Badge } from '../../_ui/badge';
import { formatTime } from '../../_ui/format-time';
import { FilterLinks } from '../_parts/filter-links';
import { afterParam, listHref, oneOfParam } from '../_parts/list-query';
import { type Column, Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';
import { formatDuration, OUTCOMES, runName } from '../_parts/run-text';
import { collapseQuiet, type RunRow } from './_parts/collapse-quiet';

export const metadata: Metadata = { title: 'Runs' };

const PATH = '/operator/runs';

export default async function OperatorRunsPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireOperator(PATH);
  const params = await props.searchParams;
  const kind = oneOfParam(params, 'kind', RUN_KINDS);
  const order = oneOfParam(params, 'order', ['desc', 'asc']);
  const page = await listRuns(await getReadingDeps(), { kind, order, after: afterParam(params) });
  const isWhole = oneOfParam(params, 'all', ['no', 'yes']) === 'yes';
  const rows: RunRow[] = isWhole
    ? page.rows.map((run) => ({ kind: 'run', run }))
    : collapseQuiet(page.rows);
  const asked = { kind, order };
  const sortHref = listHref(PATH, {
    ...asked,
    all: isWhole ? 'yes' : null,
    order: order === 'asc' ? 'desc' : 'asc',
  });
  return (
    <OperatorPage title="Runs" asOf={page.asOf}>
      <FilterLinks
        label="Kind"
        links={RUN_KINDS.map((value) => ({
          text: runName(value),
          href: listHref(PATH, { ...asked, kind: value }),
          isHere: value === kind,
        }))}
      />
      <FilterLinks
        label="Quiet runs"
        links={[
          { text: 'Collapsed', href: listHref(PATH, asked), isHere: !isWhole },
          { text: 'All', href: listHref(PATH, { ...asked, all: 'yes' }), isHere: isWhole },
        ]}
      />
      <Listing
        caption={runName(kind)}
        rows={rows}
        rowKey={(row) => (row.kind === 'run' ? row.run.id : row.first.id)}
        empty="None yet."
        nextHref={
          page.next === null
            ? null
            : listHref(PATH, { ...asked, all: isWhole ? 'yes' : null, after: page.next })
        }
        columns={columns({ order, sortHref })}
      />
    </OperatorPage>
  );
}

function columns(sorted: { order: 'asc' | 'desc'; sortHref: string }): Column<RunRow>[] {
  const ofRun = (cell: (run: RunSummary) => ReactNode) => (row: RunRow) =>
    row.kind === 'run' ? cell(row.run) : '–';
  return [
    {
      head: 'Started',
      cell: (row) =>
        row.kind === 'quiet' ? (
          `${formatTime(row.first.startedAt)} to ${formatTime(row.last.startedAt)}`
        ) : (
          <Link href={`${PATH}/${encodeURIComponent(row.run.id)}`} prefetch={false}>
            {formatTime(row.run.startedAt)}
          </Link>
        ),
      ...sorted,
    },
    { head: 'Duration', numeric: true, cell: ofRun((run) => formatDuration(run) ?? '–') },
    {
      head: 'Outcome',
      cell: (row) => {
        if (row.kind === 'quiet') return <Badge tone="neutral">{`${row.count} runs done`}</Badge>;
        const { outcome } = row.run;
        const { tone, words } = OUTCOMES[outcome] ?? { tone: 'neutral', words: outcome };
        return <Badge tone={tone}>{words}</Badge>;
      },
    },
    {
      head: 'Counts',
      cell: (row) =>
        row.kind === 'quiet'
          ? 'Nothing to do'
          : row.run.counts.map(({ name, count }) => `${name} ${formatCount(count)}`).join(', ') ||
            '–',
    },
    { head: 'Remaining', numeric: true, cell: ofRun((run) => formatCount(run.failures)) },
    {
      head: 'Complete through',
      cell: ofRun((run) => (run.readThrough === null ? '–' : formatTime(run.readThrough))),
    },
  ];
}
