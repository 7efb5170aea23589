import type { Product } from '@/lib/domain/catalog/product';
import { formatMoney } from '@/lib/domain/pricing/money';
import { callsAllowed, quote } from '@/lib/domain/pricing/pricing';
import { productName } from '../../_ui/compare-products';
import { formatCalls } from '../../_ui/format-limit';
import styles from './receipt.module.css';

const EXAMPLE_CALLS = 120_000;

/** An example bill, computed by the function that computes every bill. */
export function Receipt({ products }: { products: readonly Product[] }) {
  const product = exampleProduct(products);
  if (product === undefined) return null;
  const { lines, totalMinor, currency } = quote(product, EXAMPLE_CALLS);
  return (
    <figure className={styles.receipt}>
      <figcaption className={styles.head}>
        <span className={styles.name}>{productName(product)}</span>
        <span>{formatCalls(EXAMPLE_CALLS)} in a month</span>
      </figcaption>
      <dl className={styles.lines}>
        {lines.map((line) => (
          <div key={line.description} className={styles.line}>
            <dt>{line.description}</dt>
            <dd>{formatMoney(line.amountMinor, currency)}</dd>
          </div>
        ))}
        <div className={styles.total}>
          <dt>Total</dt>
          <dd>{formatMoney(totalMinor, currency)}</dd>
        </div>
      </dl>
    </figure>
  );
}

/** One whose bill has more than one line says the most; any that answers so many calls will do. */
function exampleProduct(products: readonly Product[]): Product | undefined {
  const paid = products.filter((product) => product.pricingModelType !== 'Free');
  return (
    paid.find((product) => product.pricingModelType === 'TierWithOverage') ??
    paid.find((product) => (callsAllowed(product) ?? EXAMPLE_CALLS) >= EXAMPLE_CALLS)
  );
}
