import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import { getReadingDeps } from '@/lib/server/deps';
import { listHolds } from '@/lib/use-cases/operator-usage';
import { shortDayWords, timeWords } from '../../_ui/time-words';
import { afterParam, listHref } from '../_parts/list-query';
import { Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';

export const metadata: Metadata = { title: 'Held invoices' };

const PATH = '/operator/holds';

export default async function OperatorHoldsPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireOperator(PATH);
  const page = await listHolds(await getReadingDeps(), {
    after: afterParam(await props.searchParams),
  });
  return (
    <OperatorPage title="Held invoices" asOf={page.asOf}>
      <Listing
        caption="Invoices that wait for the last usage of their period"
        rows={page.rows}
        rowKey={(hold) => hold.id}
        empty="No invoice waits for its last usage."
        nextHref={page.next === null ? null : listHref(PATH, { after: page.next })}
        columns={[
          {
            head: 'Subscription',
            cell: (hold) => (
              <Link href={`/operator/subscriptions/${hold.subscriptionId}`} prefetch={false}>
                {hold.name}
              </Link>
            ),
          },
          { head: 'Plan', cell: (hold) => hold.productId },
          { head: 'Invoice', cell: (hold) => <code>{hold.invoiceId ?? '–'}</code> },
          {
            head: 'Period',
            cell: (hold) => `${shortDayWords(hold.start)} – ${timeWords(hold.end)}`,
          },
          { head: 'Closed from', cell: (hold) => timeWords(hold.closableAt) },
          {
            head: 'Let go by rule',
            cell: (hold) =>
              hold.closableAt > page.asOf
                ? timeWords(hold.releasedAt)
                : `${timeWords(hold.releasedAt)}; overdue, see the last run`,
          },
        ]}
      />
    </OperatorPage>
  );
}
