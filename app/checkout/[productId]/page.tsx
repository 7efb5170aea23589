import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireUser } from '@/lib/auth/guards';
import { creditRefusalText, payLink } from '@/lib/domain/access/credit-refusal-text';
import { findProduct } from '@/lib/domain/catalog/catalog';
import type { Product } from '@/lib/domain/catalog/product';
import { chargedWhen } from '@/lib/domain/pricing/pricing';
import { env } from '@/lib/server/env/env';
import { pathSegment } from '@/lib/server/http/path-segment';
import { getDeps } from '@/lib/server/wiring/deps';
import { suggestName } from '@/lib/use-cases/checkout/suggest-name';
import { viewCredit } from '@/lib/use-cases/credit/ask-credit';
import { Alert } from '../../_ui/alert';
import { productName } from '../../_ui/compare-products';
import { PageLink } from '../../_ui/page-link';
import { ChargeSummary } from '../_parts/charge-summary';
import { CheckoutForm } from '../_parts/checkout-form';
import { problemText } from '../_parts/problem-text';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Subscribe' };

export default async function CheckoutPage({
  params,
  searchParams,
}: {
  params: Promise<{ productId: string }>;
  searchParams: Promise<{ problem?: string | string[]; name?: string | string[] }>;
}) {
  const productId = pathSegment((await params).productId);
  const { problem, name: typed } = await searchParams;
  const user = await requireUser(`/checkout/${encodeURIComponent(productId)}`);
  const deps = await getDeps();
  const { catalog } = deps;
  const product = findProduct(catalog, productId);
  if (product === undefined) notFound();
  const refusal =
    product.pricingModelType === 'Free'
      ? null
      : await viewCredit(deps, { userId: user.id, productId, subscriptionId: null });
  const name = productName(product);
  const asked = { userId: user.id, productId: product.id, productName: name };
  const suggested = await suggestName(deps, asked);
  return (
    <main id="content" className={styles.main}>
      <div className={styles.words}>
        <p className={styles.back}>
          <PageLink href="/pricing">← All plans</PageLink>
        </p>
        <h1 className={styles.title}>Subscribe to {name}</h1>
        {product.description === null ? null : <p className={styles.lead}>{product.description}</p>}
      </div>
      <div className={styles.charges}>
        <ChargeSummary product={product} counted={env().apim?.usageCounts ?? 'successful'} />
      </div>
      <div className={styles.form}>
        {suggested.existing === null ? null : (
          <Alert tone="warn" title={`You already have a ${name} subscription`}>
            <p>
              <PageLink href={`/account/subscriptions/${suggested.existing.id}`}>
                {suggested.existing.name}
              </PageLink>{' '}
              won’t change.{' '}
              {product.pricingModelType === 'Free'
                ? 'Each account can have one: use its keys, or choose a paid plan.'
                : 'A second one has its own keys and is billed separately.'}
            </p>
          </Alert>
        )}
        <CheckoutForm
          productId={product.id}
          isRefused={refusal !== null}
          suggestedName={typeof typed === 'string' ? typed : suggested.name}
          initialProblem={
            refusal === null
              ? typeof problem === 'string'
                ? problemText(problem, name)
                : null
              : creditRefusalText(refusal)
          }
          initialPayUrl={refusal === null ? null : payLink(refusal)}
          stripeJs={stripeJsOf(product)}
        >
          <Terms product={product} />
        </CheckoutForm>
      </div>
    </main>
  );
}

function stripeJsOf(product: Product) {
  const { stripe } = env();
  if (product.pricingModelType === 'Free' || stripe === null) return null;
  return { publishableKey: stripe.publishableKey, scriptUrl: stripe.jsUrl };
}

function Terms({ product }: { product: Product }) {
  if (product.pricingModelType === 'Free') {
    return <p>No card and no charge, now or later.</p>;
  }
  return (
    <p>
      You pay by card on Stripe’s page; card numbers never reach us.{' '}
      {chargedWhen(product) === 'in-advance'
        ? 'The first period is charged at checkout, and each later one when it starts.'
        : 'Nothing is charged at checkout: your card is charged after each period.'}{' '}
      Cancel any time: your key works until the period ends.
    </p>
  );
}
