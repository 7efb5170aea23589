import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import { formatMoney } from '@/lib/domain/pricing/money';
import { getReadingDeps } from '@/lib/server/wiring/deps';
import { listSignalsForOperator } from '@/lib/use-cases/operator/list-signals';
import { ActionForm } from '../../_ui/action-form';
import { formatTime } from '../../_ui/format-time';
import { FilterLinks } from '../_parts/filter-links';
import { afterParam, listHref, oneOfParam } from '../_parts/list-query';
import { Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';
import { signalText } from '../_parts/signal-text';
import { dismissSignalAction } from './actions';

export const metadata: Metadata = { title: 'Payments' };

const PATH = '/operator/payments';

/** Disputes, refunds, fraud warnings, written off and unpaid invoices, cards that others owe on. */
export default async function OperatorPaymentsPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireOperator(PATH);
  const params = await props.searchParams;
  const show = oneOfParam(params, 'show', ['open', 'disputes', 'all']);
  const page = await listSignalsForOperator(await getReadingDeps(), {
    show,
    after: afterParam(params),
  });
  return (
    <OperatorPage title="Payments" asOf={page.asOf}>
      <FilterLinks
        label="Show"
        links={[
          { text: 'To review', href: PATH, isHere: show === 'open' },
          {
            text: 'Open disputes',
            href: listHref(PATH, { show: 'disputes' }),
            isHere: show === 'disputes',
          },
          { text: 'All', href: listHref(PATH, { show: 'all' }), isHere: show === 'all' },
        ]}
      />
      <Listing
        caption="Payments to review"
        rows={page.rows}
        rowKey={(signal) => signal.id}
        empty="No disputes, refunds, warnings or unpaid final invoices."
        nextHref={page.next === null ? null : listHref(PATH, { show, after: page.next })}
        columns={[
          { head: 'When', cell: (signal) => formatTime(signal.createdAt) },
          { head: 'What', cell: (signal) => signalText(signal).title },
          {
            head: 'Amount',
            numeric: true,
            cell: (signal) => formatMoney(signal.amountMinor, signal.currency),
          },
          { head: 'Status', cell: (signal) => signal.state.replaceAll('_', ' ') },
          {
            head: 'Subscription',
            cell: (signal) =>
              signal.subscriptionId === null ? (
                '–'
              ) : (
                <Link href={`/operator/subscriptions/${signal.subscriptionId}`} prefetch={false}>
                  {signal.subscriptionName ?? signal.subscriptionId}
                </Link>
              ),
          },
          { head: 'What to do', cell: (signal) => signalText(signal).help },
          {
            head: 'Review',
            cell: (signal) =>
              signal.seenAt === null ? (
                <ActionForm
                  action={dismissSignalAction}
                  hidden={{ id: signal.id }}
                  fields={[]}
                  submit="Dismiss"
                  working="Dismissing…"
                  look="secondary"
                  size="small"
                />
              ) : (
                formatTime(signal.seenAt)
              ),
          },
        ]}
      />
    </OperatorPage>
  );
}
