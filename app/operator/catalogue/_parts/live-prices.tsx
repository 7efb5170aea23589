import { Alert } from '@/app/_ui/alert';
import { formatCount } from '@/lib/domain/usage/call-count';
import type { LiveVersion, viewLivePrices } from '@/lib/use-cases/operator/live-prices';
import { formatDay } from '../../../_ui/format-time';
import { Listing } from '../../_parts/listing';
import styles from '../page.module.css';

/** What people pay, whatever the catalog says today. From our own rows, so it is there when no vendor answers. */
export function LivePrices({ live }: { live: Awaited<ReturnType<typeof viewLivePrices>> }) {
  const { versions, unresolved } = live;
  return (
    <section aria-labelledby="prices">
      <h2 id="prices" className={styles.heading}>
        Prices in use
      </h2>
      {unresolved.subscriptions === 0 ? null : (
        <Alert
          tone="warn"
          title={`${countText(unresolved.subscriptions)} not listed yet: the price is still being read from Stripe`}
        />
      )}
      <Listing
        caption="Prices that running subscriptions have"
        rows={versions}
        rowKey={({ id }) => id}
        empty="No subscription is running."
        columns={[
          { head: 'Product', cell: ({ productName }) => productName ?? 'Not ours' },
          { head: 'Price', cell: ({ words }) => words },
          { head: 'Today', cell: todayText },
          { head: 'Since', cell: ({ since }) => formatDay(since) },
          {
            head: 'Subscribers',
            numeric: true,
            cell: ({ subscribers }) => formatCount(subscribers),
          },
        ]}
      />
    </section>
  );
}

function countText(subscriptions: number): string {
  return subscriptions === 1 ? '1 subscription' : `${formatCount(subscriptions)} subscriptions`;
}

/** How the catalog offers the product now, and who computes what it costs. */
function todayText({ today, isPriceable }: LiveVersion): string {
  return [offerText(today), isPriceable ? null : 'billed by Stripe alone']
    .filter(Boolean)
    .join('; ');
}

function offerText(today: LiveVersion['today']): string | null {
  switch (today?.kind) {
    case undefined:
      return null;
    case 'same':
      return 'Offered';
    case 'retired':
      return 'Retired: not offered to new customers';
    case 'other-price':
      return `New customers pay ${today.words}`;
    default:
      return today satisfies never;
  }
}
