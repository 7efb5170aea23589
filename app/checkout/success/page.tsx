import { Check, CircleHelp, CreditCard } from 'lucide-react';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { requireUserFor } from '@/lib/auth/guards';
import { findProduct } from '@/lib/domain/catalog/catalog';
import { getDeps } from '@/lib/server/wiring/deps';
import { completeCheckout } from '@/lib/use-cases/checkout/complete-checkout';
import { ButtonLink } from '../../_ui/button';
import { productName } from '../../_ui/compare-products';
import { KeysPanel } from '../../account/subscriptions/[id]/_parts/keys-panel';
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
      const product = findProduct(deps.catalog, outcome.productId);
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
    case 'paid':
    case 'unconfirmed':
      return (
        <WaitingForPayment
          known={outcome.kind}
          checkoutId={checkoutId}
          subscriptionId={outcome.subscriptionId}
          attempt={Number(attempt) || 0}
        />
      );
    case 'refused':
      return redirect(`/account/subscriptions/${outcome.subscriptionId}`);
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
            See subscription
          </ButtonLink>
          <ButtonLink size="large" href="/account">
            All subscriptions
          </ButtonLink>
        </>
      }
      more={
        <KeysPanel
          subscriptionId={props.subscriptionId}
          callUrl={props.callUrl}
          rotatable={false}
        />
      }
    >
      <p>
        You’re subscribed to {props.productName} as “{props.name}”. Your two keys are active.
      </p>
    </Result>
  );
}

function NotPaid({ productId }: { productId: string }) {
  return (
    <Result
      mark={<CreditCard size={20} aria-hidden="true" />}
      title="This checkout wasn’t paid"
      actions={
        <>
          <ButtonLink look="primary" href={`/checkout/${productId}`}>
            Back to checkout
          </ButtonLink>
          <ButtonLink href="/pricing">All plans</ButtonLink>
        </>
      }
    >
      <p>
        Nothing was charged and no key was created. Try again, with another card if this one was
        declined.
      </p>
    </Result>
  );
}

function NotFound() {
  return (
    <Result
      mark={<CircleHelp size={20} aria-hidden="true" />}
      title="We couldn’t find this checkout"
      actions={
        <>
          <ButtonLink look="primary" href="/account">
            My subscriptions
          </ButtonLink>
          <ButtonLink href="/pricing">All plans</ButtonLink>
        </>
      }
    >
      <p>
        The link is incomplete, or the checkout belongs to another account. If you paid, your
        subscription is in the account you paid from.
      </p>
    </Result>
  );
}
