import type { Product } from '@/lib/domain/catalog/product';
import { productName } from '../../_ui/compare-products';
import { COUNTED_TEXT, type UsageCounts } from '../../_ui/counted-text';
import { chargeFacts, dueToday } from './charge-facts';
import styles from './charge-summary.module.css';

/** A preview of the bill. The amount due today is emphasized: it is the one that the next page charges. */
export function ChargeSummary({ product, counted }: { product: Product; counted: UsageCounts }) {
  return (
    <section className={styles.summary} aria-labelledby="charges">
      <h2 id="charges" className={styles.title}>
        What you will be charged
      </h2>
      <dl className={styles.facts}>
        <div className={styles.today}>
          <dt>Due today for {productName(product)}</dt>
          <dd>{dueToday(product)}</dd>
        </div>
        {chargeFacts(product).map((fact) => (
          <div key={fact.term} className={styles.fact}>
            <dt>{fact.term}</dt>
            <dd>
              {fact.value}
              {fact.note === null ? null : <span className={styles.note}>{fact.note}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.small}>
        {product.pricingModelType === 'Free' ? '' : 'Before tax. '}
        {COUNTED_TEXT[counted].short}
      </p>
    </section>
  );
}
