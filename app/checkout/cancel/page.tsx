import { Undo2 } from 'lucide-react';
import type { Metadata } from 'next';
import { findProduct } from '@/lib/domain/catalog/catalog';
import { getDeps } from '@/lib/server/wiring/deps';
import { ButtonLink } from '../../_ui/button';
import { productName } from '../../_ui/compare-products';
import { Result } from '../_parts/result';

export const metadata: Metadata = { title: 'Checkout canceled' };

/** Where Stripe's page leads back to. Says nothing personal, so it needs no session. */
export default async function CheckoutCancelPage({
  searchParams,
}: {
  searchParams: Promise<{ product?: string | string[] }>;
}) {
  const { product: given } = await searchParams;
  const { catalog } = await getDeps();
  const product = typeof given === 'string' ? findProduct(catalog, given) : undefined;
  return (
    <Result
      mark={<Undo2 size={20} aria-hidden="true" />}
      title="Nothing was charged"
      actions={
        <>
          {product === undefined ? null : (
            <ButtonLink look="primary" href={`/checkout/${product.id}`}>
              Back to {productName(product)}
            </ButtonLink>
          )}
          <ButtonLink href="/account">My subscriptions</ButtonLink>
          <ButtonLink href="/pricing">All plans</ButtonLink>
        </>
      }
    >
      <p>
        You left the payment page before paying, so no key was created. The checkout stays in your
        account as “Incomplete” until it expires: continue or discard it there.
      </p>
    </Result>
  );
}
