import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import { getReadingDeps } from '@/lib/server/wiring/deps';
import {
  listSubscriptionsForOperator,
  type OperatorRow,
} from '@/lib/use-cases/operator/subscriptions';
import { Button } from '../../_ui/button';
import { formatDay, formatTime } from '../../_ui/format-time';
import { FilterLinks } from '../_parts/filter-links';
import { afterParam, listHref, oneOfParam, textParam } from '../_parts/list-query';
import { type Column, Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';
import { operatorProblemText } from '../_parts/problem-text';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Subscriptions' };

const PATH = '/operator/subscriptions';
const SHOWN = [
  ['live', 'Live'],
  ['problem', 'With a problem'],
  ['past-due', 'Past due'],
  ['suspended', 'Suspended'],
  ['unbillable', 'Can’t be billed'],
  ['swapped', 'Price to choose'],
  ['unread-price', 'Price not read'],
  ['waiting', 'Interrupted syncs'],
  ['all', 'All'],
] as const;

export default async function OperatorSubscriptionsPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireOperator(PATH);
  const params = await props.searchParams;
  const show = oneOfParam(params, 'show', [
    'live',
    'problem',
    'past-due',
    'suspended',
    'unbillable',
    'swapped',
    'unread-price',
    'waiting',
    'all',
  ]);
  const order = oneOfParam(params, 'order', ['desc', 'asc']);
  const search = textParam(params, 'q');
  const page = await listSubscriptionsForOperator(await getReadingDeps(), {
    filter: show,
    order,
    search,
    after: afterParam(params),
  });
  const asked = { show, q: search, order };
  const other = listHref(PATH, { ...asked, order: order === 'asc' ? 'desc' : 'asc' });
  return (
    <OperatorPage title="Subscriptions" asOf={page.asOf}>
      <form method="get" className={styles.search}>
        <input type="hidden" name="show" value={show} />
        <label className="visually-hidden" htmlFor="q">
          Email, name or id
        </label>
        <input
          id="q"
          name="q"
          type="search"
          defaultValue={search}
          placeholder="Email, name or id"
          className={styles.input}
        />
        <Button size="small">Search</Button>
      </form>
      <FilterLinks
        label="Show"
        links={SHOWN.map(([value, text]) => ({
          text,
          href: listHref(PATH, { ...asked, show: value }),
          isHere: value === show,
        }))}
      />
      <Listing
        caption="Subscriptions"
        columns={columns(show === 'problem', { sortHref: other, order })}
        rows={page.rows}
        rowKey={(row) => row.id}
        empty={search === '' ? 'No subscriptions.' : `No matches for “${search}”.`}
        nextHref={page.next === null ? null : listHref(PATH, { ...asked, after: page.next })}
      />
    </OperatorPage>
  );
}

function columns(
  isByProblem: boolean,
  sorted: { sortHref: string; order: 'asc' | 'desc' },
): Column<OperatorRow>[] {
  return [
    {
      head: 'Customer',
      cell: (row) => (
        <Link href={`${PATH}/${encodeURIComponent(row.id)}`} prefetch={false}>
          {row.user.email}
        </Link>
      ),
    },
    { head: 'Subscription', cell: (row) => row.name },
    {
      head: 'Plan',
      whole: true,
      cell: (row) =>
        row.nextProductId === null ? row.productId : `${row.productId} → ${row.nextProductId}`,
    },
    { head: 'Stripe', whole: true, cell: (row) => row.status },
    { head: 'Gateway', whole: true, cell: (row) => row.gatewayState },
    {
      head: 'Period ends',
      cell: (row) => (row.periodEnd === null ? '–' : formatDay(row.periodEnd)),
    },
    {
      head: 'Problem',
      cell: (row) => (row.problem === null ? '–' : operatorProblemText(row.problem)),
      ...(isByProblem ? sorted : {}),
    },
    { head: 'Synced', cell: (row) => (row.syncedAt === null ? 'never' : formatTime(row.syncedAt)) },
    {
      head: 'Created',
      cell: (row) => formatDay(row.createdAt),
      ...(isByProblem ? {} : sorted),
    },
  ];
}
