import { Fragment } from 'react';
import { formatMoney } from '@/lib/domain/pricing/money';
import { type ComparedProduct, productName } from '../../_ui/compare-products';
import { formatCalls } from '../../_ui/format-limit';
import styles from './price-explorer.module.css';

/** The comparison in one sentence; screen readers announce it after typing. */
export function CheapestSentence({
  compared,
  calls,
  perPeriod,
}: {
  compared: readonly ComparedProduct[];
  calls: number;
  perPeriod: string;
}) {
  const best = compared.filter((row) => row.cheapest);
  const quote = best[0]?.quote;
  return (
    <p id="cheapest" className={styles.result} aria-live="polite">
      {quote ? (
        <>
          <Names best={best} /> {best.length === 1 ? 'is' : 'are'} cheapest for {formatCalls(calls)}{' '}
          {perPeriod}: <strong>{formatMoney(quote.totalMinor, quote.currency)}</strong>.
        </>
      ) : (
        <>
          What each plan costs for {formatCalls(calls)} {perPeriod}.
        </>
      )}
    </p>
  );
}

/** Links down to the products: at phone width they are several screens away. */
function Names({ best }: { best: readonly ComparedProduct[] }) {
  return best.map(({ product }, index) => (
    <Fragment key={product.id}>
      {index === 0 ? '' : index === best.length - 1 ? ' and ' : ', '}
      <a href={`#${product.id}`}>{productName(product)}</a>
    </Fragment>
  ));
}
