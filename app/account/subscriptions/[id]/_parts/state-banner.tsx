import type { SubscriptionDetail } from '@/lib/use-cases/subscriptions/view-subscription';
import { ActionForm } from '../../../../_ui/action-form';
import { Alert } from '../../../../_ui/alert';
import { ButtonLink } from '../../../../_ui/button';
import { ACCESS_GAP_TEXT } from '../../../_parts/access-gap-text';
import { noticeText, suspensionText } from '../../../_parts/notice-text';
import { suspendedPeriodText } from '../../../_parts/suspended-period-text';
import { discardAction, openBillingPortal, setCancellation } from '../actions';
import { type Invoices, owedText } from './invoices';

/** What is so, what it means, and the one thing to do. Nothing at all while everything is well. */
export function StateBanner({
  subscription,
  invoices,
}: {
  subscription: SubscriptionDetail;
  invoices: Invoices;
}) {
  if (subscription.accessGap !== null) {
    const { title, help } = ACCESS_GAP_TEXT[subscription.accessGap];
    return (
      <Alert tone="warn" title={title}>
        {help}
      </Alert>
    );
  }
  if (subscription.endingNow) {
    return (
      <Alert tone="warn" title="Ending… your key no longer works.">
        Your last calls are being counted for your final invoice. Nothing is charged after that.
      </Alert>
    );
  }
  if (subscription.notice?.kind === 'active') return null;
  const { notice, suspendedPeriod } = subscription;
  const words = noticeText(notice);
  const owed = owedText(invoices);
  // Access needs all of them gone, so each is said.
  const others = notice?.kind === 'suspended' ? notice.reasons.slice(1).map(suspensionText) : [];
  return (
    <>
      <Alert tone={words.tone} title={words.title} actions={<Action subscription={subscription} />}>
        {words.help}
        {owed === null ? null : <p>{owed} is due.</p>}
        {suspendedPeriod === null ? null : <p>{suspendedPeriodText(suspendedPeriod)}</p>}
      </Alert>
      {others.map((other) => (
        <Alert key={other.title} tone={other.tone} title={other.title}>
          {other.help}
        </Alert>
      ))}
    </>
  );
}

function Action({ subscription }: { subscription: SubscriptionDetail }) {
  const { notice, payUrl, productId, id } = subscription;
  switch (notice?.kind) {
    case 'payment-failed':
    case 'suspended':
      // Another card doesn't end a dispute.
      if (notice.kind === 'suspended' && notice.reasons.every((reason) => reason === 'dispute')) {
        return null;
      }
      return (
        <>
          {payUrl === null ? null : (
            <ButtonLink look="primary" href={payUrl}>
              Pay now
            </ButtonLink>
          )}
          <ActionForm
            action={openBillingPortal}
            hidden={{ subscriptionId: id }}
            fields={[]}
            submit="Update card"
            working="Opening Stripe…"
            look="secondary"
          />
        </>
      );
    case 'ends-on':
      return (
        <ActionForm
          action={setCancellation}
          hidden={{ subscriptionId: id, cancel: 'no' }}
          fields={[]}
          submit="Resume subscription"
          working="Resuming…"
          look="secondary"
        />
      );
    case 'waiting-for-payment':
      return (
        <>
          <ButtonLink look="primary" href={`/checkout/${productId}`}>
            Continue to payment
          </ButtonLink>
          <ActionForm
            action={discardAction}
            hidden={{ subscriptionId: id }}
            fields={[]}
            submit="Discard"
            working="Discarding…"
            look="secondary"
          />
        </>
      );
    case 'checkout-expired':
      return (
        <ButtonLink look="primary" href={`/checkout/${productId}`}>
          Start again
        </ButtonLink>
      );
    case 'ended':
      return <ButtonLink href={`/checkout/${productId}`}>Subscribe again</ButtonLink>;
    default:
      return null;
  }
}
