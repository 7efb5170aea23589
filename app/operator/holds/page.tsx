import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import { getReadingDeps } from '@/lib/server/wiring/deps';
import {
  type LeftPeriod,
  listDeferredInvoices,
  listLeftPeriods,
} from '@/lib/use-cases/operator/usage';
import { formatRange, formatTime } from '../../_ui/format-time';
import { afterParam, listHref } from '../_parts/list-query';
import { Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';

export const metadata: Metadata = { title: 'Deferred invoices' };

const PATH = '/operator/holds';

export default async function OperatorDeferredInvoicesPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireOperator(PATH);
  const deps = await getReadingDeps();
  const [page, left] = await Promise.all([
    listDeferredInvoices(deps, { after: afterParam(await props.searchParams) }),
    listLeftPeriods(deps),
  ]);
  return (
    <OperatorPage title="Deferred invoices" asOf={page.asOf}>
      <Listing
        caption="Invoices waiting for the last usage of their period"
        rows={page.rows}
        rowKey={(invoice) => invoice.id}
        empty="No invoice is waiting for its last usage."
        nextHref={page.next === null ? null : listHref(PATH, { after: page.next })}
        columns={[
          {
            head: 'Subscription',
            cell: (invoice) => (
              <Link href={`/operator/subscriptions/${invoice.subscriptionId}`} prefetch={false}>
                {invoice.name}
              </Link>
            ),
          },
          { head: 'Plan', cell: (invoice) => invoice.productId },
          { head: 'Invoice', cell: (invoice) => <code>{invoice.invoiceId ?? '–'}</code> },
          {
            head: 'Period',
            cell: (invoice) => formatRange(invoice.start, invoice.end),
          },
          { head: 'Closes after', cell: (invoice) => formatTime(invoice.closableAt) },
          {
            head: 'Finalized automatically',
            cell: (invoice) =>
              invoice.closableAt > page.asOf
                ? formatTime(invoice.releasedAt)
                : `${formatTime(invoice.releasedAt)}; overdue, see the last run`,
          },
        ]}
      />
      <LeftToOperator rows={left} />
    </OperatorPage>
  );
}

function LeftToOperator({ rows }: { rows: LeftPeriod[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="left-to-you">
      <h2 id="left-to-you">Drafts left to you</h2>
      <p>
        Someone stopped these drafts in Stripe: payment collection is paused and keeps drafts, the
        subscription is unpaid, or automatic finalization was turned off. Tollgate keeps reporting
        their usage and charges nobody. Finalize the draft in Stripe to charge it, or turn automatic
        finalization back on and Tollgate finalizes it with the last usage.
      </p>
      <Listing
        caption="Drafts that Tollgate doesn’t finalize"
        rows={rows}
        rowKey={(row) => row.id}
        empty=""
        columns={[
          {
            head: 'Subscription',
            cell: (row) => (
              <Link href={`/operator/subscriptions/${row.subscriptionId}`} prefetch={false}>
                {row.name}
              </Link>
            ),
          },
          { head: 'Plan', cell: (row) => row.productId },
          { head: 'Invoice', cell: (row) => <code>{row.invoiceId ?? '–'}</code> },
          { head: 'Period', cell: (row) => formatRange(row.start, row.end) },
        ]}
      />
    </section>
  );
}
