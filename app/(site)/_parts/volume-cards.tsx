import type { Product } from '@/lib/domain/catalog/product';
import { formatMoney } from '@/lib/domain/pricing/money';
import { formatCount } from '@/lib/domain/usage/call-count';
import { ButtonLink } from '../../_ui/button';
import { compareProducts, productName } from '../../_ui/compare-products';
import { PageLink } from '../../_ui/page-link';
import styles from './volume-cards.module.css';

const VOLUMES = [1_000, 50_000, 250_000, 1_500_000] as const;

/** Four sizes of use and the product that costs least for each: the price list from the buyer's side. */
export function VolumeCards({ products }: { products: readonly Product[] }) {
  return (
    <section className={styles.section} aria-labelledby="volumes">
      <div className={styles.inner}>
        <div className={styles.head}>
          <h2 id="volumes" className={styles.title}>
            What a month costs
          </h2>
          <ButtonLink href="/pricing">Compare all {products.length} plans</ButtonLink>
        </div>
        <ul className={styles.cards}>
          {VOLUMES.map((calls) => (
            <Card key={calls} products={products} calls={calls} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Card({ products, calls }: { products: readonly Product[]; calls: number }) {
  const best = compareProducts(products, calls).find((row) => row.cheapest);
  if (!best?.quote) return null;
  return (
    <li className={styles.card}>
      <p className={styles.calls}>{formatCount(calls)} calls</p>
      <p className={styles.amount}>{formatMoney(best.quote.totalMinor, best.quote.currency)}</p>
      <p className={styles.with}>
        with{' '}
        <PageLink className={styles.link} href={`/pricing?calls=${calls}`}>
          {productName(best.product)}
        </PageLink>
      </p>
    </li>
  );
}
