import { ButtonLink } from '../../_ui/button';
import { Result } from './result';
import styles from './result.module.css';

/** Then the page stops asking by itself: about two minutes in all. */
const MOST_ATTEMPTS = 20;

type Known = 'waiting' | 'paid' | 'unconfirmed';

/** Each says what is known, and no more. */
const TEXT: Record<Known, { title: string; now: string; late: string }> = {
  waiting: {
    title: 'Confirming your payment',
    now: 'Stripe has your details, and its confirmation is on its way.',
    late: 'Stripe hasn’t confirmed the payment yet.',
  },
  paid: {
    title: 'Paid. Your key is being created',
    now: 'Your payment is confirmed; API Management hasn’t created your key yet.',
    late: 'Your payment is confirmed, and API Management hasn’t created your key yet.',
  },
  unconfirmed: {
    title: 'We can’t confirm your payment yet',
    now: 'Stripe isn’t answering us just now. If you paid, you don’t need to pay again.',
    late: 'Stripe still isn’t answering us.',
  },
};

/** Paid, but not confirmed yet. Asks again by itself, without scripts too, and says so when it takes too long. */
export function WaitingForPayment({
  known,
  checkoutId,
  subscriptionId,
  attempt,
}: {
  known: Known;
  checkoutId: string;
  subscriptionId: string;
  attempt: number;
}) {
  const again = `/checkout/success?session_id=${encodeURIComponent(checkoutId)}`;
  const subscription = `/account/subscriptions/${subscriptionId}` as const;
  if (attempt >= MOST_ATTEMPTS) {
    return (
      <Result
        mark={<span className={styles.waiting} />}
        title="This takes longer than usual"
        actions={
          <>
            <ButtonLink look="primary" href={again}>
              Check again
            </ButtonLink>
            <ButtonLink href={subscription}>See the subscription</ButtonLink>
          </>
        }
      >
        <p>
          {TEXT[known].late} You don’t need to stay here or pay again: your key appears in your
          account as soon as it is ready.
        </p>
      </Result>
    );
  }
  const seconds = attempt < 5 ? 2 : 8;
  return (
    <Result
      mark={<span className={styles.waiting} />}
      title={TEXT[known].title}
      actions={<ButtonLink href={again}>Check now</ButtonLink>}
    >
      <meta httpEquiv="refresh" content={`${seconds};url=${again}&try=${attempt + 1}`} />
      <p role="status">{TEXT[known].now} This page looks again every few seconds.</p>
    </Result>
  );
}
