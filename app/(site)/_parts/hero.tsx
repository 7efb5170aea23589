import type { Product } from '@/lib/domain/catalog/product';
import { formatCount } from '@/lib/domain/usage/call-count';
import { ButtonLink } from '../../_ui/button';
import { productName } from '../../_ui/compare-products';
import { CallSheet } from './call-sheet';
import styles from './hero.module.css';
import { Receipt } from './receipt';

/** What is sold, in the form in which it is used: a call, and the bill that calls become. */
export function Hero({
  products,
  gatewayUrl,
}: {
  products: readonly Product[];
  gatewayUrl: string;
}) {
  const free = products.find((product) => product.pricingModelType === 'Free');
  const freeCalls = free?.qualityOfService.quota?.calls;
  return (
    <section className={styles.hero}>
      <div className={styles.words}>
        <h1 className={styles.title}>API access, billed to the call</h1>
        <p className={styles.lead}>
          Pick a plan, pay by card, and start calling right away. Every successful call is billed
          exactly once.
        </p>
        <div className={styles.actions}>
          <ButtonLink look="primary" size="large" href="/pricing">
            See pricing
          </ButtonLink>
          <ButtonLink size="large" href="/sign-up">
            Create an account
          </ButtonLink>
        </div>
        {free === undefined || freeCalls === undefined ? null : (
          <p className={styles.small}>
            {productName(free)}: {formatCount(freeCalls)} calls a month, no card needed.
          </p>
        )}
      </div>
      <div className={styles.picture}>
        <CallSheet gatewayUrl={gatewayUrl} />
        <Receipt products={products} />
      </div>
    </section>
  );
}
