import type { SubscriptionDetail } from '@/lib/use-cases/subscriptions/view-subscription';
import { Alert } from '../../../../_ui/alert';
import { ButtonLink } from '../../../../_ui/button';
import { formatTime } from '../../../../_ui/format-time';

/** The quota is used up: calls are refused although everything is paid. When that ends, and how to have more. */
export function QuotaAlert({ subscription }: { subscription: SubscriptionDetail }) {
  const { quotaUsedUpUntil, hasBilling, id, notice } = subscription;
  if (quotaUsedUpUntil === null || notice?.kind !== 'active') return null;
  return (
    <Alert
      tone="warn"
      title="Quota used up: further calls are rejected."
      actions={
        hasBilling ? (
          <ButtonLink look="primary" href={`/account/subscriptions/${id}/plan`}>
            Change plan
          </ButtonLink>
        ) : (
          <ButtonLink look="primary" href="/pricing">
            See plans with more calls
          </ButtonLink>
        )
      }
    >
      Your quota resets on {formatTime(quotaUsedUpUntil)}.{' '}
      {hasBilling
        ? 'Your keys stay the same on a larger plan.'
        : 'Paid plans have a higher limit, or none.'}
    </Alert>
  );
}
