import { ButtonLink } from '../../_ui/button';
import { Result } from './result';
import styles from './result.module.css';

/** Then the page stops asking by itself: about two minutes in all. */
const MOST_ATTEMPTS = 20;

/** Paid, but not confirmed yet. Asks again by itself, without scripts too, and says so when it takes too long. */
export function WaitingForPayment({
  checkoutId,
  subscriptionId,
  attempt,
}: {
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
          The payment is not confirmed yet. You need not stay here or pay again: the key appears in
          your account as soon as it is.
        </p>
      </Result>
    );
  }
  const seconds = attempt < 5 ? 2 : 8;
  return (
    <Result
      mark={<span className={styles.waiting} />}
      title="Confirming your payment"
      actions={<ButtonLink href={again}>Check now</ButtonLink>}
    >
      <meta httpEquiv="refresh" content={`${seconds};url=${again}&try=${attempt + 1}`} />
      <p role="status">
        Stripe has your card; the confirmation is on its way. This page looks again every few
        seconds.
      </p>
    </Result>
  );
}
