import type { Product } from '@/lib/domain/catalog/product';
import { formatMoney, formatUnitAmount } from '@/lib/domain/pricing/money';
import { chargedWhen, priceSummary, type Quote } from '@/lib/domain/pricing/pricing';
import { howOften } from '@/lib/domain/pricing/recurring';
import { formatCount } from '@/lib/domain/usage/call-count';
import { type ComparedProduct, productName } from '../../_ui/compare-products';
import { formatCalls, formatLimit } from '../../_ui/format-limit';
import styles from './product-column.module.css';

/** One product: its price, what the entered calls cost, the way in, and what it is limited to. */
export function ProductColumn({ row, calls }: { row: ComparedProduct; calls: number }) {
  const { product } = row;
  const price = priceSummary(product);
  return (
    <li
      id={product.id}
      className={row.cheapest ? `${styles.column} ${styles.best}` : styles.column}
    >
      <div>
        <h2 className={styles.name}>{productName(product)}</h2>
        {product.description === null ? null : (
          <p className={styles.description}>{product.description}</p>
        )}
      </div>
      <div>
        <p className={styles.price}>{price.headline}</p>
        <p className={styles.per}>{price.per}</p>
        {price.then === null ? null : <p className={styles.per}>{price.then}</p>}
      </div>
      <Cost row={row} calls={calls} />
      <div className={styles.foot}>
        <a
          className={row.cheapest ? styles.buyBest : styles.buy}
          href={`/sign-up?next=${encodeURIComponent(`/checkout/${product.id}`)}`}
        >
          {product.pricingModelType === 'Free' ? 'Get a free key' : 'Subscribe'}
          <span className="visually-hidden"> to {productName(product)}</span>
        </a>
        <Limits product={product} />
      </div>
    </li>
  );
}

function Cost({ row, calls }: { row: ComparedProduct; calls: number }) {
  if (row.quote === null) {
    return (
      <div className={styles.cost}>
        <p className={styles.label}>For {formatCalls(calls)}</p>
        <p className={styles.tooSmall}>Stops at {formatCount(row.stopsAt ?? 0)}</p>
        <p className={styles.why}>Further calls are rejected until your quota resets.</p>
      </div>
    );
  }
  const { lines, totalMinor, currency } = row.quote;
  return (
    <div className={styles.cost}>
      <p className={styles.label}>
        {row.cheapest ? (
          <span className={styles.mark}>Best for {formatCalls(calls)}</span>
        ) : (
          `For ${formatCalls(calls)}`
        )}
      </p>
      <p className={styles.total}>{formatMoney(totalMinor, currency)}</p>
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line.description} className={styles.line}>
            <span>{lines.length === 1 ? lineText(line, currency) : line.description}</span>
            {lines.length === 1 ? null : (
              <span className={styles.amount}>{formatMoney(line.amountMinor, currency)}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A bill of one line repeats no total: it says how the total was made. */
function lineText(line: Quote['lines'][number], currency: string): string {
  if (line.unitAmountMinor === null || line.unitAmountMinor === '0') return line.description;
  return `${formatCalls(line.quantity)} × ${formatUnitAmount(line.unitAmountMinor, currency)}`;
}

function Limits({ product }: { product: Product }) {
  const { rateLimit, quota } = product.qualityOfService;
  return (
    <ul className={styles.limits}>
      <li>{rateLimit === null ? 'No rate limit' : `Up to ${formatLimit(rateLimit)}`}</li>
      <li>{quota === null ? 'No quota' : `Stops at ${formatLimit(quota)}`}</li>
      <li>{chargedText(product)}</li>
    </ul>
  );
}

function chargedText(product: Product): string {
  const when = chargedWhen(product);
  if (when === 'never') return 'No card needed';
  return `Billed ${howOften(product.recurring)} in ${when === 'in-advance' ? 'advance' : 'arrears'}`;
}
