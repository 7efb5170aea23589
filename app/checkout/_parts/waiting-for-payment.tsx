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
    now: 'Waiting for Stripe to confirm it.',
    late: 'Stripe hasn’t confirmed the payment yet.',
  },
  paid: {
    title: 'Payment received, creating your key',
    now: 'Your payment is confirmed; API Management hasn’t created your key yet.',
    late: 'Your payment is confirmed, and API Management hasn’t created your key yet.',
  },
  unconfirmed: {
    title: 'We can’t confirm your payment yet',
    now: 'Stripe isn’t responding. If you paid, you don’t need to pay again.',
    late: 'Stripe still isn’t responding.',
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
        title="This is taking longer than usual"
        actions={
          <>
            <ButtonLink look="primary" href={again}>
              Check again
            </ButtonLink>
            <ButtonLink href={subscription}>See subscription</ButtonLink>
          </>
        }
      >
        <p>
          {TEXT[known].late} You don’t need to wait here or pay again: your key appears in your
          account when it’s ready.
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
      <p role="status">{TEXT[known].now} This page refreshes every few seconds.</p>
    </Result>
  );
}
