import type { Metadata } from 'next';
import { perPeriod } from '@/lib/domain/pricing/recurring';
import { formatCount } from '@/lib/domain/usage/call-count';
import { env } from '@/lib/server/env/env';
import { getDeps } from '@/lib/server/wiring/deps';
import { COUNTED_TEXT, type UsageCounts } from '../../_ui/counted-text';
import { DEFAULT_CALLS, parseCalls } from './calls-entry';
import styles from './page.module.css';
import { PriceExplorer } from './price-explorer';

export const metadata: Metadata = {
  title: 'Pricing',
  description: 'Every plan side by side, with what it costs for your number of calls.',
};

export default async function PricingPage({
  searchParams,
}: {
  searchParams: Promise<{ calls?: string | string[] }>;
}) {
  const { calls: entered } = await searchParams;
  const { catalog } = await getDeps();
  const text = typeof entered === 'string' ? entered : String(DEFAULT_CALLS);
  const calls = parseCalls(text);
  const [first] = catalog.products;
  return (
    <main id="content" className={styles.main}>
      <PriceExplorer
        products={catalog.products}
        initialText={calls === null ? text : formatCount(calls)}
        initialCalls={calls ?? DEFAULT_CALLS}
        perPeriod={first === undefined ? 'a month' : perPeriod(first.recurring)}
      />
      <Notes counted={env().apim?.usageCounts ?? 'successful'} />
    </main>
  );
}

const NOTES = [
  {
    title: 'Every bill shows its work',
    text: 'Each line is calls times price, rounded once. The amounts above are calculated the same way.',
  },
  {
    title: 'Cancel any time',
    text: 'Your key works until the period ends, and you can undo the cancellation until then.',
  },
];

function Notes({ counted }: { counted: UsageCounts }) {
  return (
    <section className={styles.notes} aria-label="How billing works">
      {[COUNTED_TEXT[counted], ...NOTES].map((note) => (
        <div key={note.title}>
          <h2 className={styles.noteTitle}>{note.title}</h2>
          <p>{note.text}</p>
        </div>
      ))}
      <p className={styles.small}>
        Prices exclude tax. Amounts are estimates for one billing period; you are invoiced for
        actual usage.
      </p>
    </section>
  );
}
