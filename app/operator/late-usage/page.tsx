import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import { formatMoney } from '@/lib/domain/pricing/money';
import { formatCount } from '@/lib/domain/usage/call-count';
import { getReadingDeps } from '@/lib/server/wiring/deps';
import { listLateUsageForOperator } from '@/lib/use-cases/operator/usage';
import { formatRange, formatTime } from '../../_ui/format-time';
import { afterParam, listHref, oneOfParam } from '../_parts/list-query';
import { Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';

export const metadata: Metadata = { title: 'Late usage' };

const PATH = '/operator/late-usage';
const STATES: Record<string, string> = {
  planned: 'Pending',
  billed: 'Sent to Stripe',
  'nothing-due': 'No cost difference',
  lost: 'Can’t be billed: customer deleted',
};

export default async function OperatorLateUsagePage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireOperator(PATH);
  const params = await props.searchParams;
  const sort = oneOfParam(params, 'sort', ['createdAt', 'amountMinor']);
  const order = oneOfParam(params, 'order', ['desc', 'asc']);
  const page = await listLateUsageForOperator(await getReadingDeps(), {
    sort,
    order,
    after: afterParam(params),
  });
  const sorted = (by: typeof sort) => ({
    sortHref: listHref(PATH, {
      sort: by,
      order: by === sort && order === 'desc' ? 'asc' : 'desc',
    }),
    ...(by === sort ? { order } : {}),
  });
  return (
    <OperatorPage title="Late usage" asOf={page.asOf}>
      <Listing
        caption="Periods whose count changed after invoicing"
        rows={page.rows}
        rowKey={(late) => late.id}
        empty="No period changed after invoicing."
        nextHref={page.next === null ? null : listHref(PATH, { sort, order, after: page.next })}
        columns={[
          { head: 'Found', cell: (late) => formatTime(late.createdAt), ...sorted('createdAt') },
          {
            head: 'Subscription',
            cell: (late) => (
              <Link href={`/operator/subscriptions/${late.subscriptionId}`} prefetch={false}>
                {late.subscription.name}
              </Link>
            ),
          },
          {
            head: 'Period',
            cell: (late) => formatRange(late.periodStart, late.periodEnd),
          },
          {
            head: 'Billed calls',
            numeric: true,
            cell: (late) =>
              late.callsBilled < 0n ? 'no invoice' : formatCount(Number(late.callsBilled)),
          },
          {
            head: 'Counted calls',
            numeric: true,
            cell: (late) => formatCount(Number(late.callsCounted)),
          },
          {
            head: 'Amount',
            numeric: true,
            cell: (late) => formatMoney(late.amountMinor, late.currency),
            ...sorted('amountMinor'),
          },
          { head: 'Status', cell: (late) => STATES[late.state] ?? late.state },
        ]}
      />
    </OperatorPage>
  );
}
