import type { SubscriptionDetail } from '@/lib/use-cases/view-subscription';
import { Alert } from '../../../../_ui/alert';
import { ButtonLink } from '../../../../_ui/button';
import { SubmitButton } from '../../../../_ui/submit-button';
import { noticeWords } from '../../../_parts/notice-words';
import { openBillingPortal, setCancellation } from '../actions';
import { type Invoices, owedWords } from './invoices';

/** What is so, what it means, and the one thing to do. Nothing at all while everything is well. */
export function StateBanner({
  subscription,
  invoices,
}: {
  subscription: SubscriptionDetail;
  invoices: Invoices;
}) {
  if (subscription.endingNow) {
    return (
      <Alert tone="warn" title="Ending now: the key does not work any more.">
        The last calls are being counted; then the last invoice comes, and nothing after it.
      </Alert>
    );
  }
  if (subscription.notice?.kind === 'active') return null;
  const words = noticeWords(subscription.notice);
  const owed = owedWords(invoices);
  return (
    <Alert tone={words.tone} title={words.title} actions={<Action subscription={subscription} />}>
      {words.help}
      {owed === null ? null : <p>{owed} is open.</p>}
    </Alert>
  );
}

function Action({ subscription }: { subscription: SubscriptionDetail }) {
  const { notice, payUrl, productId, id } = subscription;
  switch (notice?.kind) {
    case 'payment-failed':
    case 'suspended':
      return (
        <>
          {payUrl === null ? null : (
            <ButtonLink look="primary" href={payUrl}>
              Pay now
            </ButtonLink>
          )}
          <form action={openBillingPortal}>
            <input type="hidden" name="subscriptionId" value={id} />
            <SubmitButton working="Opening Stripe…">Change the card</SubmitButton>
          </form>
        </>
      );
    case 'ends-on':
      return (
        <form action={setCancellation}>
          <input type="hidden" name="subscriptionId" value={id} />
          <input type="hidden" name="cancel" value="no" />
          <SubmitButton working="Undoing…">Keep the subscription</SubmitButton>
        </form>
      );
    case 'waiting-for-payment':
    case 'checkout-expired':
      return (
        <ButtonLink look="primary" href={`/checkout/${productId}`}>
          {notice.kind === 'waiting-for-payment' ? 'Go on to payment' : 'Start again'}
        </ButtonLink>
      );
    case 'ended':
      return <ButtonLink href={`/checkout/${productId}`}>Subscribe again</ButtonLink>;
    default:
      return null;
  }
}
