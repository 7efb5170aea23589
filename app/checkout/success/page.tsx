import { Check, CircleHelp, CreditCard } from 'lucide-react';
import type { Metadata } from 'next';
import { requireUserFor } from '@/lib/auth/guards';
import { findProduct } from '@/lib/domain/catalogue';
import { getDeps } from '@/lib/server/deps';
import { completeCheckout } from '@/lib/use-cases/complete-checkout';
import { ButtonLink } from '../../_ui/button';
import { productName } from '../../_ui/compare-products';
import { FirstCall, KEY_PLACEHOLDER } from '../../_ui/first-call';
import { Result } from '../_parts/result';
import { WaitingForPayment } from '../_parts/waiting-for-payment';

export const metadata: Metadata = { title: 'Your subscription' };

export default async function CheckoutSuccessPage({
  searchParams,
}: {
  searchParams: Promise<{ session_id?: string | string[]; try?: string | string[] }>;
}) {
  const { session_id: given, try: attempt } = await searchParams;
  const checkoutId = typeof given === 'string' ? given : '';
  const user = await requireUserFor(
    'look',
    `/checkout/success?session_id=${encodeURIComponent(checkoutId)}`,
  );
  const deps = await getDeps();
  const outcome = await completeCheckout(deps, { userId: user.id, checkoutId });
  deps.telemetry.count('checkout.outcomes', 1, { step: 'complete', outcome: outcome.kind });
  switch (outcome.kind) {
    case 'active': {
      const product = findProduct(deps.catalogue, outcome.productId);
      return (
        <Ready
          subscriptionId={outcome.subscriptionId}
          name={outcome.name}
          productName={product === undefined ? outcome.productId : productName(product)}
          callUrl={`${deps.settings.gatewayUrl}/sample/echo`}
        />
      );
    }
    case 'waiting':
      return (
        <WaitingForPayment
          checkoutId={checkoutId}
          subscriptionId={outcome.subscriptionId}
          attempt={Number(attempt) || 0}
        />
      );
    case 'not-paid':
      return <NotPaid productId={outcome.productId} />;
    case 'not-found':
      return <NotFound />;
    default:
      return outcome satisfies never;
  }
}

function Ready(props: {
  subscriptionId: string;
  name: string;
  productName: string;
  callUrl: string;
}) {
  return (
    <Result
      mark={<Check size={22} aria-hidden="true" />}
      title="Your key is ready"
      actions={
        <>
          <ButtonLink
            look="primary"
            size="large"
            href={`/account/subscriptions/${props.subscriptionId}#keys`}
          >
            See my keys
          </ButtonLink>
          <ButtonLink size="large" href="/account">
            All my subscriptions
          </ButtonLink>
        </>
      }
      more={
        <>
          <h2>Your first call</h2>
          <FirstCall url={props.callUrl} apiKey={KEY_PLACEHOLDER} />
          <p>Show the keys on the subscription’s page, and the code there has yours in it.</p>
        </>
      }
    >
      <p>
        “{props.name}” is subscribed to {props.productName}. Two keys belong to it, and both work
        from now on.
      </p>
    </Result>
  );
}

function NotPaid({ productId }: { productId: string }) {
  return (
    <Result
      mark={<CreditCard size={20} aria-hidden="true" />}
      title="This checkout was not paid"
      actions={
        <>
          <ButtonLink look="primary" href={`/checkout/${productId}`}>
            Back to the checkout
          </ButtonLink>
          <ButtonLink href="/pricing">All products</ButtonLink>
        </>
      }
    >
      <p>
        Nothing was charged and no key was made. Go back to try again, with another card if this one
        was declined.
      </p>
    </Result>
  );
}

function NotFound() {
  return (
    <Result
      mark={<CircleHelp size={20} aria-hidden="true" />}
      title="We don’t know this checkout"
      actions={
        <>
          <ButtonLink look="primary" href="/account">
            My subscriptions
          </ButtonLink>
          <ButtonLink href="/pricing">All products</ButtonLink>
        </>
      }
    >
      <p>
        The address is incomplete, or the checkout belongs to another account. If you paid, the
        subscription stands in the account that you paid with.
      </p>
    </Result>
  );
}
